#!/usr/bin/env python3
"""Count the instructions of the server's parts under callgrind and compare them with what was recorded.

  python3 Tests/bench/instructions.py            fails when a part costs more than 5 % more than recorded
  python3 Tests/bench/instructions.py --record   records what they cost now; say in the commit why it is more

Instructions do not depend on how busy the machine is. Each part runs twice, the second time with more rounds; the
difference is free of what setting up costs. Without valgrind nothing is counted, and that is said.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RECORD = HERE / "instructions.json"
PROGRAM = ROOT / ".build" / "release" / "earshot-parts"
PARTS = ["score", "frame", "json", "encode", "view", "apply", "reply", "report", "lexicon"]
MORE_MAX = 0.05


def counted(program, part, rounds):
    """The instructions of the whole program with so many rounds of a part."""
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, part, "--once", str(rounds)],
        # Swift's dictionaries are seeded anew in every process; here each run must do the same.
        env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not found:
        sys.exit(f"instructions: {part} did not run\n{result.stderr[-2000:]}")
    return int(found.group(1))


def operations(part):
    """How many operations a round of a part does."""
    result = subprocess.run([PROGRAM, part, "--once", "0"], capture_output=True, text=True, check=True)
    return int(result.stdout.split()[1])


def stripped(folder):
    """A copy of the program without what debuggers read: valgrind gives up on some of it."""
    copy = Path(folder) / "earshot-parts"
    subprocess.run(["strip", "-o", copy, PROGRAM], check=True)
    return copy


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the counts down")
    parser.add_argument("parts", nargs="*", default=PARTS)
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("instructions: valgrind is not installed, nothing was counted")
        return
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        compare(options, recorded, stripped(folder))


def compare(options, recorded, program):
    """Counts the parts, compares them, and writes them down or fails."""
    dearer = []
    for part in options.parts:
        now = round((counted(program, part, 3) - counted(program, part, 1)) / 2 / operations(part))
        before = recorded.get(part)
        change = f"{(now - before) / before:+.1%}" if before else "new"
        print(f"{part:10} {now:12,} instructions  {change}")
        if before and now > before * (1 + MORE_MAX):
            dearer.append(part)
        recorded[part] = now
    if options.record:
        RECORD.write_text(json.dumps(recorded, indent=2) + "\n")
    elif dearer:
        sys.exit(f"instructions: {', '.join(dearer)} cost more than {MORE_MAX:.0%} more than recorded; "
                 "if that is meant, record them anew with --record and say why")


if __name__ == "__main__":
    main()
