# The two commands of the README are `make run` and `make test`; the rest is for who works on Earshot.
.PHONY: run test build setup lint
test: setup
	swift test
build: setup
	swift build -c release
setup:
	@pkg-config --exists openssl || { apt-get update && apt-get install -y libssl-dev pkg-config; }
lint:
	swift format lint --strict --recursive Package.swift Sources Tests
