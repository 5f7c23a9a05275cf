#!/usr/bin/env python3
"""Tell whether the confidence means what it says, and propose the table that would make it so.

  python3 Tests/calibrate.py EVALUATION_FOLDER LIST_FOLDER [--more FILE.jsonl ...] -- COMMAND [ARGUMENT ...]

COMMAND is `earshot score --stdin`; `--explain` is added to it. EVALUATION_FOLDER holds evaluate.py and its data, which are
no part of the product; each --more FILE, JSON lines with "text" and "label" (positive, negative, neutral), is one set more.
All sets weigh alike. First, by tenth of the confidence and by set: its mean, and the share whose label is right, over all
sets. Then the rows of confidence.tsv, by least squares under the doubts of LIST_FOLDER/weights.tsv, over the sets whose
licence allows to fit to them (fit.py). Nothing is written: a person smooths the rows and accepts them.
"""

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from fit import divided, explained, loaded, sets

TENTHS = 10
# What neighbouring tenths that differ cost, against a set's texts: few texts have a compound near 1.
SMOOTHNESS = 0.01
TOKEN = re.compile(r"\w+|[^\w\s]")


class Reading:
    """A text's confidence, and what it is made of."""

    def __init__(self, text, label, answer, weight, weights):
        compound = answer["compound"]
        said = "neutral" if abs(compound) < 0.05 else "positive" if compound > 0 else "negative"
        self.right, self.weight, self.confidence = said == label, weight, answer["confidence"]
        sides = [sum(abs(e["amount"]) for e in answer["evidence"] if e["side"] * sign > 0) for sign in (1, -1)]
        conflict = min(sides) / max(sum(sides), 1e-9)
        length = min(1.0, len(TOKEN.findall(text)) / weights["long_text"])
        self.trust = (1 - 2 * weights["doubt_of_conflict"] * conflict) * (1 - weights["doubt_of_length"] * length)
        self.isPraise = compound >= 0
        place = max(0.0, min(1.0, abs(compound)) * TENTHS - 0.5)
        self.tenth = min(TENTHS - 2, int(place))
        self.within = min(1.0, place - self.tenth)


def read(texts, labels, command, weights):
    rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    answers = explained(command, rows)
    return [
        Reading(text, label, answer, 1 / len(texts), weights)
        for text, label, answer in zip(texts, labels, answers)
        if answer["compound"] is not None
    ]


def table(readings):
    """The share by tenth for which (share - 1/2) × trust is nearest to what was right; it never falls."""
    matrix = [[0.0] * TENTHS for _ in range(TENTHS)]
    wanted = [0.0] * TENTHS
    for reading in readings:
        parts = {reading.tenth: (1 - reading.within) * reading.trust, reading.tenth + 1: reading.within * reading.trust}
        for row, part in parts.items():
            wanted[row] += reading.weight * part * (reading.right - 0.5)
            for column, other in parts.items():
                matrix[row][column] += reading.weight * part * other
    for row in range(TENTHS - 1):
        for a, b, sign in ((row, row, 1), (row + 1, row + 1, 1), (row, row + 1, -1), (row + 1, row, -1)):
            matrix[a][b] += sign * SMOOTHNESS
    shares, highest = [], 0.0
    for value in solved(matrix, wanted):
        highest = max(highest, min(1.0, max(0.0, value + 0.5)))
        shares.append(highest)
    return shares


def solved(matrix, wanted):
    """Gauss's elimination; the matrix is positive definite."""
    size = len(wanted)
    for pivot in range(size):
        for row in range(pivot + 1, size):
            factor = matrix[row][pivot] / matrix[pivot][pivot]
            wanted[row] -= factor * wanted[pivot]
            for column in range(pivot, size):
                matrix[row][column] -= factor * matrix[pivot][column]
    for row in reversed(range(size)):
        known = sum(matrix[row][column] * wanted[column] for column in range(row + 1, size))
        wanted[row] = (wanted[row] - known) / matrix[row][row]
    return wanted


def mean(readings, value):
    return sum(reading.weight * value(reading) for reading in readings) / sum(reading.weight for reading in readings)


def main():
    arguments, command = divided(__doc__)
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("evaluation")
    parser.add_argument("lists")
    parser.add_argument("--more", action="append", default=[])
    options = parser.parse_args(arguments)
    evaluation = loaded(options.evaluation)
    lines = (line.split("\t") for line in (Path(options.lists) / "weights.tsv").read_text().splitlines() if line[0] != "#")
    weights = {fields[0]: float(fields[1]) for fields in lines}
    read_sets = {}
    for name in evaluation.SENTIMENT_SETS:
        rows = evaluation.load(name)
        read_sets[name] = read([row["text"] for row in rows], [row["label"] for row in rows], command, weights)
    for file in options.more:
        rows = [json.loads(line) for line in Path(file).read_text().splitlines()]
        read_sets[file] = read([row["text"] for row in rows], [row["label"] for row in rows], command, weights)

    print("set                        confidence  right")
    for name, readings in read_sets.items():
        said, right = mean(readings, lambda r: r.confidence), mean(readings, lambda r: r.right)
        print(f"{Path(name).name:26.26s}      {said:.3f}  {right:.3f}")
    tenths = defaultdict(list)
    for reading in (reading for readings in read_sets.values() for reading in readings):
        tenths[min(TENTHS - 1, int(reading.confidence * TENTHS))].append(reading)
    print("\ntenth  share  confidence  right")
    for tenth, readings in sorted(tenths.items()):
        share = sum(reading.weight for reading in readings) / len(read_sets)
        said, right = mean(readings, lambda r: r.confidence), mean(readings, lambda r: r.right)
        print(f"  {tenth / TENTHS:.1f}   {share:.3f}       {said:.3f}  {right:.3f}")
    allowed = [*sets(evaluation), *options.more]
    fitted = [reading for name in allowed for reading in read_sets[name]]
    negative = table([reading for reading in fitted if not reading.isPraise])
    positive = table([reading for reading in fitted if reading.isPraise])
    print("\n# tenth\tnegative\tpositive")
    for tenth in range(TENTHS):
        print(f"{tenth}\t{negative[tenth]:.2f}\t{positive[tenth]:.2f}")


if __name__ == "__main__":
    main()
