#!/usr/bin/env python3
"""Real faults against the real program: a second server, a read-only folder, a full disk, a file-size limit, failing and slow
system calls injected by strace, a damaged file; and what else a folder goes through: a backup under load, words that are forgotten.

  python3 Tests/faults.py [--binary .build/release/earshot]

After each fault every submission that was answered OK is asked for. What needs root or strace is skipped with a word where
that is missing. Loopback only; ends by itself; removes its folder."""

import argparse
import contextlib
import json
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

    def second_server_by_another_way(self):
        """The same folder under another name, or after somebody has removed the lock file."""
        first = self.server("ways").listening()
        path = os.path.join(self.folder, "ways")
        os.remove(os.path.join(path, "lock"))
        self.expect(self.server("ways").wait_until_listening() is None, "a second server started when the lock file was gone")
        said = "without the lock file"
        if os.geteuid() == 0:
            other = os.path.join(self.folder, "other-ways")
            os.mkdir(other)
            subprocess.run(["mount", "--bind", path, other], check=True)
            try:
                second = self.server("other-ways")
                self.expect(second.wait_until_listening() is None, "a second server started through a bind mount")
                self.expect(second.end() == 73, "the second server through a bind mount did not end with 73")
            finally:
                subprocess.run(["umount", other], check=True)
            said += " and through a bind mount"
        self.expect(first.connect().ask("PING")[0], "the first server was disturbed")
        self.expect(first.stop() == 0, "the first server did not stop in order")
        return f"a second server is refused {said} too"

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

    def stopped_when_full(self):
        """A server that is told to stop while the disk is full, and one that is started then."""
        if os.geteuid() != 0:
            return "stopped on a full disk: skipped, needs root"
        path = os.path.join(self.folder, "stopped")
        os.mkdir(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", path], check=True)
        try:
            options = ["--segment-bytes", "262144"]
            server = self.server("stopped/data", options=options).listening()
            book = Book()
            end = book.load(server, 1, tolerated=("disk_full", "unavailable"), pause=0)
            client = server.connect()
            for _ in range(300):
                time.sleep(0.1)
                if client.ask("STATUS")[1]["state"] == "disk_full":
                    break
            end()
            code = server.stop()
            self.expect(code in (0, 75), f"stopped on a full disk: ended with {code}")
            self.expect("no last snapshot" in server.log(), "it was not said that there is no last snapshot")
            self.expect("the disk failed" not in server.log(), "a full disk was called a failed one")
            server = self.server("stopped/data", options=options)
            if server.wait_until_listening() is None:
                started = f"a start then is refused with {server.end()}"
            else:
                state = server.connect().ask("STATUS")[1]["state"]
                started = f"a start then answers questions, state {state}"
                server.kill()
            subprocess.run(["mount", "-o", "remount,size=8m", path], check=True)
            self.check("stopped/data", book, options=options)
        finally:
            for server in self.servers:
                if server.process.poll() is None:
                    server.kill()
            subprocess.run(["umount", path], check=True)
        return f"stopped while the disk is full: exit code {code}, nothing lost; {started}"

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

        verified = self.earshot("verify", path)
        self.expect(verified.returncode == 65 and name in verified.stderr, f"verify: {verified}")
        asked = self.earshot("repair", path)
        self.expect(asked.returncode == 1 and "would be given up" in asked.stdout, f"repair without --yes: {asked}")
        repaired = self.earshot("repair", path, "--yes")
        self.expect(repaired.returncode == 0, f"repair: {repaired}")
        self.expect(self.earshot("verify", path).returncode == 0, "verify after the repair")
        server = self.server("damaged").listening()
        lost = []
        book.check(server, lost=lost)
        self.expect(len(lost) == 1 and not book.problems, f"{len(lost)} gone after the repair, {book.problems[:3]}")
        server.stop()
        return f"a flipped bit: the start is refused with 65 and says where; repair gives up {len(lost)} of {len(book.answered)}"

    def earshot(self, *arguments, **options):
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)

    def backup(self):
        """Copies under load, verifies, and serves the copy."""
        book = Book()
        server = self.server("original").listening()
        end = book.load(server, 1)
        environment = {**os.environ, "EARSHOT_SERVER": f"localhost:{server.port}", "EARSHOT_CA": os.path.join(self.certs, "ca.pem")}
        copies = []
        for number in range(3):
            time.sleep(0.4)
            with book.lock:
                before = dict(book.answered)
            target = os.path.join(self.folder, f"copy-{number}")
            made = self.earshot("snapshot", "--to", target, "--data", os.path.join(self.folder, "original"), env=environment)
            self.expect(made.returncode == 0, f"snapshot --to: {made}")
            copies.append((f"copy-{number}", before))
        end()
        again = self.earshot("snapshot", "--to", target, "--data", os.path.join(self.folder, "original"), env=environment)
        self.expect(again.returncode == 1, f"snapshot --to a folder with data: {again}")
        for name, before in copies:
            verified = self.earshot("verify", os.path.join(self.folder, name))
            self.expect(verified.returncode == 0 and "1 snapshot" in verified.stdout, f"verify {name}: {verified}")
            copy = self.server(name).listening()
            part = Book()
            part.sent, part.answered = book.sent, before
            part.check(copy)
            # With everything that was sent both must give the same answers to the last digit.
            part.answered = book.answered
            part.compare(server, copy)
            self.problems += [f"{name}: {problem}" for problem in part.problems]
            self.expect(copy.stop() == 0, f"{name}: no clean stop")
        server.stop()
        return f"3 copies under load ({len(copies[0][1])} to {len(copies[2][1])} submissions): verified, served, the same answers"

    def forgotten(self):
        """Words that were forgotten are gone from every file within what the reply says, without a SNAPSHOT; kills do not matter."""
        words = b"quixotic zephyrs jinxed my vortex"
        path = os.path.join(self.folder, "forgotten")

        def files():
            found = []
            for name in os.listdir(path):
                # The server deletes what it needs no more, also between the listing and here.
                with contextlib.suppress(FileNotFoundError), open(os.path.join(path, name), "rb") as file:
                    if words in file.read():
                        found.append(name)
            return found

        server = self.server("forgotten").listening()
        client = server.connect()
        client.ask("SUBMIT", {"org": "o", "id": "a", "customer": "c", "text": words.decode()})
        client.ask("SNAPSHOT")
        client.ask("SUBMIT", {"org": "o", "id": "b", "customer": "c", "text": words.decode() + " again"})
        self.expect(len(files()) >= 2, "the words never were on the disk")
        ok, reply = client.ask("FORGET", {"org": "o", "customer": "c"})
        self.expect(ok and reply["forgotten"] == 2, f"FORGET: {reply}")
        server.kill()
        began = time.monotonic()
        server = self.server("forgotten").listening()
        while files() and time.monotonic() - began < reply["erased_within_s"]:
            time.sleep(0.1)
        took = time.monotonic() - began
        self.expect(not files(), f"the words are still in {files()} after {took:.0f} s")
        client = server.connect()
        self.expect(not client.ask("STATUS")[1]["forgotten"]["erasure_pending"], "STATUS says that the erasure is pending")
        self.expect(words.decode() not in json.dumps(client.ask("VERBATIMS", {"org": "o"})[1]), "VERBATIMS has the words")
        ok, refused = client.ask("SUBMIT", {"org": "o", "id": "a", "customer": "c", "text": words.decode()})
        self.expect(not ok and refused["code"] == "conflict", f"a forgotten id was taken again: {refused}")
        server.stop()
        return f"forgotten words are in no file {took:.1f} s after the start that followed a kill (promised: {reply['erased_within_s']} s)"

    def run(self):
        began = time.time()
        try:
            for fault in [
                self.second_server, self.second_server_by_another_way, self.read_only_folder, self.full_disk,
                self.stopped_when_full, self.file_size_limit, self.failing_calls, self.slow_disk, self.damage, self.backup,
                self.forgotten,
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
