#!/usr/bin/env python3
"""Measures what the size of the ledger costs: recovery, snapshots, a snapshot under load, memory.

    python3 Tests/bench/ledger.py recovery --submissions 2000000      # kill -9's journal, no snapshot: how long until it listens
    python3 Tests/bench/ledger.py snapshot --organisations 100000     # a start from a snapshot alone
    python3 Tests/bench/ledger.py stall --organisations 1000000       # latency under load, without and with a snapshot
    python3 Tests/bench/ledger.py memory                              # bytes an organisation, beside Redis hashes

The folders are made by `earshot-parts`, in a temporary folder that is removed. Loopback only."""
import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Client, Server  # noqa: E402


def seconds_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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

    def make_folder(self):
        subprocess.run(
            [self.parts, "--folder", self.data, "--submissions", str(self.options.submissions), "--organisations",
             str(self.options.organisations), "--days", str(self.options.days)], check=True)
        size = sum(os.path.getsize(os.path.join(self.data, name)) for name in os.listdir(self.data))
        print(f"{self.options.submissions} submissions of {self.options.organisations} organisations, {size / 2**20:.0f} MiB")

    def opened(self):
        """A server once it listens; tells what opening the folder took."""
        start = time.monotonic()
        server = Server(self.earshot, self.certs, self.data, fsync="os").listening()
        self.servers.append(server)
        elapsed = time.monotonic() - start
        client = Client(server.port, os.path.join(self.certs, "ca.pem"))
        recovery = client.ask("STATUS")[1]["durability"]["recovery"]
        client.close()
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
    bench.make_folder()
    bench.opened()


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
    shapes = ("1,1,1", "20,20,1", "1000,8,1", "1000,168,1", "1000,168,5", "10000,336,5")
    for shape in shapes:
        print(subprocess.run([bench.parts, "--memory", shape], check=True, capture_output=True, text=True).stdout, end="")
    if not shutil.which("redis-server"):
        return print("redis-server is not installed: nothing to compare with")
    for shape in shapes:
        commands = subprocess.run([bench.parts, "--redis-counters", shape], check=True, capture_output=True, text=True).stdout
        before, after = redis_bytes(bench.folder, ""), redis_bytes(bench.folder, commands)
        fields = sum((len(line.split()) - 2) // 2 for line in commands.splitlines())
        print(f"Redis, {shape}: {(after - before) // 100} bytes an organisation, {fields // 100} counters in "
              f"{len(commands.splitlines()) // 100} hashes")


def redis_bytes(folder, commands):
    """What a Redis uses after these commands."""
    socket = os.path.join(folder, "redis.sock")
    process = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
                               stdout=subprocess.DEVNULL)
    try:
        while not os.path.exists(socket):
            time.sleep(0.05)
        subprocess.run(["redis-cli", "-s", socket, "--pipe"], input=commands, text=True, check=True, capture_output=True)
        info = subprocess.run(["redis-cli", "-s", socket, "INFO", "memory"], capture_output=True, text=True, check=True).stdout
        return int(re.search(r"used_memory:(\d+)", info).group(1))
    finally:
        process.terminate()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["recovery", "snapshot", "stall", "memory"])
    parser.add_argument("--build", default=".build/release", help="the folder with earshot and earshot-parts")
    parser.add_argument("--submissions", type=int, default=1_000_000)
    parser.add_argument("--organisations", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=1)
    options = parser.parse_args()
    options.submissions = max(options.submissions, options.organisations)
    with Bench(options) as bench:
        {"recovery": recovery, "snapshot": snapshot, "stall": stall, "memory": memory}[options.what](bench)


if __name__ == "__main__":
    main()
