module github.com/gousher/usher/examples

go 1.26.0

require github.com/gousher/usher v0.0.0

replace github.com/gousher/usher => ../
