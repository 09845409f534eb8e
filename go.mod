module github.com/gousher/usher

go 1.26.0

require (
	github.com/expr-lang/expr v1.17.8
	golang.org/x/text v0.43.0
)

require (
	code.dny.dev/ssrf v0.3.0
	github.com/anishathalye/porcupine v1.3.0
	github.com/stretchr/testify v1.12.1
	go.yaml.in/yaml/v4 v4.0.0
	pgregory.net/rapid v1.3.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
