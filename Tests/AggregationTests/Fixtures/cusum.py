#!/usr/bin/env python3
"""Average run lengths of a two-sided CUSUM of standard normal observations with reference value k and limit h, by the
Markov chain of Brook and Evans (1972): the way from 0 to h is cut into cells, the expected number of steps solves
(I - Q) a = 1. One side at a time; 1/ARL = 1/ARL+ + 1/ARL-. Only the standard library.

    python3 Tests/AggregationTests/Fixtures/cusum.py
"""
from statistics import NormalDist

CDF = NormalDist().cdf


def one_sided(k, h, shift=0.0, cells=200):
    w = 2 * h / (2 * cells - 1)
    # Cell 0 is everything up to w/2, cell i the interval around i*w.
    q = [[0.0] * cells for _ in range(cells)]
    for i in range(cells):
        for j in range(cells):
            low = -float("inf") if j == 0 else (j - i - 0.5) * w
            high = (j - i + 0.5) * w
            a = CDF(high + k - shift)
            b = 0.0 if j == 0 else CDF(low + k - shift)
            q[i][j] = a - b
    return solve(q)[0]


def solve(q):
    n = len(q)
    m = [[(1.0 if i == j else 0.0) - q[i][j] for j in range(n)] + [1.0] for i in range(n)]
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(m[r][c]))
        m[c], m[p] = m[p], m[c]
        d = m[c][c]
        row = m[c]
        for r in range(c + 1, n):
            f = m[r][c] / d
            if f:
                t = m[r]
                for x in range(c, n + 1):
                    t[x] -= f * row[x]
    a = [0.0] * n
    for r in range(n - 1, -1, -1):
        a[r] = (m[r][n] - sum(m[r][x] * a[x] for x in range(r + 1, n))) / m[r][r]
    return a


def two_sided(k, h, shift=0.0, cells=200):
    up = one_sided(k, h, shift, cells)
    down = one_sided(k, h, -shift, cells)
    return 1 / (1 / up + 1 / down)


def main():
    k = 0.25
    for h in (4.0, 8.0, 16.4):
        print(f"{h} {two_sided(k, h):.6g} {two_sided(k, h, 0.5):.5g} {two_sided(k, h, 1.0):.5g}")


if __name__ == "__main__":
    main()
