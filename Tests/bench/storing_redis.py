"""A Redis to compare stored things with: what it uses in memory, and how long it takes to load what it saved. It listens on a
socket in its own folder alone."""
import os
import re
import shutil
import subprocess
import tempfile
import time


def is_installed():
    """Whether there is a Redis; if not that is said."""
    found = bool(shutil.which("redis-server") and shutil.which("redis-cli"))
    if not found:
        print("skipped: Redis is not installed (apt-get install redis-server)")
    return found


def command(*words):
    """A command in Redis's protocol."""
    words = [word.encode() for word in words]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


class StoringRedis:
    """A running Redis; `with` ends it and removes its data."""

    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="earshot-redis-")
        self.socket, self.log = os.path.join(self.folder, "socket"), os.path.join(self.folder, "log")
        self.start()
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", self.folder, *self.options],
                stdout=log)
        while self.ask("PING") != "PONG":
            if self.process.poll() is not None:
                raise SystemExit(self.said())
            time.sleep(0.05)

    def end(self):
        self.process.kill()
        self.process.wait()

    def said(self):
        with open(self.log) as log:
            return log.read()

    def ask(self, *words):
        done = subprocess.run(["redis-cli", "-s", self.socket, *words], capture_output=True, text=True)
        return done.stdout.strip()

    def send(self, commands):
        """Carries out commands, as bytes."""
        with subprocess.Popen(["redis-cli", "-s", self.socket, "--pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pipe:
            pipe.stdin.writelines(commands)
            told = pipe.communicate()[0]
        if b"errors: 0," not in told:
            raise SystemExit(told.decode())

    def bytes_used(self):
        return int(re.search(r"used_memory:(\d+)", self.ask("INFO", "memory")).group(1))

    def seconds_to_load(self):
        """Kills it and starts it again: how long it took to load, as it says itself."""
        self.end()
        os.unlink(self.socket)
        self.start()
        return float(re.search(r"DB loaded from (?:disk|append only file): ([\d.]+) seconds", self.said()).group(1))
