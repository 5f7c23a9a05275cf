#!/usr/bin/env python3
"""Measures Earshot beside a Redis from the distribution: paired runs, one server after the other in every round.

    make bench                      # everything, into Tests/Results
    python3 Tests/bench/measure.py --rounds 3 --only interval-50x16

Each figure is the server process's user and system time for one request. The server has core 0 to itself, the load
generator (`earshot bench`, for both servers) core 1. A peer that is not installed is skipped, and that is said."""
import argparse
import datetime
import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import time

from servers import Earshot, Redis, Reference

# name: policy, connections, in flight, offered rate (0: as many as go)
CASES = {
    "interval-50x1": ("interval", 50, 1, 0),
    "interval-50x16": ("interval", 50, 16, 0),
    "interval-50x64": ("interval", 50, 64, 0),
    "interval-8x1": ("interval", 8, 1, 0),
    "interval-256x1": ("interval", 256, 1, 0),
    "always-50x1": ("always", 50, 1, 0),
    "always-50x16": ("always", 50, 16, 0),
    "always-256x1": ("always", 256, 1, 0),
    "interval-20000/s": ("interval", 50, 64, 20_000),
}
# `minimal` is Earshot too, with replies that say, as those of Redis do, only that it is stored.
OURS = ["earshot", "minimal"]
DIALECTS = OURS + ["store12", "store3", "xadd"]
# Where the reference in C (servers.py) is measured too: it has no policies.
REFERENCE_CASES = ["interval-50x1", "interval-50x64"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--earshot", default=".build/release/earshot")
    parser.add_argument("--certs", default="certs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--only", action="append", help="a case; may be given again")
    parser.add_argument("--out", default=f"Tests/Results/{datetime.date.today()}-servers.json")
    return parser.parse_args()


def server(options, dialect, policy):
    if dialect in OURS:
        return Earshot(options.earshot, options.certs, policy)
    if dialect == "reference":
        return Reference(options.certs)
    return Redis(options.certs, policy)


def load(options, running, dialect, connections, pipeline, rate=0, warmup=0.5):
    """One run of the load generator; what it printed."""
    speaks = {"reference": "line", "minimal": "earshot"}.get(dialect, dialect)
    command = [
        os.path.abspath(options.earshot), "bench", "--server", f"127.0.0.1:{running.port}",
        "--ca", f"{running.certs}/ca.pem", "--dialect", speaks, "--connections", str(connections),
        "--pipeline", str(pipeline), "--seconds", str(options.seconds), "--warmup", str(warmup),
        "--server-pid", str(running.process.pid), "--json",
    ]
    if dialect == "minimal":
        command += ["--return", "minimal"]
    if rate:
        command += ["--rate", str(rate)]
    if os.cpu_count() > 1:
        command = ["taskset", "-c", "1"] + command
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def run_case(options, name, dialects):
    """`rounds` paired runs; by dialect the list of what was found."""
    policy, connections, pipeline, rate = CASES[name]
    dialects = dialects + (["reference"] if Reference.version() and name in REFERENCE_CASES else [])
    found = {dialect: [] for dialect in dialects}
    for _ in range(options.rounds):
        for dialect in dialects:
            with server(options, dialect, policy) as running:
                found[dialect].append(load(options, running, dialect, connections, pipeline, rate))
    for dialect in dialects:
        cpu = [run["server_cpu_us"] for run in found[dialect]]
        print(f"{name:18} {dialect:8} {statistics.median(cpu):6.2f} µs ({min(cpu):.2f}–{max(cpu):.2f})", flush=True)
    return found


def idle_bytes(options, dialect, count=2000):
    """Memory that one idle TLS connection costs."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 200, max(count + 200, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    with server(options, dialect, "interval") as running:
        context = running.client_context()
        held = [connect(running, context, dialect)[0] for _ in range(100)]
        before = running.resident_bytes()
        held += [connect(running, context, dialect)[0] for _ in range(count)]
        time.sleep(0.5)
        used = running.resident_bytes() - before
        for connection in held:
            connection.close()
        return used / count


def connect(running, context, dialect, session=None):
    """A connection that has heard something of the server, so that its session ticket has come; and that session."""
    raw = socket.create_connection(("127.0.0.1", running.port))
    connection = context.wrap_socket(raw, server_hostname="127.0.0.1", session=session)
    if dialect != "earshot":
        connection.sendall(b"PING\r\n")
    connection.recv(4096)
    return connection, connection.session


def handshake_microseconds(options, dialect, resumed, count=500):
    """Server time of a connection: handshake, one line, end."""
    with server(options, dialect, "interval") as running:
        context = running.client_context()
        session = connect(running, context, dialect)[1] if resumed else None
        before = running.cpu_microseconds()
        for _ in range(count):
            connection, newer = connect(running, context, dialect, session)
            if resumed and not connection.session_reused:
                return None
            session = newer if resumed else None
            connection.close()
        return (running.cpu_microseconds() - before) / count


def scaling(options):
    """Server time of a submission with one loop and with two, for which the generator then shares their cores, and the share
    of the writer's thread: under `always` it does all of the writer's work, under `interval` the loops do most of it."""
    return {f"{policy}-{loops}": share_of_writer(options, policy, loops)
            for policy in ("interval", "always") for loops in ((1, 2) if os.cpu_count() > 1 else (1,))}


def share_of_writer(options, policy, loops):
    """Microseconds a submission: of all threads, of the loops, and of the writer's thread, in user and system time."""
    with Earshot(options.earshot, options.certs, policy, loops) as running:
        before = running.thread_microseconds()
        count = load(options, running, "earshot", 50, 16, warmup=0)["submissions"]
        after = running.thread_microseconds()
    times = {name: [(late - early) / count for early, late in zip(before[name], after[name])] for name in before}
    loops = [sum(time) for name, time in times.items() if name.startswith("loop-")]
    user, system = times["writer"]
    return {"all": sum(map(sum, times.values())), "loops": sum(loops), "writer_user": user, "writer_system": system}


def writer_limit(found):
    """At how many cores the one writer is the limit. A loop's core takes 1/loop submissions a microsecond and the writer's
    1/writer, so that it is busy with the work of loop/writer of them, beside its own core."""
    writer = found["writer_user"] + found["writer_system"]
    return {"cores": 1 + found["loops"] / writer, "submissions_per_s": 1e6 / writer}


def scorer_microseconds(options):
    """Processor time for one text of 40 words: our scorer from a pipe, with JSON in and out and its start, and Python VADER where it is installed."""
    words = "the agent was friendly but my order arrived late again and nobody called me back so i want a refund".split()
    texts = [" ".join(words[(i * 7 + j * 3) % len(words)] for j in range(40)) for i in range(20_000)]
    submissions = "\n".join(json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts))
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [options.earshot, "score", "--stdin"], input=submissions.encode(), stdout=subprocess.DEVNULL, check=True)
    found = {"earshot": (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - started) / len(texts) * 1e6}
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        print("skipped: Python VADER is not installed (pip install vaderSentiment)")
        return found
    analyzer = SentimentIntensityAnalyzer()
    started = time.process_time()
    for text in texts[:2000]:
        analyzer.polarity_scores(text)
    found["vader"] = (time.process_time() - started) / 2000 * 1e6
    return found


def processor():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())


def table(cases):
    """Medians, spread and ratios, as a table for the results."""
    print("\n| load | server | CPU a request, median (spread) | requests/s | p50 | p99 | Earshot costs | with minimal replies |")
    print("|---|---|---|---|---|---|---|---|")
    for name, found in cases.items():
        ours = [statistics.median(run["server_cpu_us"] for run in found[dialect]) for dialect in OURS]
        for dialect, runs in found.items():
            middle = {key: statistics.median(run[key] for run in runs) for key in ("server_cpu_us", "submissions_per_s", "p50_us", "p99_us")}
            cpu = [run["server_cpu_us"] for run in runs]
            ratios = ["" if dialect in OURS else f"{our / middle['server_cpu_us']:.2f} ×" for our in ours]
            print(
                f"| {name} | {dialect} | {middle['server_cpu_us']:.1f} µs ({min(cpu):.1f}–{max(cpu):.1f}) "
                f"| {middle['submissions_per_s']:,.0f} | {middle['p50_us'] / 1000:.2f} ms | {middle['p99_us'] / 1000:.2f} ms | {' | '.join(ratios)} |")


def main():
    options = arguments()
    version = Redis.version()
    dialects = DIALECTS if version else OURS
    if not version:
        print("skipped: Redis is not installed (apt-get install redis-server)")
    if not Reference.version():
        print("skipped: the reference in C is not there (../shared/bench/floor.c, and cc to build it)")
    results = {
        "date": str(datetime.date.today()), "machine": f"{processor()}, {os.cpu_count()} cores", "system": platform.platform(),
        "redis": version, "command": " ".join(["python3"] + sys.argv), "rounds": options.rounds,
    }
    results["cases"] = {name: run_case(options, name, dialects) for name in options.only or CASES}
    if not options.only:
        peers = ["earshot"] + (["xadd"] if version else [])
        results["idle_bytes"] = {dialect: idle_bytes(options, dialect) for dialect in peers}
        results["handshake_us"] = {dialect: handshake_microseconds(options, dialect, False) for dialect in peers}
        results["resumed_us"] = {dialect: handshake_microseconds(options, dialect, True) for dialect in peers}
        results["loops_us"] = scaling(options)
        results["writer_limit"] = writer_limit(results["loops_us"]["always-1"])
        results["scorer_us"] = scorer_microseconds(options)
    with open(options.out, "w") as file:
        json.dump(results, file, indent=1)
    table(results["cases"])
    for key in ("idle_bytes", "handshake_us", "resumed_us", "loops_us", "writer_limit", "scorer_us"):
        if key in results:
            print(f"{key}: {results[key]}")


if __name__ == "__main__":
    main()
