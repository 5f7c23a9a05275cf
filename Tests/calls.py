#!/usr/bin/env python3
"""Make every n-th system call that touches the data fail once, n = 1, 2, 3 … until a whole run has no fault left.

  python3 Tests/calls.py [--binary .build/release/earshot] [--call fdatasync]

For each call and each n the server lives twice on a folder of its own under strace, which makes the n-th such call of each of its
threads fail: it is started, takes submissions (tiny segments, so that it rotates; two snapshots), and stops. Then it starts
without faults, and every submission that was answered OK is asked for. It must never end by a signal, nor call its own
folder damaged. Needs strace, else it says so and succeeds. Loopback only; ends by itself; removes its folder."""

import argparse
import os
import shutil
import signal
import ssl
import sys
import tempfile
import time

from harness import Book, Server, make_certificates

OPTIONS = ["--segment-bytes", "4096", "--snapshot-records", "40", "--loops", "1"]
FAULTS = [
    ("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("fsync", "EIO"), ("openat", "EIO"), ("openat", "EMFILE"),
    ("renameat", "EIO"), ("ftruncate", "EIO"), ("fallocate", "ENOSPC"), ("fallocate", "EIO"), ("unlinkat", "EIO"), ("mkdir", "EIO"),
]
# The loader and the C library open files before the program does anything; a server that cannot start ends with one of these.
ENDS = {0, 1, 74, 75, 127}


class Calls:
    def __init__(self, binary):
        self.binary = binary
        # In memory: strace is slow enough.
        self.folder = tempfile.mkdtemp(prefix="earshot-calls-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.certs = make_certificates(binary, self.folder)
        self.problems = []
        self.runs = 0

    def submit(self, server, book, name):
        """Thirty bursts of four, two snapshots; ends quietly when the server does not answer any more."""
        try:
            client = server.connect(5)
            for burst in range(30):
                keys = [(f"org-{number}", f"{name}-{burst}-{number}") for number in range(4)]
                for key in keys:
                    book.sent[key] = "Nobody called me back."
                client.send(*(("SUBMIT", {"org": org, "id": id, "text": book.sent[(org, id)]}) for org, id in keys))
                for key in keys:
                    ok, reply = client.receive()
                    if ok:
                        book.note(key, reply)
                    elif reply["code"] not in ("unavailable", "disk_full"):
                        self.problems.append(f"{name}: {reply}")
                if burst in (5, 20):
                    client.ask("SNAPSHOT")
            client.close()
        except (OSError, ssl.SSLError, ValueError):
            pass

    def live(self, data, book, name, call, error, number):
        """One life under the fault; whether the fault was met."""
        log = os.path.join(self.folder, "strace.log")
        prefix = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", log, "-e", f"trace={call}", "-e",
                  f"inject={call}:error={error}:when={number}"]
        server = Server(self.binary, self.certs, data, options=OPTIONS, prefix=prefix)
        if server.wait_until_listening() is not None:
            self.submit(server, book, name)
            with open(f"/proc/{server.process.pid}/task/{server.process.pid}/children") as file:
                children = file.read().split()
            for child in children:
                os.kill(int(child), signal.SIGTERM)
        code = server.end()
        if code not in ENDS:
            self.problems.append(f"{name}: ended with {code}: {server_log(server)}")
        with open(log) as file:
            return "(INJECTED)" in file.read()

    def run(self, call, error):
        """Fails the first, the second … such call, until there is none left."""
        number = 0
        was_met = True
        while was_met:
            number += 1
            self.runs += 1
            name = f"{call}-{error}-{number}"
            data = os.path.join(self.folder, name, "data")
            os.mkdir(os.path.dirname(data))
            book = Book()
            was_met = [self.live(data, book, f"{name}-{life}", call, error, number) for life in range(2)]
            was_met = any(was_met)
            server = Server(self.binary, self.certs, data, options=OPTIONS)
            if server.wait_until_listening() is None:
                self.problems.append(f"{name}: does not start any more: {server_log(server)}")
                server.end()
            else:
                book.check(server)
                self.problems += [f"{name}: {problem}" for problem in book.problems]
                if server.stop() != 0:
                    self.problems.append(f"{name}: no clean stop afterwards")
            shutil.rmtree(os.path.dirname(data))
        return number - 1


def server_log(server):
    with open(server.errors.name) as file:
        return file.read()[-600:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/release/earshot")
    parser.add_argument("--call")
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("calls: skipped, needs strace")
        return
    began = time.time()
    calls = Calls(options.binary)
    try:
        counts = [
            f"{calls.run(call, error)} {call} ({error})" for call, error in FAULTS if options.call in (None, call)
        ]
    finally:
        shutil.rmtree(calls.folder, ignore_errors=True)
    for problem in calls.problems[:20]:
        print(problem)
    print(f"calls: each failed once: {', '.join(counts)}; {calls.runs} runs, {len(calls.problems)} problems, {time.time() - began:.0f} s")
    sys.exit(1 if calls.problems else 0)


if __name__ == "__main__":
    main()
