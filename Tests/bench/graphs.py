#!/usr/bin/env python3
"""Draws the results of measure.py and ledger.py as SVG: requests a second and latency over the requests in flight and over
the connections, memory over the organisations.

    python3 Tests/bench/graphs.py Tests/Results/2026-11-23-servers.json    # writes FILE-throughput.svg, FILE-latency.svg, …"""
import json
import math
import re
import statistics
import sys

NAMES = {
    "earshot": "Earshot, with scoring", "minimal": "Earshot, minimal replies",
    "store12": "Redis, stores and counts 12 figures",
    "store3": "Redis, stores and counts 3 figures", "xadd": "Redis, only stores",
    "reference": "C, without rules", "hashes": "Redis, the same counters in hashes",
}
COLOURS = {"earshot": "#0b6e4f", "minimal": "#5aa469", "store12": "#8a1c1c", "store3": "#c8553d", "xadd": "#7d8597", "reference": "#3a5a98",
           "hashes": "#8a1c1c"}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 70, 250, 40, 50


IN_FLIGHT = (r"interval-50x(\d+)$", "requests in flight on each of 50 connections")
CONNECTIONS = (r"interval-(\d+)x1$", "connections, one request in flight on each")


def points(results, cases, figure):
    """By server: (requests in flight or connections, median), over the cases whose names match."""
    lines = {}
    for name, found in results["cases"].items():
        match = re.match(cases, name)
        if not match:
            continue
        for dialect, runs in found.items():
            lines.setdefault(dialect, []).append((int(match[1]), statistics.median(run[figure] for run in runs)))
    return {dialect: sorted(found) for dialect, found in lines.items()}


def text(x, y, words, anchor="start", colour="#222"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def draw(title, unit, axis, lines, show):
    """A line for each server; both axes are logarithmic."""
    depths = sorted({depth for found in lines.values() for depth, _ in found})
    values = [value for found in lines.values() for _, value in found]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def place(depth, value):
        across = (math.log2(depth) - math.log2(depths[0])) / max(1, math.log2(depths[-1]) - math.log2(depths[0]))
        up = (math.log10(value) - low) / max(1, high - low)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', text(LEFT, 20, f"{title} ({unit})"),
    ]
    for power in range(low, high + 1):
        y = place(depths[0], 10**power)[1]
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(text(LEFT - 6, y + 4, show(10**power), "end"))
    for depth in depths:
        out.append(text(place(depth, 10**low)[0], HEIGHT - BOTTOM + 18, str(depth), "middle"))
    out.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, axis, "middle"))
    for row, (dialect, found) in enumerate(lines.items()):
        spots = [place(depth, value) for depth, value in found]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[dialect]}" stroke-width="2"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[dialect]}"/>' for x, y in spots]
        out.append(text(WIDTH - RIGHT + 14, TOP + 20 * row + 12, NAMES[dialect], colour=COLOURS[dialect]))
    return "\n".join(out + ["</svg>", ""])


def main():
    path = sys.argv[1]
    with open(path) as file:
        results = json.load(file)
    stem = path.removesuffix(".json")
    graphs = {}
    for ending, (cases, axis) in (("", IN_FLIGHT), ("-connections", CONNECTIONS)):
        graphs["throughput" + ending] = (
            "Requests a second", "one core", axis, points(results, cases, "submissions_per_s"), lambda value: f"{value:,.0f}")
        graphs["latency" + ending] = (
            "Latency, 99 of 100 below", "ms, at full load", axis, points(results, cases, "p99_us"), lambda value: f"{value / 1000:g}")
    memory = results.get("ledger", {}).get("memory_by_organisations", {})
    graphs["memory"] = (
        "Memory", "MB, 20 submissions each", "organisations", {name: line for name, line in memory.items() if line},
        lambda value: f"{value / 1e6:g}")
    for name, graph in graphs.items():
        if graph[3]:
            with open(f"{stem}-{name}.svg", "w") as file:
                file.write(draw(*graph))


if __name__ == "__main__":
    main()
