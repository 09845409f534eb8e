module github.com/gousher/usher/cmd/usher

go 1.26.0

require github.com/gousher/usher v0.0.0

require (
	github.com/expr-lang/expr v1.17.8 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/gousher/usher => ../..
