#!/usr/bin/env python3
"""More work than can be done, and more memory than there is, for a server of its own on loopback.

    python3 Tests/overload.py hoard      clients that ask for all they can and read nothing, in 256 MiB of memory
    python3 Tests/overload.py goodput    submissions at 2 and 10 times the rate that the server takes

`hoard` runs the server in a memory cgroup of 256 MiB where it can make one (root), else it watches what is resident.
Each prints its figures as one line of JSON and exits 1 if a bound is broken.
"""
import argparse
import json
import os
import resource
import ssl
import statistics
import subprocess
import tempfile
import threading
import time

from attack import LINE, PROGRAM, Server, ask, report, share_the_machine

LIMIT = 256 << 20


class MemoryGroup:
    """A cgroup that grants so many bytes, of either version; None of it where there are no rights to make one."""

    def __init__(self, byte_count):
        old, new = "/sys/fs/cgroup/memory", "/sys/fs/cgroup"
        parent, limit, swap = (old, "memory.limit_in_bytes", None) if os.path.isdir(old) else (new, "memory.max", "memory.swap.max")
        self.peak_name = "memory.max_usage_in_bytes" if parent == old else "memory.peak"
        self.path = os.path.join(parent, f"earshot-hoard-{os.getpid()}")
        try:
            os.mkdir(self.path)
            self.write(limit, byte_count)
            if swap:
                self.write(swap, 0)
        except OSError:
            self.path = None

    def write(self, name, value):
        with open(os.path.join(self.path, name), "w") as file:
            file.write(str(value))

    def join(self):
        if self.path:
            self.write("cgroup.procs", os.getpid())

    def peak(self):
        if not self.path:
            return None
        with open(os.path.join(self.path, self.peak_name)) as file:
            return int(file.read()) >> 20

    def remove(self):
        if self.path:
            os.rmdir(self.path)


def hoard(arguments):
    group = MemoryGroup(LIMIT)
    try:
        report(*hoarded(arguments, group))
    finally:
        group.remove()


def hoarded(arguments, group):
    """The figures, and whether they are within bounds."""
    server = Server("--memory", "205", "--output-seconds", "20", limit=group.join)
    feed(server)
    pages = b'VERBATIMS {"org":"hoard","limit":200}\n' * 1024
    dense = json.dumps({"text": "good bad " * 6000, "explain": True}).encode()
    kinds = [pages, b'EXPLAIN {"org":"hoard","id":"long-1"}\n' * 1024, b"SCORE " + dense + b"\n" + b"SCORE " + dense + b"\n",
             b"SUBMIT " + dense, b'ORGS {"limit":1000}\n' * 1024, b'REPORT {"org":"hoard","split":"channel"}\n' * 1024]
    stop, peak, clients = threading.Event(), [0], []

    def watch():
        while not stop.wait(0.02):
            peak[0] = max(peak[0], server.resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    turned_away = 0
    states, answers, start = set(), {"ok": 0, "refused": 0, "turned_away": 0}, time.monotonic()
    number = 0
    while time.monotonic() - start < arguments.seconds:
        if len(clients) < arguments.count:
            try:
                client = server.connect()
                client.setblocking(False)
                clients.append([client, kinds[number % len(kinds)], 0])
            except OSError:
                turned_away += 1
                time.sleep(0.05)
            number += 1
        for entry in clients[-200:]:
            push(entry, clients)
        if number % 20 == 0 or len(clients) >= arguments.count:
            states.add(probe(server, answers))
    stop.set()
    watcher.join()
    for client, _, _ in clients:
        client.close()
    time.sleep(3)
    alive = server.process.poll() is None
    after = server.status()["state"] if alive else None
    code = server.stop()
    figures = {"hoarders": len(clients), "turned_away": turned_away, "peak_mib": peak[0] >> 20, "cgroup_peak_mib": group.peak(),
               "probes": answers, "states": sorted(filter(None, states)), "state_after": after, "exit": code}
    return figures, alive and code == 0 and after == "ready" and peak[0] <= LIMIT and answers["ok"] > 0


def feed(server):
    """An organisation with long verbatims and many short ones."""
    client = server.connect()
    for number in range(300):
        text = ("The agent was rude but the delivery came on time. " * 1000)[:50_000]
        ask(client, b"SUBMIT " + json.dumps({"org": "hoard", "id": f"long-{number}", "text": text}).encode() + b"\n")
    for number in range(1000):
        ask(client, b"SUBMIT " + json.dumps({"org": f"org-{number}", "text": "fine", "channel": "web"}).encode() + b"\n")
    client.close()


def push(entry, clients):
    """Sends what the server takes, and forgets who was ended."""
    client, line, place = entry
    try:
        entry[2] += client.send(line[place:place + 16384])
        if entry[2] == len(line):
            entry[2] = 0 if line.endswith(b"\n") else entry[2]
    except (ssl.SSLWantWriteError, BlockingIOError):
        pass
    except (OSError, ValueError):
        clients.remove(entry)


def probe(server, answers):
    """What an honest client is told meanwhile."""
    try:
        client = server.connect()
        client.settimeout(10)
        state = json.loads(ask(client, b"STATUS\n")[3:])["state"]
        for line in (LINE, b'VERBATIMS {"org":"org-1","limit":5}\n', b'REPORT {"org":"org-1"}\n'):
            answers["ok" if ask(client, line).startswith(b"OK") else "refused"] += 1
        client.close()
        return state
    except (OSError, ConnectionError):
        answers["turned_away"] += 1
        return None


# How many times what the server takes is asked for.
FACTORS = (2, 10)


def goodput(arguments):
    """How much is stored when more is asked for. Each overload runs between two runs of the peak and is held against their
    mean, so that what the server has stored and what else the machine does weigh on both alike; no snapshot is taken; medians
    of the rounds are told. More clients are told of without a bound: most of a latency is the queue of what is in flight
    (Little 1961), and the state of a thousand connections takes the processor's cache."""
    rows = []
    for connections, depth in ((50, 16), (50, 1024), (1024, 1)):
        rows += impatient(arguments, connections, depth)
    rows += limited(arguments)
    bounded = len(rows)
    rows += crowd(arguments)
    for row in rows:
        print(json.dumps(row), flush=True)
    report({"rows": len(rows)}, all(row["goodput"] >= 0.95 and row["p99_of_peak"] <= 2 and row["refused_p99_ms"] <= 1
                                    for row in rows[:bounded]))


def impatient(arguments, connections, depth):
    """The rows of clients that are asked for more than they can have in flight, beside those that just have that."""
    kind = ["--connections", str(connections), "--pipeline", str(depth)]
    pairs = in_turns(arguments, kind, lambda rate: [[*kind, "--from-sending", "--rate", str(factor * rate)] for factor in FACTORS])
    return [row(f"{connections} x {depth}", factor, of) for factor, of in zip(FACTORS, pairs)]


def crowd(arguments):
    """The rows of 2 and 10 times as many clients."""
    kinds = [["--connections", str(100 * factor), "--pipeline", "16"] for factor in (1, *FACTORS)]
    pairs = in_turns(arguments, kinds[0], lambda _: kinds[1:])
    return [row("100 x 16, more of them", factor, of) for factor, of in zip(FACTORS, pairs)]


def in_turns(arguments, peak_kind, over_kinds):
    """Runs the peak and what is over it in turn, on a server of their own: for each kind of overload the pairs of its runs
    and the means of the peaks before and after them."""
    server = Server("--snapshot-records", str(1 << 30))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("The agent was rude at first, but she apologised, and nobody called me back about the refund. " * arguments.sentences)
        file.flush()
        pairs = [[] for _ in FACTORS]
        before = bench(server, "--file", file.name, *peak_kind)
        for _ in range(arguments.rounds):
            for found, kind in zip(pairs, over_kinds(before["submissions_per_s"])):
                over = bench(server, "--file", file.name, *kind)
                after = bench(server, "--file", file.name, *peak_kind)
                found.append((of_each(statistics.mean, (before, after)), over))
                before = after
    stopped(server)
    return pairs


def limited(arguments, allowed=4000):
    """The rows of a principal that asks for 2 and 10 times what it may store in a second, beside one that keeps within it."""
    server = Server()
    common = ["--server", f"localhost:{server.port}", "--ca", server.folder.name + "/certs/ca.pem"]
    subprocess.run([PROGRAM, "org", "add", "bench-0000", *common], check=True, stdout=subprocess.DEVNULL)
    token = subprocess.run([PROGRAM, "token", "add", "busy", "--role", "operate", "--submissions-per-second", str(allowed), *common],
                           check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    kind = ["--organisations", "1", "--pipeline", "16", "--from-sending"]
    pairs = [[] for _ in FACTORS]
    for _ in range(arguments.rounds):
        within, *over = [bench(server, *kind, "--rate", str(factor * allowed), token=token) for factor in (0.9, *FACTORS)]
        for found, run in zip(pairs, over):
            found.append(({**within, "submissions_per_s": allowed}, run))
    stopped(server)
    return [row(f"may store {allowed} a second", factor, of) for factor, of in zip(FACTORS, pairs)]


def stopped(server):
    """The server has to end as if nothing had been."""
    if (code := server.stop()) != 0:
        raise SystemExit(f"the server ended with {code}")


def of_each(middle, runs):
    """The mean or the median of each figure of several runs."""
    return {name: middle(run[name] for run in runs) for name in runs[0] if isinstance(runs[0][name], (int, float))}


def row(clients, factor, pairs):
    """The medians of the ratios of paired runs, and of the figures themselves."""
    peak, found = (of_each(statistics.median, runs) for runs in zip(*pairs))
    ratio = {name: statistics.median(over[name] / at_peak[name] for at_peak, over in pairs)
             for name in ("submissions_per_s", "server_cpu_us", "p99_us")}
    return {"clients": clients, "factor": factor, "peak_per_s": round(peak["submissions_per_s"]),
            "goodput": round(ratio["submissions_per_s"], 3),
            "goodput_by_cpu": round(1 / ratio["server_cpu_us"], 3),
            "server_cpu_us": [round(run["server_cpu_us"], 1) for run in (peak, found)],
            "accepted_p50_ms": milliseconds(found["p50_us"]), "accepted_p99_ms": milliseconds(found["p99_us"]),
            "p99_of_peak": round(ratio["p99_us"], 2), "refused_per_s": round(found["errors"] / found["seconds"]),
            "refused_p50_ms": milliseconds(found["errors_p50_us"]), "refused_p99_ms": milliseconds(found["errors_p99_us"])}


def milliseconds(microseconds):
    return round(microseconds / 1000, 2)


def bench(server, *options, token=None):
    command = [PROGRAM, "bench", "--server-pid", str(server.process.pid), "--server", f"localhost:{server.port}", "--ca", server.folder.name + "/certs/ca.pem",
               "--seconds", "3", "--warmup", "2.5", "--json", *options]
    environment = {**os.environ, **({"EARSHOT_TOKEN": token} if token else {})}
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["hoard", "goodput"])
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--sentences", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    share_the_machine()
    globals()[arguments.what](arguments)


if __name__ == "__main__":
    main()
