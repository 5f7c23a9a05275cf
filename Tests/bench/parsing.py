#!/usr/bin/env python3
"""Measure a submission's way from its line to a checked value beside yyjson, which only reads the JSON.

  python3 Tests/bench/parsing.py

yyjson (apt-get install libyyjson-dev, where the distribution has it) is left out when it is not installed, and that is said;
its mark is then 190 ns for an object of 307 bytes, measured on a machine of the same kind."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / ".build" / "release" / "earshot-parts"
MARK = 190


def ours():
    """Nanoseconds from a line to a checked submission: the median of the rounds."""
    told = subprocess.run([PROGRAM, "json"], capture_output=True, text=True, check=True).stdout
    return float(re.search(r"([0-9.]+) ns", told).group(1))


def yyjson(folder):
    """Nanoseconds that yyjson takes for the same payloads; nothing without it."""
    loop, lines = Path(folder) / "loop", Path(folder) / "lines"
    flags = os.environ.get("YYJSON_FLAGS", "-lyyjson").split()
    built = subprocess.run(["cc", "-O3", "-march=native", "-o", loop, HERE / "yyjson-loop.c", *flags], capture_output=True, check=False)
    if built.returncode:
        return None
    told = subprocess.run([PROGRAM, "--sample"], capture_output=True, text=True, check=True).stdout
    with open(lines, "w", encoding="utf-8") as file:
        for number, line in enumerate(told.splitlines()):
            submission = {"org": f"organisation-{number % 500}", "id": f"4f1c8a2be97d-{number}", "channel": "web",
                          "text": json.loads(line)["text"]}
            file.write(json.dumps(submission, ensure_ascii=False, separators=(",", ":")) + "\n")
    return float(subprocess.run([loop, lines], capture_output=True, text=True, check=True).stdout)


def main():
    mine = ours()
    with tempfile.TemporaryDirectory() as folder:
        peer = yyjson(folder)
    print(f"earshot   {mine / 1000:6.2f} µs a submission, checked field by field")
    if peer is None:
        print(f"yyjson    skipped: not installed (libyyjson-dev); {MARK / 1000:.2f} µs is its mark, we take {mine / MARK:.1f} times that")
    else:
        print(f"yyjson    {peer / 1000:6.2f} µs, we take {mine / peer:.1f} times that")


if __name__ == "__main__":
    main()
