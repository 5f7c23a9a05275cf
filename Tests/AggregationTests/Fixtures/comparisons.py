"""Works out the expected figures of ComparisonTests and DriverTests, independently of the ledger's own code: Welch's test and the
false discovery rate with SciPy, shares with statsmodels, the net promoter score and Johnson's relative weights with NumPy
(by the singular value decomposition of the data, where the ledger takes the eigenvectors of the correlations).

Run from the repository's root: python3 Tests/AggregationTests/Fixtures/comparisons.py
It writes Tests/AggregationTests/ComparisonFixture.swift. Last run with SciPy 1.17.1, statsmodels 0.15.0, NumPy 2.4.6.
"""

import os
import subprocess

import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

here = os.path.dirname(os.path.abspath(__file__))
random = numpy.random.default_rng(7)
lines = [
    "// Written by Fixtures/comparisons.py with SciPy, statsmodels and NumPy; do not edit.",
    "",
    "enum ComparisonFixture {",
]


def table(name, kind, rows):
    lines.append(f"    static let {name}: [{kind}] = [")
    for row in rows:
        lines.append("        (" + ", ".join(map(literal, row)) + "),")
    lines.append("    ]")


def literal(value):
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def sums(sample):
    return [len(sample), int(sum(sample)), int(sum(int(value) ** 2 for value in sample))]


def welch():
    """Scores in ten-thousandths: sums of both samples, difference, interval, t, degrees of freedom, p."""
    pairs = [([1, 3], [2, 9]), ([0, 0, 0], [5, 7]), ([-10_000, 10_000], [10_000, 9_999, 10_000])]
    for n, m in [(2, 40), (12, 9), (500, 31), (4_000, 5_000)]:
        pairs.append((random.integers(-9_000, 9_001, n).tolist(), random.integers(-7_000, 10_001, m).tolist()))
    rows = []
    for a, b in pairs:
        x, y = numpy.array(a) / 10_000, numpy.array(b) / 10_000
        test = stats.ttest_ind(x, y, equal_var=False)
        interval = test.confidence_interval(0.95)
        rows.append(
            (sums(a), sums(b), *map(float, (x.mean() - y.mean(), interval.low, interval.high, test.statistic, test.df, test.pvalue)))
        )
    return rows


def shares():
    """Counts of both samples, Newcombe's interval, z with the pooled variance, p."""
    rows = []
    for a, n, b, m in [(3, 10, 6, 10), (0, 12, 4, 9), (56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (501, 1_000, 4_800, 10_000)]:
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
        z = test_proportions_2indep(a, n, b, m, method="score", compare="diff", correction=False)
        rows.append(([a, n], [b, m], *map(float, (low, high, z.statistic, z.pvalue))))
    return rows


def promoters():
    """Promoters, passives and detractors of both samples, difference of the scores, its interval, z, p."""
    rows = []
    for first, second in [((50, 30, 20), (40, 30, 30)), ((1, 0, 1), (1, 1, 0)), ((700, 200, 100), (5, 5, 5)), ((0, 9, 1), (9, 1, 0))]:
        def score(counts):
            answers = numpy.repeat([1.0, 0.0, -1.0], counts)
            return answers.mean(), answers.var() / len(answers)

        (a, va), (b, vb) = score(first), score(second)
        error = (va + vb) ** 0.5
        z = (a - b) / error
        half = stats.norm.ppf(0.975) * error
        rows.append((list(first), list(second), *map(float, (a - b, a - b - half, a - b + half, z, 2 * stats.norm.sf(abs(z))))))
    return rows


def discoveries():
    rows = []
    for sample in [[0.5], [0.01, 0.02, 0.03, 0.04, 0.05], [0.9, 0.001, 0.2, 0.2, 0.04, 0.0004], random.random(25).round(4).tolist()]:
        expected = multipletests(sample, method="fdr_bh")[1]
        assert numpy.allclose(expected, stats.false_discovery_control(sample))
        rows.append((sample, list(map(float, expected))))
    return rows


def weights(x, y):
    """Johnson (2000): Z = P D Q', the nearest orthogonal variables P Q', loadings Q D Q'."""
    z = (x - x.mean(0)) / x.std(0) / len(x) ** 0.5
    target = (y - y.mean()) / y.std() / len(y) ** 0.5
    p, d, q = numpy.linalg.svd(z, full_matrices=False)
    loadings = q.T @ numpy.diag(d) @ q
    paths = (p @ q).T @ target
    return (loadings**2 @ paths**2).tolist(), float(1 - numpy.linalg.lstsq(z, target, rcond=None)[1][0])


def drivers():
    """Texts with the sides of four dimensions (1, 0, -1) and a compound; what moves the compound."""
    n = 240
    mood = random.normal(size=n)
    x = numpy.column_stack([numpy.where(random.random(n) < 0.6, 0, numpy.sign(mood + random.normal(size=n) * noise)) for noise in (0.3, 0.8, 1.5, 9)])
    y = (numpy.tanh(0.6 * x[:, 0] + 0.3 * x[:, 1] - 0.05 * x[:, 2] + random.normal(size=n) * 0.4) * 10_000).round()
    parts, explained = weights(x, y)
    effects = []
    for column in range(4):
        without = y[x[:, column] == 0] / 10_000
        row = []
        for side in (1, -1):
            part = y[x[:, column] == side] / 10_000
            test = stats.ttest_ind(part, without, equal_var=False)
            interval = test.confidence_interval(0.95)
            row += [float(len(part)), float(part.mean() - without.mean()), float(interval.low), float(interval.high)]
        effects.append(row)
    texts = [[*map(int, sides), int(outcome)] for sides, outcome in zip(x, y)]
    lines.append(f"    static let texts: [[Int]] = {literal(texts)}")
    lines.append(f"    static let effects: [[Double]] = {literal(effects)}")
    lines.append(f"    static let weights: [Double] = {literal(parts)}")
    lines.append(f"    static let explained: Double = {literal(explained)}")


table(
    "welch",
    "(first: [Int64], second: [Int64], difference: Double, low: Double, high: Double, t: Double, degrees: Double, p: Double)",
    welch(),
)
table("shares", "(first: [Int64], second: [Int64], low: Double, high: Double, z: Double, p: Double)", shares())
table(
    "promoters",
    "(first: [Int64], second: [Int64], difference: Double, low: Double, high: Double, z: Double, p: Double)",
    promoters(),
)
table("discoveries", "(given: [Double], adjusted: [Double])", discoveries())
drivers()
lines.append("}")
path = os.path.join(here, "..", "ComparisonFixture.swift")
with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
subprocess.run(["swift", "format", "-i", path], check=True)
