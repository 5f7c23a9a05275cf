#!/usr/bin/env python3
"""Propose valences and constants from labelled texts, for a person to accept or refuse.

  python3 Tests/fit.py terms EVALUATION_FOLDER [--strength N] -- COMMAND [ARGUMENT ...]
  python3 Tests/fit.py weights EVALUATION_FOLDER LIST_FOLDER [--seconds N] [--seed N] -- COMMAND [ARGUMENT ...]

EVALUATION_FOLDER holds evaluate.py and its data, which are no part of the product; airline_nh, whose licence does not
allow to fit anything to it, is left out. COMMAND is `earshot score --stdin`; `--explain` and `--lexicon FILE` are
added to it.
Nothing is written: the product has no weights but those of its lists, where every row has its reason.

terms    For each term that is evidence in at least five texts: in how many, the share whose label is right, by what the
         labels would multiply its amounts, fitted on each half alone (halves.py), and the same over all. The fit is of
         all terms together, by an ordinal logistic loss, shrunk towards what the lists say (ridge). First, what the
         other half gains from the factors of one: where that is nothing, no factor is to be believed.
weights  A random walk from the constants of LIST_FOLDER/weights.tsv, some of them at a time. A step is taken where
         neither half loses in the sum of accuracy, macro-F1 and half the correlation over the sets.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from halves import half

SQUASH = 15
THRESHOLD = 0.05 * math.sqrt(SQUASH / (1 - 0.05**2))
SLOPE = 0.8
TEXTS_MIN = 5
ROUNDS = 12
STEP = 0.25
# Reviews of twenty cues say little of each one, and their label is noisy: of the 514 that give the lounge four or five
# points, 186 do not recommend it.
LONG = {"skytrax_lounge"}
NOT_FITTED = {"dimension_squash", "nearby_cost_share", "nearby_share", "side_only", "squash", "topic_mass"}


def divided(usage):
    """The arguments before the "--" and the command after it; stops with the usage where there is none."""
    arguments = sys.argv[1:]
    if "--" not in arguments:
        raise SystemExit(usage)
    split = arguments.index("--")
    return arguments[:split], arguments[split + 1 :]


def loaded(folder):
    """evaluate.py of that folder."""
    sys.path.insert(0, str(Path(folder).resolve()))
    import evaluate

    return evaluate


def sets(evaluation):
    """The sets whose licence allows to fit to them."""
    return [name for name in evaluation.SENTIMENT_SETS if name != "airline_nh"]


# ------------------------------------------------------------------------------------------------
# Terms


class Text:
    """What a text adds up, by term, before the squashing, and its label."""

    def __init__(self, row, answer):
        self.half = half(row)
        self.label = row["label"]
        compound = answer["compound"] or 0.0
        total = compound * math.sqrt(SQUASH / max(1e-6, 1 - compound * compound))
        scale = math.sqrt(total * total + SQUASH)
        self.amounts = defaultdict(float)
        for piece in answer["evidence"]:
            self.amounts[" ".join(piece["text"].lower().split())] += piece["contribution"] * scale

    def total(self, factors):
        return sum(amount * factors.get(term, 1.0) for term, amount in self.amounts.items())


def logistic(x):
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, x))))


def loss(total, label):
    """The loss of a sum with its slope and curvature: each label is one of three sections of the line."""
    above, below = logistic((total - THRESHOLD) / SLOPE), logistic((-total - THRESHOLD) / SLOPE)
    rise, fall = above * (1 - above), below * (1 - below)
    curvature = (rise + fall) / SLOPE**2
    if label == "positive":
        return -math.log(above), (above - 1) / SLOPE, curvature
    if label == "negative":
        return -math.log(below), (1 - below) / SLOPE, curvature
    between = max(1e-6, 1 - above - below)
    return -math.log(between), (rise - fall) / SLOPE / between, curvature


def label_of(total):
    return "positive" if total >= THRESHOLD else "negative" if total <= -THRESHOLD else "neutral"


def fit(texts, strength):
    """The factor of each term: damped Newton steps of all terms at once, drawn to 1 by `strength` times the square."""
    factors = {term: 1.0 for text in texts for term in text.amounts}
    for _ in range(ROUNDS):
        slopes = {term: strength * (factor - 1) for term, factor in factors.items()}
        curvatures = dict.fromkeys(factors, strength)
        for text in texts:
            _, slope, curvature = loss(text.total(factors), text.label)
            for term, amount in text.amounts.items():
                slopes[term] += slope * amount
                curvatures[term] += curvature * abs(amount) * sum(map(abs, text.amounts.values()))
        for term in factors:
            factors[term] -= slopes[term] / curvatures[term]
    return factors


def judged(texts, factors):
    """The mean loss and the share of right labels."""
    totals = [text.total(factors) for text in texts]
    mean = sum(loss(total, text.label)[0] for total, text in zip(totals, texts)) / len(texts)
    return mean, sum(label_of(total) == text.label for total, text in zip(totals, texts)) / len(texts)


def explained(command, rows):
    lines = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    result = subprocess.run([*command, "--explain"], input=lines, capture_output=True, text=True, check=True)
    answers = {answer["id"]: answer for answer in map(json.loads, result.stdout.splitlines())}
    return [answers[row["id"]] for row in rows]


def terms(evaluation, options, command):
    texts = []
    for name in sorted(set(sets(evaluation)) - LONG):
        rows = evaluation.load(name)
        texts += [Text(row, answer) for row, answer in zip(rows, explained(command, rows))]
    halves = {which: [text for text in texts if text.half == which] for which in "AB"}
    fitted = {which: fit(halves[which], options.strength) for which in "AB"}
    for which, other in ("AB", "BA"):
        before, after = judged(halves[other], {}), judged(halves[other], fitted[which])
        print(f"fitted on {which}, measured on {other}: loss {before[0]:.4f} -> {after[0]:.4f}, ", end="")
        print(f"accuracy {before[1]:.4f} -> {after[1]:.4f}")
    both = fit(texts, options.strength)
    texts_of = defaultdict(list)
    for text in texts:
        for term, amount in text.amounts.items():
            if amount:
                texts_of[term].append(text)
    print("\nterm                              texts  right |     A      B    all")
    for term in sorted(both, key=lambda term: -abs(both[term] - 1) * math.sqrt(len(texts_of[term]))):
        a, b = (fitted[which].get(term, 1.0) for which in "AB")
        if len(texts_of[term]) < TEXTS_MIN or (a - 1) * (b - 1) <= 0 or abs(both[term] - 1) < 0.1:
            continue
        right = sum(label_of(text.total({})) == text.label for text in texts_of[term]) / len(texts_of[term])
        print(f"{term:32.32s} {len(texts_of[term]):6d}   {right:.2f} | {a:5.2f}  {b:5.2f}  {both[term]:5.2f}")


# ------------------------------------------------------------------------------------------------
# Constants


def written(path, constants):
    path.write_text("".join(f"{name}\t{value:g}\tfitted\n" for name, value in constants.items()))


def gains(evaluation, command, constants, folder):
    """For each half the sum over the sets of accuracy, macro-F1 and half the correlation, in hundredths."""
    path = Path(folder) / "weights.tsv"
    written(path, constants)
    found = dict.fromkeys("AB", 0.0)
    for name in sets(evaluation):
        rows = evaluation.load(name)
        answers = evaluation.ask([*command, "--lexicon", str(path)], rows)
        for which in "AB":
            kept = [index for index, row in enumerate(rows) if half(row) == which]
            f = evaluation.sentiment_task(
                [rows[i] for i in kept], [answers[i] for i in kept], evaluation.SENTIMENT_SETS[name]
            )
            found[which] += 100 * (f["acc"] + f["macro_f1"] + 0.5 * (f.get("r") or 0))
    return found


def weights(evaluation, options, command):
    lines = (Path(options.lists) / "weights.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    start = {name: float(value) for name, value, *_ in rows if name not in NOT_FITTED}
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        first = best = gains(evaluation, command, start, folder)
        constants = dict(start)
        until = time.monotonic() + options.seconds
        while time.monotonic() < until:
            tried = dict(constants)
            for name in chance.sample(sorted(tried), chance.randint(1, 4)):
                tried[name] = round(tried[name] * math.exp(chance.gauss(0, STEP)), 3)
            found = gains(evaluation, command, tried, folder)
            if found != best and all(found[which] >= best[which] for which in "AB"):
                best, constants = found, tried
                changed = {name: value for name, value in constants.items() if value != start[name]}
                print(f"A {best['A'] - first['A']:+.2f}  B {best['B'] - first['B']:+.2f}  {changed}", flush=True)


def main():
    arguments, command = divided(__doc__)
    parser = argparse.ArgumentParser(usage=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    for task in (terms, weights):
        added = tasks.add_parser(task.__name__)
        added.set_defaults(run=task)
        added.add_argument("evaluation")
        if task is terms:
            added.add_argument("--strength", type=float, default=15.0)
        else:
            added.add_argument("lists")
            added.add_argument("--seconds", type=float, default=600)
            added.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.run(loaded(options.evaluation), options, command)


if __name__ == "__main__":
    main()
