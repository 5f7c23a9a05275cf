# The two commands of the README are `make run` and `make test`; the rest is for who works on Earshot.
EARSHOT := .build/release/earshot

.PHONY: run test build setup certificates lint eval crash clean bench-parts bench-scorer instructions parts faults powercut fuzz attack promises unit race bench

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

# The parts of the server, each by itself; TEXTS=FILE.jsonl adds a file's texts, PARTS="score json" chooses.
bench-parts: parts
	.build/release/earshot-parts $(if $(TEXTS),--texts $(TEXTS)) $(PARTS)

# The scorer beside a C loop and Python VADER.
bench-scorer: parts
	python3 Tests/bench/scorer.py $(TEXTS)

# Instructions of the parts against what was recorded; RECORD=1 records them anew.
instructions: parts
	python3 Tests/bench/instructions.py $(if $(RECORD),--record)

parts: setup
	swift build -c release --static-swift-stdlib --product earshot-parts

# Faults of the system given to the real program: full disk, failing calls, read-only folder, damage; every call failing once.
faults: build
	python3 Tests/faults.py
	python3 Tests/calls.py

# Cuts the power of a file system under the server; needs root and loop devices, and skips with a word without them.
powercut: build
	python3 Tests/powercut.py --cycles $(or $(CYCLES),10) --file-system ext4
	python3 Tests/powercut.py --cycles $(or $(CYCLES),10) --file-system xfs
	python3 Tests/powercut.py --cycles $(or $(CYCLES),10) --file-system ext4 --fsync interval

# Every reader of bytes from outside under libFuzzer and the address sanitizer, SECONDS each.
fuzz: setup
	Tests/Fuzz/fuzz.sh $(or $(SECONDS),20)

# Attacks a server of its own: see Tests/attack.py and Tests/overload.py for what each does and its bounds.
attack: build
	for what in silent siege mutate idle; do python3 Tests/attack.py $$what; done
	for what in hoard goodput; do python3 Tests/overload.py $$what; done

# What the documents promise to whoever connects, tried one by one with Python's ssl and openssl.
promises: build
	python3 Tests/promises.py

# The systemd unit verified, and the server at work behind the walls that it puts up; needs root and skips without.
unit: build
	python3 Tests/unit.py

# The tests that have several threads under the thread sanitizer; the rest would take ten times its time for nothing. The
# servers that tests start write their reports beside the tests' own; any report is a failure.
RACE_SKIP := \.TranscriptTests|TimerWheelTests|HostileBytesTests|ShareTests|SchemaTests|TidyTests
race: setup
	rm -rf .build/race-reports && mkdir -p .build/race-reports
	TSAN_OPTIONS=log_path=$(CURDIR)/.build/race-reports/of swift test --sanitize=thread --scratch-path .build/race \
	    --filter 'TransportTests|ServerTests' --skip '$(RACE_SKIP)'
	@! grep -s . .build/race-reports/*

# Measures the server beside a Redis from the distribution and what else there is to compare with; a dated results file and
# graphs go to Tests/Results. BENCH="--rounds 1 --seconds 1" and LEDGER="--submissions 100000" make it short.
RESULTS := Tests/Results/$(shell date +%F)-servers.json
bench: build parts certificates
	python3 Tests/bench/measure.py --out $(RESULTS) $(BENCH)
	python3 Tests/bench/ledger.py beside --organisations 10000 $(LEDGER) --out $(RESULTS)
	python3 Tests/bench/scorer.py
	python3 Tests/bench/parsing.py
	python3 Tests/bench/graphs.py $(RESULTS)

clean:
	swift package clean
