#!/usr/bin/env python3
"""Prints the figures that SurveyResultsTests expects, worked out from the answers themselves with the standard library and
SciPy: no code and no sums are shared with the server. The answers come from the same generator (SplitMix64, seed 7).

    python3 Tests/SurveysTests/Fixtures/survey-results.py
"""
import statistics as st

from scipy.stats import t

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n


def responses(count):
    """nps 0-10; four likert items that lean the same way; every seventh response skips the last item."""
    random = SplitMix64(7)
    rows = []
    for index in range(count):
        nps = random.below(11)
        base = random.below(7)
        items = [min(7, max(1, base + random.below(3))) for _ in range(4)]
        if index % 7 == 6:
            items[3] = None
        minutes = random.below(2_000_000) / 1000
        rows.append((nps, items, minutes))
    return rows


def main():
    rows = responses(500)
    nps = [row[0] for row in rows]
    n = len(nps)
    values = [1 if x >= 9 else -1 if x <= 6 else 0 for x in nps]
    score = 100 * sum(values) / n
    half = float(t.ppf(0.975, n - 1)) * 100 * st.stdev(values) / n**0.5
    print(f"nps {score!r} {score - half!r} {score + half!r}")
    print(f"nps-mean {st.mean(nps)!r} {st.stdev(nps)!r}")
    print(f"top-two {sum(1 for x in nps if x >= 9) / n!r}")
    whole = [row[1] for row in rows if None not in row[1]]
    k = 4
    parts = sum(st.variance([row[i] for row in whole]) for i in range(k))
    alpha = k / (k - 1) * (1 - parts / st.variance([sum(row) for row in whole]))
    print(f"alpha {len(whole)} {alpha!r}")
    means = [sum(row) / k for row in whole]
    print(f"group-mean {st.mean(means)!r} {st.stdev(means)!r}")
    minutes = [row[2] for row in rows]
    print(f"number {st.mean(minutes)!r} {st.stdev(minutes)!r}")


main()
