#!/usr/bin/env python3
"""Measure the scorer on two halves of each labelled set: the one that was read while words were written, and the other.

  python3 Tests/halves.py EVALUATION_FOLDER -- COMMAND [ARGUMENT ...]

EVALUATION_FOLDER holds evaluate.py and its data, which are no part of the product. A text belongs to half A when the
first byte of the MD5 of its id is odd, else to half B. Errors are read and words are written for half A alone; what
half B says is what unseen texts will say.
"""

import hashlib
import sys
from pathlib import Path


def half(row):
    return "A" if hashlib.md5(str(row["id"]).encode()).digest()[0] & 1 else "B"


def figures(evaluation, name, rows, answers):
    """The figures of one half of one set, as (task, text) pairs."""
    found = []
    if name in evaluation.SENTIMENT_SETS:
        f = evaluation.sentiment_task(rows, answers, evaluation.SENTIMENT_SETS[name])
        graded = f" r {f['r']:.3f}" if "r" in f else ""
        found.append((name, f"{f['acc']:.3f} / {f['macro_f1']:.3f}{graded}"))
    if name == "airline_nh":
        f = evaluation.reason_task(rows, answers)["airline_reason_confident"]
        found.append(("airline reason", f"{f['acc']:.3f} / {f['macro_f1']:.3f}"))
    if name == "mams_train":
        for category in ("service", "price"):
            f = evaluation.category_task(rows, answers, category)
            found.append((f"MAMS {category}", f"{f['det_f1']:.3f} / {f['pol_acc3']:.3f}"))
    if name == "skytrax_lounge":
        f = evaluation.rating_task(rows, answers)
        found.append(("lounge staff", f"rho {f['rho']:.3f}"))
    return found


def main():
    if len(sys.argv) < 4 or sys.argv[2] != "--":
        raise SystemExit(__doc__)
    sys.path.insert(0, str(Path(sys.argv[1]).resolve()))
    import evaluate as evaluation

    for name in evaluation.ALL_SETS:
        rows = evaluation.load(name)
        answers = evaluation.ask(sys.argv[3:], rows)
        columns = []
        for which in "AB":
            kept = [index for index, row in enumerate(rows) if half(row) == which]
            columns.append(
                figures(evaluation, name, [rows[i] for i in kept], [answers[i] for i in kept])
            )
        for (task, read), (_, unread) in zip(*columns):
            print(f"{task:18s} A {read:28s} B {unread}")


if __name__ == "__main__":
    main()
