"""Works out the expected figures of StatisticsTests with SciPy, independently of the ledger's own code.

Run from the repository's root: python3 Tests/AggregationTests/Fixtures/statistics.py
It writes Tests/AggregationTests/StatisticsFixture.swift. Last run with SciPy 1.17.1.
"""

import os
import subprocess

import numpy
from scipy import stats

here = os.path.dirname(os.path.abspath(__file__))
lines = [
    "// Written by Fixtures/statistics.py with SciPy; do not edit.",
    "",
    "enum StatisticsFixture {",
]


def table(name, kind, rows):
    lines.append(f"    static let {name}: [{kind}] = [")
    for row in rows:
        lines.append("        (" + ", ".join(repr(value) for value in row) + "),")
    lines.append("    ]")


def means():
    """Scores in ten-thousandths: mean, 95 % interval of Student's t, standard deviation."""
    random = numpy.random.default_rng(1)
    samples = [[5, -5], [10_000, 10_000, 9_999], [-10_000, 10_000, 0, 1], [7] * 9]
    samples += [random.integers(-10_000, 10_001, n).tolist() for n in (12, 31, 200, 201, 202, 5_000)]
    rows = []
    for sample in samples:
        values = numpy.array(sample) / 10_000
        mean, deviation, n = values.mean(), values.std(ddof=1), len(values)
        low, high = (mean, mean) if deviation == 0 else stats.t.interval(0.95, n - 1, mean, deviation / n**0.5)
        whole = [int(value) for value in sample]
        rows.append((n, sum(whole), sum(value * value for value in whole), *map(float, (mean, low, high, deviation))))
    return rows


def shares():
    """The Wilson interval, without continuity correction."""
    rows = []
    for k, n in [(0, 1), (1, 1), (0, 10), (3, 10), (50, 100), (1, 1_000), (999_999, 1_000_000)]:
        interval = stats.binomtest(k, n).proportion_ci(0.95, "wilson")
        rows.append((k, n, float(interval.low), float(interval.high)))
    return rows


table("means", "(n: Int64, sum: Int64, squares: Int64, mean: Double, low: Double, high: Double, deviation: Double)", means())
table("shares", "(n: Int64, of: Int64, low: Double, high: Double)", shares())
table(
    "student975",
    "(degrees: Int, point: Double)",
    [(n, float(stats.t.ppf(0.975, n))) for n in (1, 2, 3, 5, 10, 30, 100, 199, 200, 201, 300, 1_000, 1_000_000)],
)
table(
    "studentTails",
    "(t: Double, degrees: Double, probability: Double)",
    [(t, n, float(2 * stats.t.sf(abs(t), n))) for t in (0.0, 0.5, -1.5, 2.2, 8.0, 40.0) for n in (1.0, 2.5, 17.3, 400.0)],
)
table("normalTails", "(z: Double, probability: Double)", [(z, float(2 * stats.norm.sf(abs(z)))) for z in (0.0, -1.0, 1.96, 5.0, 20.0)])
lines.append("}")
path = os.path.join(here, "..", "StatisticsFixture.swift")
with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
subprocess.run(["swift", "format", "-i", path], check=True)
