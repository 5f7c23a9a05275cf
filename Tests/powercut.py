#!/usr/bin/env python3
"""Cut the power of the file system under the server, again and again, and look for what is missing afterwards.

  python3 Tests/powercut.py --cycles 100 [--file-system ext4] [--fsync always] [--binary .build/release/earshot]

kill -9 does not test syncing: what was written stays in the system's cache. Here the data folder lies on a file system of
its own in a loop file, which is shut down under load without flushing its log (EXT4_IOC_SHUTDOWN, XFS_IOC_GOINGDOWN with
flag 2): nothing that was not synced reaches the file. Then the server is killed, the file system unmounted, mounted again, the
server started, and every submission asked for that was answered OK before the cut. Every third cut comes while a snapshot is
being written; segments of 64 KiB make rotation frequent.

What is answered while the shutdown runs is counted apart: for some milliseconds the file system lets fdatasync succeed
although it has ceased to write, for any program; a machine without power answers nothing.

With `always` nothing may be missing; with `interval` nothing that was answered a second or more before the cut.
Needs root and loop devices; without them it says so and succeeds."""

import argparse
import fcntl
import os
import random
import shutil
import ssl
import struct
import subprocess
import sys
import tempfile
import time

from harness import Book, Server, make_certificates

SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32), the same number for ext4 and XFS
WITHOUT_FLUSHING_THE_LOG = 2
IMAGE_BYTES = {"ext4": 256 << 20, "xfs": 400 << 20}


class LoopFileSystem:
    """A file system in a loop file, whose power can be cut."""

    def __init__(self, folder, kind):
        self.image = os.path.join(folder, "image")
        self.mount_point = os.path.join(folder, "mount")
        self.kind = kind
        os.mkdir(self.mount_point)
        with open(self.image, "wb") as file:
            file.truncate(IMAGE_BYTES[kind])
        run([f"mkfs.{kind}", "-q", self.image])
        self.mount()

    def mount(self):
        run(["mount", "-o", "loop", self.image, self.mount_point])

    def cut(self):
        """Nothing reaches the image any more; the moment just before."""
        descriptor = os.open(self.mount_point, os.O_RDONLY)
        try:
            moment = time.monotonic()
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING_THE_LOG))
            return moment
        finally:
            os.close(descriptor)

    def unmount(self):
        for _ in range(50):
            if subprocess.run(["umount", self.mount_point], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"cannot unmount {self.mount_point}")


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")


class Harness:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="earshot-powercut-")
        self.certs = make_certificates(options.binary, self.folder)
        self.disk = LoopFileSystem(self.folder, options.file_system)
        self.book = Book()
        self.server = None
        self.lost = 0
        self.late = 0
        self.gone_meanwhile = 0
        self.oldest_lost = 0.0

    def start(self):
        self.server = Server(
            self.options.binary, self.certs, os.path.join(self.disk.mount_point, "data"), self.options.fsync,
            ["--segment-bytes", "65536", "--snapshot-records", "5000"]).listening()
        return self.server

    def cycle(self, number):
        server = self.start()
        before = set(self.book.answered)
        # After the cut everything is refused; what matters is that nothing is answered OK.
        end = self.book.load(server, self.random.random(), tolerated=("unavailable", "disk_full", "shutting_down"))
        time.sleep(self.random.uniform(0.1, 1.5))
        if number % 3 == 2:
            try:
                server.connect().send(("SNAPSHOT", {}))
            except (OSError, ssl.SSLError):
                pass
            time.sleep(self.random.uniform(0, 0.02))
        moment = self.disk.cut()
        time.sleep(self.random.uniform(0, 0.6))
        server.kill()
        end()
        self.disk.unmount()
        self.disk.mount()
        self.ask_again(before, moment)

    def ask_again(self, before, moment):
        server = self.start()
        new = [key for key in self.book.answered if key not in before]
        older = self.random.sample(sorted(before), min(300, len(before)))
        lost = []
        self.book.check(server, new + older, lost)
        server.stop()
        for key in lost:
            age = moment - self.book.answered[key][1]
            self.oldest_lost = max(self.oldest_lost, age)
            self.gone_meanwhile += age < 0
            self.lost += age >= 0
            if age > 1 or self.options.fsync == "always" and age >= 0:
                self.book.problems.append(f"{key} was answered {age:.3f} s before the cut and is gone")
            # It was stored anew by the question.
            del self.book.answered[key]
        self.late += sum(1 for key in new if key in self.book.answered and self.book.answered[key][1] > moment + 0.5)

    def run(self):
        began = time.time()
        try:
            for number in range(self.options.cycles):
                self.cycle(number)
            server = self.start()
            self.book.check(server)
            server.stop()
        finally:
            if self.server.process.poll() is None:
                self.server.kill()
            self.disk.unmount()
            shutil.rmtree(self.folder, ignore_errors=True)
        for problem in self.book.problems[:20]:
            print(problem)
        print(
            f"powercut: {self.options.cycles} cuts of {self.options.file_system}, policy {self.options.fsync}, seed "
            f"{self.options.seed}: {len(self.book.answered) + self.lost} submissions answered, {self.lost} of them gone "
            f"(the oldest answered {self.oldest_lost:.3f} s before the cut), {self.gone_meanwhile} answered while it was being "
            f"cut and gone, {self.late} answered later than 0.5 s after it, {len(self.book.problems)} wrong, {time.time() - began:.0f} s")
        return 1 if self.book.problems or self.late or not self.book.answered else 0


def missing(kind):
    """Why it cannot be done here; None if it can."""
    if os.geteuid() != 0:
        return "needs root"
    if not shutil.which(f"mkfs.{kind}"):
        return f"needs mkfs.{kind}"
    if not os.path.exists("/dev/loop-control"):
        return "needs loop devices"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--binary", default=".build/release/earshot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file-system", default="ext4", choices=["ext4", "xfs"])
    parser.add_argument("--fsync", default="always", choices=["always", "interval"])
    options = parser.parse_args()
    reason = missing(options.file_system)
    if reason:
        print(f"powercut: skipped on {options.file_system}: {reason}")
        return
    sys.exit(Harness(options).run())


if __name__ == "__main__":
    main()
