#!/usr/bin/env python3
"""Kill the server again and again while clients submit, and look for what is missing, doubled or wrong.

  python3 Tests/crash.py --cycles 50 [--binary .build/release/earshot] [--seed 1] [--fsync always]

Each cycle starts the server on the same data folder, lets three clients submit with known ids (some of them again
under the same id), and kills the server with SIGKILL: at a random moment, or while a snapshot is being written, or while it
shuts down, or (before the cycle) while it recovers. Segments of 64 KiB and a snapshot every 5,000 records make
rotation and snapshots frequent. Every tenth cycle and at the end:

  - every submission that was answered OK is there, under the sequence number it was answered with;
  - sent again under its id, it is a duplicate, so none is counted twice.

At the end every figure of every organisation is compared with that of a second server which is given the same submissions once and
is never interrupted. Loopback only; ends by itself; removes its folder."""

import argparse
import os
import random
import shutil
import ssl
import sys
import tempfile
import time

from harness import Book, Server, make_certificates

OPTIONS = ["--segment-bytes", "65536", "--snapshot-records", "5000"]


class Harness:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="earshot-crash-")
        self.certs = make_certificates(options.binary, self.folder)
        self.book = Book()
        self.servers = []
        self.kills = {}

    def server(self, name="data"):
        server = Server(self.options.binary, self.certs, os.path.join(self.folder, name), self.options.fsync, OPTIONS)
        self.servers = [other for other in self.servers if other.process.poll() is None] + [server]
        return server

    def count(self, what):
        self.kills[what] = self.kills.get(what, 0) + 1

    def cycle(self, number):
        while self.random.random() < 0.2:
            server = self.server()
            time.sleep(self.random.uniform(0, 0.06))
            server.kill()
            self.count("recovery")
        server = self.server().listening()
        end = self.book.load(server, self.random.random())
        time.sleep(self.random.uniform(0.02, 0.4))
        self.end(server, number)
        end()

    def end(self, server, number):
        moment = ["load", "snapshot", "load", "shutdown"][number % 4]
        if moment == "snapshot":
            try:
                server.connect().send(("SNAPSHOT", {}))
            except (OSError, ssl.SSLError):
                pass
            time.sleep(self.random.uniform(0, 0.03))
        if moment == "shutdown":
            server.process.terminate()
            time.sleep(self.random.uniform(0, 0.03))
        server.kill()
        self.count(moment)

    def check(self, everything):
        """Asks for what was answered: all of it, or a sample with the newest in it."""
        server = self.server().listening()
        keys = None
        if not everything:
            keys = list(self.book.answered)
            keys = keys[-300:] + self.random.sample(keys, min(300, len(keys)))
        self.book.check(server, keys)
        if everything:
            fresh = self.server("fresh").listening()
            print(f"crash: reports of {self.book.compare(server, fresh)} organisations compared")
            fresh.kill()
        server.kill() if self.random.random() < 0.5 else server.stop()

    def run(self):
        began = time.time()
        try:
            for number in range(self.options.cycles):
                self.cycle(number)
                last = number + 1 == self.options.cycles
                if number % 10 == 9 or last:
                    self.check(everything=last)
        finally:
            for server in self.servers:
                if server.process.poll() is None:
                    server.process.kill()
                    server.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
        for problem in self.book.problems[:20]:
            print(problem)
        print(
            f"crash: {sum(self.kills.values())} kills "
            f"({', '.join(f'{count} in {moment}' for moment, count in sorted(self.kills.items()))}), "
            f"policy {self.options.fsync}, seed {self.options.seed}: {len(self.book.sent)} submissions sent, "
            f"{len(self.book.answered)} answered, {len(self.book.problems)} lost, doubled or wrong, "
            f"{time.time() - began:.0f} s")
        return 1 if self.book.problems or not self.book.answered else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--binary", default=".build/release/earshot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fsync", default="always", choices=["always", "interval", "os"])
    sys.exit(Harness(parser.parse_args()).run())


if __name__ == "__main__":
    main()
