# The two commands of the README are `make run` and `make test`; the rest is for who works on Earshot.
EARSHOT := .build/release/earshot

.PHONY: bench run test build setup certificates lint eval crash clean

run: build certificates
	@exec $(EARSHOT) serve

test: setup
	swift test

build: setup
	swift build -c release --static-swift-stdlib --product earshot

certificates: build
	@$(EARSHOT) certificates certs

# Asks the package manager only when something is missing.
setup:
	@pkg-config --exists openssl 2>/dev/null || { apt-get update && apt-get install -y libssl-dev pkg-config; }

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# Accuracy on labelled feedback; the data lie beside the project and are not part of it.
eval: build
	python3 ../shared/eval/evaluate.py -- $(EARSHOT) score --stdin

# Kills the server again and again under load and counts what is missing afterwards.
crash: build certificates
	python3 Tests/crash.py --cycles $(or $(CYCLES),50)

# Measures the server beside a Redis from the distribution; a dated results file and graphs go to Tests/Results.
bench: build certificates
	python3 Tests/bench/measure.py $(BENCH)
	python3 Tests/bench/graphs.py Tests/Results/$$(date +%F)-servers.json

clean:
	swift package clean
