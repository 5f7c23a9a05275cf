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


def goodput(arguments):
    """At the peak each of 50 connections has 16 or 1,024 requests in flight all the time. Over it, requests fall due at 2 and 10
    times the peak's rate, for clients that have no more than that in flight. Goodput is told of the higher peak, and the p99 of the
    accepted beside that of the peak with as many in flight: most of it is the client's own queue."""
    server = Server()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("The agent was rude at first, but she apologised, and nobody called me back about the refund. " * arguments.sentences)
        file.flush()
        peaks = {depth: bench(server, file.name, "--pipeline", str(depth)) for depth in (16, 1024)}
        peak = max(peaks.values(), key=lambda row: row["submissions_per_s"])
        rows = []
        for depth in peaks:
            for factor in (2, 10):
                row = bench(server, file.name, "--pipeline", str(depth), "--from-sending", "--rate", str(factor * peak["submissions_per_s"]))
                rows.append({"in_flight": depth, "factor": factor, "goodput": round(row["submissions_per_s"] / peak["submissions_per_s"], 3),
                             "goodput_per_cpu": round(peak["server_cpu_us"] / row["server_cpu_us"], 3),
                             "accepted_p50_ms": milliseconds(row["p50_us"]), "accepted_p99_ms": milliseconds(row["p99_us"]),
                             "p99_of_peak": round(row["p99_us"] / peaks[depth]["p99_us"], 2),
                             "refused_per_s": round(row["errors"] / row["seconds"]), "refused_p50_ms": milliseconds(row["errors_p50_us"]),
                             "refused_p99_ms": milliseconds(row["errors_p99_us"])})
    figures = {"peaks": {depth: {"per_s": round(row["submissions_per_s"]), "p99_ms": milliseconds(row["p99_us"]),
                                 "cpu_us": row["server_cpu_us"]} for depth, row in peaks.items()}, "over": rows}
    code = server.stop()
    report({**figures, "exit": code}, code == 0 and all(
        row["goodput"] >= 0.95 and row["p99_of_peak"] <= 2 and row["refused_p99_ms"] <= 1 for row in rows))


def milliseconds(microseconds):
    return round(microseconds / 1000, 2)


def bench(server, file, *options):
    command = [PROGRAM, "bench", "--server-pid", str(server.process.pid), "--server", f"localhost:{server.port}", "--ca", server.folder.name + "/certs/ca.pem", "--file", file,
               "--connections", "50", "--seconds", "5", "--warmup", "2", "--json", *options]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["hoard", "goodput"])
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--sentences", type=int, default=10)
    arguments = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    share_the_machine()
    globals()[arguments.what](arguments)


if __name__ == "__main__":
    main()
