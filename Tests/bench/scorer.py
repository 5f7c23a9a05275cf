#!/usr/bin/env python3
"""Measure the scorer beside Python VADER on the same texts, one core.

  python3 Tests/bench/scorer.py [FILE.jsonl]     texts as they are; without a file our own texts of forty words

The C loop that only splits and looks up is measured by earshot-parts itself. VADER (pip install vaderSentiment) is left
out when it is not installed, and that is said.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent.parent / ".build" / "release" / "earshot-parts"


def ours(arguments, part):
    """Nanoseconds a text: the median of the rounds."""
    result = subprocess.run([PROGRAM, *arguments, part], capture_output=True, text=True, check=True)
    return float(re.search(r"([0-9.]+) ns", result.stdout).group(1))


def vader(texts):
    """Nanoseconds a text: the best of three passes, or nothing without VADER."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter_ns()
        for text in texts:
            analyzer.polarity_scores(text)
        best = min(best, (time.perf_counter_ns() - start) / len(texts))
    return best


def main():
    file = sys.argv[1] if len(sys.argv) > 1 else None
    if file:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        arguments, suffix = ["--texts", file], "-file"
    else:
        lines = subprocess.run([PROGRAM, "--sample"], capture_output=True, text=True, check=True).stdout.splitlines()
        arguments, suffix = [], ""
    texts = [json.loads(line)["text"] for line in lines if line.strip()]
    score, loop = ours(arguments, "score" + suffix), ours(arguments, "word-loop" + suffix)
    print(f"earshot            {score:10,.0f} ns a text  {1e9 / score:10,.0f} texts/s")
    print(f"C loop             {loop:10,.0f} ns a text  {1e9 / loop:10,.0f} texts/s   we take {score / loop:.1f} times its time")
    python = vader(texts[:2000])
    if python is None:
        print("Python VADER       not installed (pip install vaderSentiment)")
    else:
        print(f"Python VADER       {python:10,.0f} ns a text  {1e9 / python:10,.0f} texts/s   we are {python / score:.0f} times faster")


if __name__ == "__main__":
    main()
