#!/usr/bin/env python3
"""Kill the server again and again while clients submit, and look for what is missing, doubled or wrong.

  python3 Tests/crash.py --cycles 50 [--binary .build/release/earshot] [--seed 1] [--fsync always]

Each cycle starts the server on the same data folder, lets three clients submit with known ids (some of them again
under the same id), kills the server with SIGKILL at a random moment (in every fifth cycle with SIGTERM first, so that
the end of the journal and the last snapshot are hit too), starts it again, and checks:

  - every submission that was answered OK is there, under the sequence number it was answered with;
  - sent again under its id, it is a duplicate, so none is counted twice;
  - what the report of each organisation says was received equals what is there.

Talks TLS by Python's own ssl module. Loopback only; ends by itself; removes its folder."""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

TEXTS = [
    "Nobody called me back, again.",
    "The driver was friendly and on time.",
    "Two hours on hold and then the line went dead.",
    "They fixed it the same day, thank you!",
    "I want to change my address.",
]


class Client:
    def __init__(self, port, authority):
        context = ssl.create_default_context(cafile=authority)
        raw = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket = context.wrap_socket(raw, server_hostname="localhost")
        self.file = self.socket.makefile("rb")
        if not self.file.readline().startswith(b"EARSHOT "):
            raise OSError("no greeting")

    def send(self, verb, payload):
        self.socket.sendall(verb.encode() + b" " + json.dumps(payload).encode() + b"\n")

    def receive(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise OSError("the connection ended")
        word, _, rest = line.partition(b" ")
        return word == b"OK", json.loads(rest)

    def ask(self, verb, payload):
        self.send(verb, payload)
        return self.receive()

    def close(self):
        self.socket.close()


class Harness:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="earshot-crash-")
        self.certs = os.path.join(self.folder, "certs")
        self.data = os.path.join(self.folder, "data")
        subprocess.run([options.binary, "certificates", self.certs], check=True, stdout=subprocess.DEVNULL)
        self.answered = {}  # (org, id) -> (seq, text)
        self.lock = threading.Lock()
        self.next_id = 0
        self.problems = []
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [self.options.binary, "serve", "--listen", "127.0.0.1:0", "--data", self.data,
             "--tls-certificate", os.path.join(self.certs, "server.pem"), "--tls-key",
             os.path.join(self.certs, "server.key"), "--fsync", self.options.fsync],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        if "listens on" not in first:
            raise SystemExit(f"the server did not start: {first}{self.process.stderr.read()}")
        return int(first.split("listens on 127.0.0.1:")[1].split()[0])

    def connect(self, port):
        return Client(port, os.path.join(self.certs, "ca.pem"))

    def submit_until_killed(self, port, seed, stop):
        rng = random.Random(seed)
        try:
            client = self.connect(port)
            while not stop.is_set():
                burst = []
                for _ in range(rng.randint(1, 16)):
                    with self.lock:
                        self.next_id += 1
                        number = self.next_id
                        again = rng.choice(list(self.answered)) if self.answered and rng.random() < 0.05 else None
                    if again:
                        burst.append((again, self.answered[again][1]))
                    else:
                        burst.append(((f"org-{number % 7}", f"id-{number}"), rng.choice(TEXTS)))
                for (org, name), text in burst:
                    client.send("SUBMIT", {"org": org, "id": name, "text": text})
                for key, text in burst:
                    ok, reply = client.receive()
                    if not ok:
                        if reply["code"] != "shutting_down":
                            self.problems.append(f"{key} refused: {reply}")
                        continue
                    with self.lock:
                        known = self.answered.get(key)
                        if known and known[0] != reply["seq"]:
                            self.problems.append(f"{key} answered with seq {known[0]}, then {reply['seq']}")
                        self.answered.setdefault(key, (reply["seq"], text))
            client.close()
        except (OSError, ssl.SSLError, ValueError):
            pass

    def cycle(self, number):
        port = self.start()
        stop = threading.Event()
        threads = [
            threading.Thread(target=self.submit_until_killed, args=(port, self.random.random(), stop)) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        time.sleep(self.random.uniform(0.02, 0.4))
        if number % 7 == 3:  # a snapshot is being written when the end comes
            try:
                self.connect(port).send("SNAPSHOT", {})
            except (OSError, ssl.SSLError):
                pass
        if number % 5 == 4:
            self.process.send_signal(signal.SIGTERM)
            time.sleep(self.random.uniform(0, 0.05))
        self.process.kill()
        stop.set()
        for thread in threads:
            thread.join()
        self.end()

    def end(self):
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def check(self, everything):
        """Asks for what was answered: all of it, or a sample with the newest in it."""
        port = self.start()
        client = self.connect(port)
        keys = list(self.answered)
        if not everything:
            keys = keys[-300:] + self.random.sample(keys, min(300, len(keys)))
        before = self.received(client)
        for start in range(0, len(keys), 256):
            part = keys[start:start + 256]
            for org, name in part:
                client.send("SUBMIT", {"org": org, "id": name, "text": self.answered[(org, name)][1]})
            for key in part:
                ok, reply = client.receive()
                if not ok or not reply["duplicate"] or reply["seq"] != self.answered[key][0]:
                    self.problems.append(f"{key} answered with seq {self.answered[key][0]}, after the restart {reply}")
        after = self.received(client)
        if before != after:
            self.problems.append(f"counted twice: {before} became {after}")
        for org, count in after.items():
            answered = sum(1 for key in self.answered if key[0] == org)
            if count < answered:
                self.problems.append(f"{org}: {answered} answered, {count} counted")
        client.close()
        self.process.send_signal(signal.SIGKILL if self.random.random() < 0.5 else signal.SIGTERM)
        self.end()

    def received(self, client):
        _, page = client.ask("ORGS", {})
        return {row["org"]: row["received"] for row in page["organisations"]}

    def run(self):
        began = time.time()
        try:
            for number in range(self.options.cycles):
                self.cycle(number)
                if number % 10 == 9 or number + 1 == self.options.cycles:
                    self.check(everything=number + 1 == self.options.cycles)
        finally:
            if self.process and self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
        for problem in self.problems[:20]:
            print(problem)
        print(
            f"crash: {self.options.cycles} kills, policy {self.options.fsync}, seed {self.options.seed}: "
            f"{len(self.answered)} submissions answered, {len(self.problems)} lost, doubled or wrong, "
            f"{time.time() - began:.0f} s")
        return 1 if self.problems or not self.answered else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--binary", default=".build/release/earshot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fsync", default="always", choices=["always", "interval", "os"])
    sys.exit(Harness(parser.parse_args()).run())


if __name__ == "__main__":
    main()
