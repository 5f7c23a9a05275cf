#!/usr/bin/env python3
"""Real faults against the real program: a second server, a read-only folder, a full disk, a file-size limit, failing and slow
system calls injected by strace, a damaged file.

  python3 Tests/faults.py [--binary .build/release/earshot]

After each fault every submission that was answered OK is asked for. What needs root or strace is skipped with a word where
that is missing. Loopback only; ends by itself; removes its folder."""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from harness import Book, Server, make_certificates


class Faults:
    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.mkdtemp(prefix="earshot-faults-")
        self.certs = make_certificates(binary, self.folder)
        self.problems = []
        self.servers = []

    def server(self, name, **options):
        server = Server(self.binary, self.certs, os.path.join(self.folder, name), **options)
        self.servers.append(server)
        return server

    def expect(self, condition, what):
        if not condition:
            self.problems.append(what)

    def check(self, name, book, **options):
        """Starts the folder again without the fault and asks for everything."""
        server = self.server(name, **options).listening()
        book.check(server)
        self.problems += [f"{name}: {problem}" for problem in book.problems]
        self.expect(book.answered, f"{name}: nothing was answered")
        self.expect(server.stop() == 0, f"{name}: no clean stop afterwards")

    def second_server(self):
        first = self.server("second").listening()
        other = self.server("second")
        self.expect(other.wait_until_listening() is None, "a second server started on the same folder")
        code = other.end()
        self.expect(code == 73, f"the second server ended with {code} instead of 73")
        self.expect(first.connect().ask("PING")[0], "the first server was disturbed")
        first.stop()
        return "a second server on the same folder ends with 73"

    def read_only_folder(self):
        if os.geteuid() != 0:
            return "read-only folder: skipped, needs root"
        book = Book()
        server = self.server("readonly").listening()
        end = book.load(server, 1)
        time.sleep(0.3)
        end()
        server.kill()
        path = os.path.join(self.folder, "readonly")
        subprocess.run(["mount", "--bind", path, path], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", path], check=True)
        try:
            server = self.server("readonly")
            self.expect(server.wait_until_listening() is None, "a server started on a read-only folder")
            code = server.end()
            self.expect(code == 1, f"on a read-only folder the server ended with {code} instead of 1")
            self.expect("Read-only" in server.log(), "it did not say why")
            done = subprocess.run([self.binary, "verify", path], capture_output=True, text=True)
            self.expect(done.returncode == 0, f"verify of a read-only folder: {done.stderr}")
        finally:
            subprocess.run(["umount", path], check=True)
        self.check("readonly", book)
        return "a read-only folder: no start, exit code 1, said why, nothing lost; verify reads it"

    def full(self, name, server, make_room):
        """Submits until the disk is full, makes room, and waits until submissions are taken again."""
        book = Book()
        end = book.load(server, 1, tolerated=("disk_full", "unavailable"), pause=0)
        client = server.connect()
        for _ in range(300):
            time.sleep(0.1)
            state = client.ask("STATUS")[1]["state"]
            if state == "disk_full":
                break
        self.expect(state == "disk_full", f"{name}: the disk was never full")
        end()
        self.expect(client.ask("ORGS")[0], f"{name}: no answer to a question")
        probe = {"org": "org-0", "id": "probe", "text": "rude"}
        ok, reply = client.ask("SUBMIT", probe)
        self.expect(not ok and reply["code"] == "disk_full" and "retry_after_ms" in reply, f"{name}: {reply}")
        make_room()
        began = time.monotonic()
        while not client.ask("SUBMIT", probe)[0] and time.monotonic() - began < 10:
            time.sleep(0.01)
        took = time.monotonic() - began
        self.expect(took < 1, f"{name}: taken up again only after {took:.2f} s")
        server.kill()
        return book, took

    def full_disk(self):
        if os.geteuid() != 0:
            return "full disk: skipped, needs root"
        path = os.path.join(self.folder, "full")
        os.mkdir(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", path], check=True)
        try:
            ballast = os.path.join(path, "ballast")
            with open(ballast, "wb") as file:
                file.write(bytes(4 << 20))
            options = ["--segment-bytes", "262144"]
            server = self.server("full/data", options=options).listening()
            book, took = self.full("full/data", server, lambda: os.remove(ballast))
            self.check("full/data", book, options=options)
        finally:
            for server in self.servers:
                if server.process.poll() is None:
                    server.kill()
            subprocess.run(["umount", path], check=True)
        return f"a full disk: refused with disk_full, questions answered, taken up again {took:.2f} s after there was room"

    def file_size_limit(self):
        server = self.server("limit", file_bytes=1 << 20, options=["--segment-bytes", "4194304"]).listening()
        limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        book, took = self.full("limit", server, lambda: resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limit))
        self.check("limit", book)
        return f"a file-size limit: the same, {took:.2f} s"

    def injected(self, name, fault, fsync="always", seconds=1.5):
        """Makes calls of a running server fail or wait under load, by strace; its STATUS, its exit code, what it answered, and
        how long after the fault began it still answered OK."""
        book = Book()
        server = self.server(name, fsync=fsync).listening()
        end = book.load(server, 1, tolerated=("unavailable", "disk_full"))
        time.sleep(0.3)
        tracer = subprocess.Popen(
            ["strace", "-f", "-p", str(server.process.pid), "-o", "/dev/null", "-e", "trace=fdatasync,pwrite64", "-e",
             f"inject={fault}"], stderr=subprocess.PIPE, text=True)
        tracer.stderr.readline()  # it is attached
        began = time.monotonic()
        time.sleep(seconds)
        client = server.connect()
        state = client.ask("STATUS")[1]["state"]
        self.expect(client.ask("ORGS")[0], f"{name}: no answer to a question")
        end()
        client.close()
        tracer.terminate()
        tracer.wait()
        tracer.stderr.close()
        code = server.stop()
        last = max(moment for _, moment in book.answered.values()) - began
        self.check(name, book)
        return state, code, book, last

    def failing_calls(self):
        if not shutil.which("strace"):
            return "failing system calls: skipped, needs strace"
        latest = -9.0
        for name, fault in [
            ("sync-fails", "fdatasync:error=EIO"),
            ("sync-fails-once", "fdatasync:error=EIO:when=1"),
            ("write-fails", "pwrite64:error=EIO"),
            ("write-fails-once", "pwrite64:error=EIO:when=5"),
        ]:
            for fsync in ["always", "interval"]:
                state, code, _, last = self.injected(f"{name}-{fsync}", fault, fsync)
                latest = max(latest, last)
                self.expect(state == "failed", f"{name} {fsync}: STATUS says {state}")
                self.expect(code == 74, f"{name} {fsync}: ended with {code} instead of 74")
        self.expect(latest < 0.5, f"answered OK {latest:.3f} s after the disk had died")
        state, code, _, _ = self.injected("write-full-once", "pwrite64:error=ENOSPC:when=5..6")
        self.expect(state == "ready" and code == 0, f"ENOSPC that passes: {state}, {code}")
        return (
            "failing writes and syncs, once or for good: STATUS says failed, exit code 74, nothing lost, the last OK "
            f"{latest:.3f} s after the disk died")

    def slow_disk(self):
        if not shutil.which("strace"):
            return "slow disk: skipped, needs strace"
        state, code, book, _ = self.injected("slow", "fdatasync:delay_enter=600000", "interval", 4)
        moments = sorted(moment for _, moment in book.answered.values())
        pause = max((b - a for a, b in zip(moments, moments[1:])), default=9)
        self.expect(state == "ready" and code == 0 and pause < 0.5, f"slow disk: {state}, {code}, paused {pause:.2f} s")
        return f"interval over a disk that takes 0.6 s for each sync: the longest pause between two answers {pause:.3f} s"

    def damage(self):
        book = Book()
        server = self.server("damaged").listening()
        end = book.load(server, 1)
        time.sleep(0.3)
        end()
        server.kill()
        path = os.path.join(self.folder, "damaged")
        name = sorted(name for name in os.listdir(path) if name.endswith(".log"))[0]
        with open(os.path.join(path, name), "r+b") as file:
            file.seek(900)
            byte = file.read(1)
            file.seek(900)
            file.write(bytes([byte[0] ^ 1]))
        server = self.server("damaged")
        self.expect(server.wait_until_listening() is None, "a server started on damage")
        self.expect(server.end() == 65 and name in server.log() and "repair" in server.log(), "damage was not told")

        def earshot(*arguments):
            return subprocess.run([self.binary, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)

        verified = earshot("verify", path)
        self.expect(verified.returncode == 65 and name in verified.stderr, f"verify: {verified}")
        asked = earshot("repair", path)
        self.expect(asked.returncode == 1 and "would be given up" in asked.stdout, f"repair without --yes: {asked}")
        repaired = earshot("repair", path, "--yes")
        self.expect(repaired.returncode == 0, f"repair: {repaired}")
        self.expect(earshot("verify", path).returncode == 0, "verify after the repair")
        server = self.server("damaged").listening()
        lost = []
        book.check(server, lost=lost)
        self.expect(len(lost) == 1 and not book.problems, f"{len(lost)} gone after the repair, {book.problems[:3]}")
        server.stop()
        return f"a flipped bit: the start is refused with 65 and says where; repair gives up {len(lost)} of {len(book.answered)}"

    def run(self):
        began = time.time()
        try:
            for fault in [
                self.second_server, self.read_only_folder, self.full_disk, self.file_size_limit, self.failing_calls,
                self.slow_disk, self.damage,
            ]:
                before = len(self.problems)
                said = fault()
                print(("faults: " if len(self.problems) == before else "faults: NOT ") + said, flush=True)
        finally:
            for server in self.servers:
                if server.process.poll() is None:
                    server.process.kill()
                    server.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
        for problem in self.problems[:20]:
            print(problem)
        print(f"faults: {len(self.problems)} problems, {time.time() - began:.0f} s")
        return 1 if self.problems else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/release/earshot")
    sys.exit(Faults(parser.parse_args().binary).run())


if __name__ == "__main__":
    main()
