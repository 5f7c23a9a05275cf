#!/usr/bin/env python3
"""Measures what the size of the ledger costs: recovery, snapshots, a snapshot under load, memory.

    python3 Tests/bench/ledger.py recovery --submissions 2000000      # kill -9's journal, no snapshot: how long until it listens
    python3 Tests/bench/ledger.py snapshot --organisations 100000     # a start from a snapshot alone
    python3 Tests/bench/ledger.py stall --organisations 1000000       # latency under load, without and with a snapshot
    python3 Tests/bench/ledger.py memory                              # bytes an organisation, beside Redis hashes
    python3 Tests/bench/ledger.py organisations                       # bytes of 100, 1,000, 10,000 of them, beside Redis hashes
    python3 Tests/bench/ledger.py beside --out FILE                   # memory, loading and recovery beside Redis, added to FILE

The folders are made by `earshot-parts`, in a temporary folder that is removed. Loopback only."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Client, Server  # noqa: E402
from storing_redis import StoringRedis, command, is_installed  # noqa: E402

SHAPES = ("1,1,1", "20,20,1", "1000,8,1", "1000,168,1", "1000,168,5", "10000,336,5")
# How many organisations of how many submissions, hours and channels are drawn over each other.
ORGANISATIONS, SMALL = (3_000, 10_000, 30_000), "20,20,1"


def resident_mib(process):
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


class Bench:
    """A temporary folder with certificates and a data folder."""

    def __init__(self, options):
        self.options = options
        self.servers = []
        self.earshot = os.path.abspath(os.path.join(options.build, "earshot"))
        self.parts = os.path.abspath(os.path.join(options.build, "earshot-parts"))

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="earshot-ledger-")
        self.certs, self.data = os.path.join(self.folder, "certs"), os.path.join(self.folder, "data")
        subprocess.run([self.earshot, "certificates", self.certs], check=True, capture_output=True)
        return self

    def __exit__(self, *_):
        for server in self.servers:
            if server.process.poll() is None:
                server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def say(self, *arguments):
        """What `earshot-parts` prints."""
        return subprocess.run([self.parts, *arguments], check=True, capture_output=True, text=True).stdout

    def make_folder(self, *shape):
        shutil.rmtree(self.data, ignore_errors=True)
        print(self.say("--folder", self.data, "--submissions", str(self.options.submissions), "--organisations",
                       str(self.options.organisations), "--days", str(self.options.days), *shape), end="")
        size = sum(os.path.getsize(os.path.join(self.data, name)) for name in os.listdir(self.data))
        held = shape[1] if shape else f"{self.options.submissions} submissions"
        print(f"{self.options.organisations} organisations, {held}, {size / 2**20:.0f} MiB")

    def opened(self):
        """A server once it listens; tells what opening the folder took."""
        start = time.monotonic()
        server = Server(self.earshot, self.certs, self.data, fsync="os").listening()
        self.servers.append(server)
        elapsed = time.monotonic() - start
        client = Client(server.port, os.path.join(self.certs, "ca.pem"))
        recovery = client.ask("STATUS")[1]["durability"]["recovery"]
        client.close()
        self.recovery_seconds = recovery["ms"] / 1000
        with open(f"/proc/{server.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        print(f"listens after {elapsed:.2f} s; of them recovery {recovery['ms'] / 1000:.2f} s, {recovery['records']} records; "
              f"{cpu:.2f} s of processor time; {resident_mib(server.process):.0f} MiB", flush=True)
        return server

    def stop(self, server):
        start = time.monotonic()
        server.process.terminate()
        server.process.wait()
        return time.monotonic() - start


def recovery(bench):
    """Reads a journal, and a Redis's append-only file in which the same submissions are stored, and nothing counted."""
    count = bench.options.submissions
    bench.make_folder()
    bench.opened()
    figures = {"records": count, "earshot_s": bench.recovery_seconds}
    if is_installed():
        lines = bench.say("--sample").splitlines()
        with StoringRedis("--appendonly", "yes", "--appendfsync", "no", "--auto-aof-rewrite-percentage", "0") as redis:
            redis.send(command("XADD", f"s:bench-{number % bench.options.organisations:04}", "*", "d", lines[number % len(lines)])
                       for number in range(count))
            figures["redis_s"] = redis.seconds_to_load()
    return beside(figures, "records")


def beside(figures, what):
    """Prints how many a second were read, and by how much we are faster."""
    print(", ".join(f"{name} {figures[what] / figures[key]:,.0f} {what} a second" for name, key in
                    (("Earshot", "earshot_s"), ("Redis", "redis_s")) if key in figures), end="")
    print(f": {figures['redis_s'] / figures['earshot_s']:.2f} times as fast" if "redis_s" in figures else "")
    return figures


def tallies(bench, shape="20,20,1"):
    """Loads a snapshot of tallies, and a Redis's of a hash for each of them with the same counters."""
    bench.make_folder("--shape", shape)
    bench.stop(bench.opened())
    bench.stop(bench.opened())
    commands = bench.say("--redis-counters", shape).splitlines()
    figures = {"tallies": len(commands) * bench.options.organisations // 100, "earshot_s": bench.recovery_seconds}
    if is_installed():
        with StoringRedis() as redis:
            for hundred in range(bench.options.organisations // 100):
                redis.send(line.replace(" ", f" {hundred}-", 1).encode() + b"\n" for line in commands)
            redis.ask("SAVE")
            figures["redis_s"] = redis.seconds_to_load()
    return beside(figures, "tallies")


def snapshot(bench):
    bench.make_folder()
    server = bench.opened()
    print(f"stopping took {bench.stop(server):.2f} s, with a snapshot of {snapshot_mib(bench):.0f} MiB")
    for _ in range(3):
        bench.stop(bench.opened())


def snapshot_mib(bench):
    names = [name for name in os.listdir(bench.data) if name.startswith("snapshot")]
    return max([os.path.getsize(os.path.join(bench.data, name)) / 2**20 for name in names], default=0)


def stall(bench):
    """The same load twice on one server: in the second a snapshot is asked for after a second."""
    bench.make_folder()
    server = bench.opened()
    client = Client(server.port, os.path.join(bench.certs, "ca.pem"), timeout=120)
    for pipeline, rate in ((1, 0), (16, 10_000)):
        for with_snapshot in (False, True, False, True):
            load = subprocess.Popen(
                [bench.earshot, "bench", "--server", f"127.0.0.1:{server.port}", "--ca", os.path.join(bench.certs, "ca.pem"),
                 "--connections", "50", "--pipeline", str(pipeline), "--seconds", "8", "--warmup", "1", "--organisations",
                 str(bench.options.organisations), "--json"] + (["--rate", str(rate)] if rate else []),
                stdout=subprocess.PIPE, text=True)
            took = 0
            if with_snapshot:
                time.sleep(3)
                start = time.monotonic()
                isDone, reply = client.ask("SNAPSHOT")
                took = time.monotonic() - start
                if not isDone:
                    sys.exit(f"no snapshot: {reply}")
            figures = json.loads(load.communicate()[0])
            print(f"50 x {pipeline}{f' at {rate}/s' if rate else ''}, "
                  f"{f'a snapshot of {took:.1f} s' if with_snapshot else 'without':20} {json.dumps(figures)}", flush=True)
    client.close()


def memory(bench):
    """Bytes of an organisation in the ledger, and of the same counters in Redis hashes."""
    figures = {}
    for shape in SHAPES:
        figures[shape] = {"earshot_bytes": bytes_each(bench, shape)}
    for shape in SHAPES if is_installed() else ():
        commands = bench.say("--redis-counters", shape).splitlines()
        figures[shape]["redis_bytes"] = redis_bytes(commands) // 100
        fields = sum((len(line.split()) - 2) // 2 for line in commands)
        print(f"Redis, {shape}: {figures[shape]['redis_bytes']} bytes an organisation, {fields // 100} counters in "
              f"{len(commands) // 100} hashes; Earshot {figures[shape]['earshot_bytes'] / figures[shape]['redis_bytes']:.2f} times")
    return figures


def bytes_each(bench, shape, *options):
    told = bench.say("--memory", shape, *options)
    print(told, end="")
    return int(told.split(": ")[1].split()[0])


def redis_bytes(commands):
    with StoringRedis() as redis:
        before = redis.bytes_used()
        redis.send(line.encode() + b"\n" for line in commands)
        return redis.bytes_used() - before


def memory_by_organisations(bench):
    """Bytes of so many small organisations together, in the ledger and as the same counters in Redis hashes."""
    found = {"earshot": [], "hashes": []}
    for count in ORGANISATIONS:
        found["earshot"].append((count, count * bytes_each(bench, SMALL, "--organisations", str(count))))
        if is_installed():
            commands = bench.say("--redis-counters", SMALL, "--organisations", str(count)).splitlines()
            found["hashes"].append((count, redis_bytes(commands)))
        print(f"{count} organisations: " + ", ".join(f"{name} {line[-1][1] / 2**20:.1f} MiB" for name, line in found.items() if line))
    return found


def everything_beside_redis(bench):
    return {"memory": memory(bench), "memory_by_organisations": memory_by_organisations(bench), "tallies": tallies(bench),
            "recovery": recovery(bench)}


WHAT = {"recovery": recovery, "snapshot": snapshot, "tallies": tallies, "stall": stall, "memory": memory,
        "organisations": memory_by_organisations,
        "beside": everything_beside_redis}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--build", default=".build/release", help="the folder with earshot and earshot-parts")
    parser.add_argument("--submissions", type=int, default=1_000_000)
    parser.add_argument("--organisations", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--out", help="a results file of measure.py to which the figures are added")
    options = parser.parse_args()
    options.submissions = max(options.submissions, options.organisations)
    with Bench(options) as bench:
        figures = WHAT[options.what](bench)
    if options.out:
        with open(options.out) as file:
            results = json.load(file)
        results["ledger"] = figures
        with open(options.out, "w") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
