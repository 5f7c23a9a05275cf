"""What the crash, fault and power-cut tests share: a server in a folder, clients that note every answer, and the comparison
of what is found afterwards with what was answered. Loopback only; talks TLS by Python's own ssl module."""

import json
import os
import random
import resource
import socket
import ssl
import subprocess
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
    """One connection: a request a line, a reply a line, in order."""

    def __init__(self, port, authority, timeout=20, certificate=None):
        """`certificate` is the pair of files of a client that proves itself with one."""
        context = ssl.create_default_context(cafile=authority)
        if certificate:
            context.load_cert_chain(*certificate)
        raw = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(raw, server_hostname="localhost")
        self.file = self.socket.makefile("rb")
        if not self.file.readline().startswith(b"EARSHOT "):
            raise OSError("no greeting")

    def send(self, *requests):
        self.socket.sendall(b"".join(verb.encode() + b" " + json.dumps(payload).encode() + b"\n" for verb, payload in requests))

    def receive(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise OSError("the connection ended")
        word, _, rest = line.partition(b" ")
        return word == b"OK", json.loads(rest)

    def ask(self, verb, payload=None):
        self.send((verb, payload or {}))
        return self.receive()

    def close(self):
        self.file.close()
        self.socket.close()


class Server:
    """`earshot serve` on a data folder. `prefix` is a command that runs it, such as strace."""

    def __init__(self, binary, certs, data, fsync="always", options=(), prefix=(), file_bytes=None):
        self.certs = certs
        command = [*prefix, binary, "serve", "--listen", "127.0.0.1:0", "--data", data,
                   "--tls-certificate", os.path.join(certs, "server.pem"), "--tls-key", os.path.join(certs, "server.key"),
                   "--fsync", fsync, *options]
        limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, resource.RLIM_INFINITY))) if file_bytes else None
        self.errors = open(os.path.join(os.path.dirname(certs), "server.log"), "a+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True, preexec_fn=limit)
        self.port = None

    def wait_until_listening(self):
        """The first line of the server; None if it ended without listening."""
        first = self.process.stdout.readline()
        if "listens on" not in first:
            return None
        self.port = int(first.split("listens on 127.0.0.1:")[1].split()[0])
        return first

    def listening(self):
        if self.wait_until_listening() is None:
            raise SystemExit(f"the server did not start, exit code {self.end()}: {self.log()[-2000:]}")
        return self

    def connect(self, timeout=20):
        return Client(self.port, os.path.join(self.certs, "ca.pem"), timeout)

    def log(self):
        with open(self.errors.name) as file:
            return file.read()

    def kill(self):
        self.process.kill()
        return self.end()

    def stop(self):
        self.process.terminate()
        return self.end()

    def end(self, timeout=60):
        code = self.process.wait(timeout)
        self.process.stdout.close()
        self.errors.close()
        return code


class Book:
    """What was sent, what was answered, and what is wrong."""

    def __init__(self):
        self.sent = {}  # (org, id) -> text
        self.answered = {}  # (org, id) -> (seq, when it was answered)
        self.problems = []
        self.lock = threading.Lock()

    def draw(self, rng, organisations=7):
        """A new submission, or now and then one that was answered before."""
        with self.lock:
            if self.answered and rng.random() < 0.05:
                key = self.any(rng)
                return key, self.sent[key]
            number = len(self.sent) + 1
            key = (f"org-{number % organisations}", f"id-{number}")
            self.sent[key] = rng.choice(TEXTS)
            return key, self.sent[key]

    def any(self, rng):
        number = rng.randint(1, len(self.sent))
        key = (f"org-{number % 7}", f"id-{number}")
        return key if key in self.answered else next(iter(self.answered))

    def note(self, key, reply):
        with self.lock:
            known = self.answered.get(key)
            if known and known[0] != reply["seq"]:
                self.problems.append(f"{key} answered with seq {known[0]}, then {reply['seq']}")
            self.answered.setdefault(key, (reply["seq"], time.monotonic()))

    def submit_until_end(self, server, seed, stop, tolerated=("shutting_down",), pause=0.004):
        """Submits in bursts until the connection ends or `stop` is set; the codes that it was refused with."""
        rng = random.Random(seed)
        refused = {}
        try:
            client = server.connect()
            while not stop.is_set():
                burst = [self.draw(rng) for _ in range(rng.randint(1, 16))]
                client.send(*(("SUBMIT", {"org": org, "id": name, "text": text}) for (org, name), text in burst))
                for key, _ in burst:
                    ok, reply = client.receive()
                    if ok:
                        self.note(key, reply)
                        continue
                    refused[reply["code"]] = time.monotonic()
                    if reply["code"] not in tolerated:
                        self.problems.append(f"{key} refused: {reply}")
                if pause:
                    time.sleep(rng.uniform(0, pause))
            client.close()
        except (OSError, ssl.SSLError, ValueError):
            pass
        return refused

    def load(self, server, seed, count=3, **options):
        """Starts `count` clients; what stops and joins them."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=self.submit_until_end, args=(server, f"{seed}-{number}", stop), kwargs=options)
            for number in range(count)
        ]
        for thread in threads:
            thread.start()

        def end():
            stop.set()
            for thread in threads:
                thread.join()

        return end

    def check(self, server, keys=None, lost=None):
        """Sends what was answered again: each must be a duplicate under its old number. What is not goes to `lost` if given,
        else to the problems."""
        client = server.connect()
        keys = list(self.answered) if keys is None else keys
        before = received(client)
        for start in range(0, len(keys), 256):
            part = keys[start:start + 256]
            client.send(*(("SUBMIT", {"org": org, "id": name, "text": self.sent[(org, name)]}) for org, name in part))
            for key in part:
                ok, reply = client.receive()
                if ok and reply["duplicate"] and reply["seq"] == self.answered[key][0]:
                    continue
                if lost is not None and ok and not reply["duplicate"]:
                    lost.append(key)
                else:
                    self.problems.append(f"{key} answered with seq {self.answered[key][0]}, afterwards {reply}")
        after = received(client)
        if before != after and not lost:
            self.problems.append(f"counted twice: {before} became {after}")
        client.close()

    def complete(self, server):
        """Sends everything again, so that what was sent and what is stored are the same."""
        client = server.connect()
        keys = list(self.sent)
        for start in range(0, len(keys), 256):
            part = keys[start:start + 256]
            client.send(*(("SUBMIT", {"org": org, "id": name, "text": self.sent[(org, name)]}) for org, name in part))
            for key in part:
                ok, reply = client.receive()
                if not ok:
                    self.problems.append(f"{key} refused: {reply}")
        client.close()

    def compare(self, server, fresh):
        """Every figure of every organisation, against a server that was given everything once and never interrupted."""
        self.complete(server)
        self.complete(fresh)
        left, right = reports(server), reports(fresh)
        if left != right:
            for org in sorted(set(left) | set(right)):
                if left.get(org) != right.get(org):
                    self.problems.append(f"figures of {org}: {left.get(org)} instead of {right.get(org)}"[:1000])
        return len(left)


def received(client):
    """How many submissions each organisation has."""
    _, page = client.ask("ORGS")
    return {row["org"]: row["received"] for row in page["organisations"]}


def reports(server):
    """The report of each organisation, without how often something came again."""
    client = server.connect()
    result = {}
    for org in received(client):
        _, report = client.ask("REPORT", {"org": org})
        report["volume"].pop("duplicates", None)
        result[org] = report
    client.close()
    return result


def make_certificates(binary, folder):
    certs = os.path.join(folder, "certs")
    subprocess.run([binary, "certificates", certs], check=True, stdout=subprocess.DEVNULL)
    return certs
