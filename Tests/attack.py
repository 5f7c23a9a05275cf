#!/usr/bin/env python3
"""Attacks a server of its own, on loopback, and measures what a well-behaved client feels meanwhile.

    python3 Tests/attack.py silent     80 silent, half-open and one-byte-a-second clients: how many are ended in time
    python3 Tests/attack.py idle       idle TLS connections: memory each, and the p99 of a working client
    python3 Tests/attack.py siege      slow lorises, stalled readers, half-open handshakes and garbage at once, with 256 MiB
    python3 Tests/attack.py mutate     a million mutated lines: no crash, no hang, no reply lost

With two cores or more the server has the first and all else the second; the client alone is measured beside a process that
keeps the second core as busy as the attackers do. `Tests/overload.py` has what comes as more work than can be done.

Each prints its figures as one line of JSON and exits 1 if a bound is broken.
"""
import argparse
import contextlib
import json
import multiprocessing
import os
import random
import resource
import select
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/earshot")
# Whether the server can have a core for itself.
HAS_CORES = len(os.sched_getaffinity(0)) > 1 and 0 in os.sched_getaffinity(0)
LINE = b'SUBMIT {"org":"acme","text":"Nobody called me back, and the agent was rude, but she apologised at last."}\n'


class Server:
    """A server with certificates and data of its own."""

    def __init__(self, *options, limit=None):
        """`limit` is a function that the server's process calls before it becomes the server."""
        self.folder = tempfile.TemporaryDirectory(prefix="earshot-attack-")
        certificates = self.folder.name + "/certs"
        subprocess.run([PROGRAM, "certificates", certificates], check=True, stdout=subprocess.DEVNULL)
        command = [PROGRAM, "serve", "--listen", "127.0.0.1:0", "--data", self.folder.name + "/data", "--fsync",
                   "interval", "--tls-certificate", certificates + "/server.pem", "--tls-key",
                   certificates + "/server.key", "--log-level", "error", *options]
        if HAS_CORES:
            command += ["--loops", "1"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: prepare(limit))
        self.port = int(self.process.stdout.readline().split("127.0.0.1:")[1].split()[0])
        self.context = ssl.create_default_context(cafile=certificates + "/ca.pem")

    def plain(self):
        return socket.create_connection(("127.0.0.1", self.port))

    def connect(self, tries=1):
        """A TLS connection whose greeting was read."""
        while tries > 1:
            try:
                return self.connect()
            except OSError:
                tries -= 1
        connection = self.context.wrap_socket(self.plain(), server_hostname="localhost")
        while not connection.recv(65536).endswith(b"\n"):
            pass
        return connection

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def status(self):
        connection = self.connect(tries=5)
        reply = ask(connection, b"STATUS\n")
        connection.close()
        return json.loads(reply[3:])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "killed after 30 s"
        self.folder.cleanup()
        return code


def ask(connection, line):
    connection.sendall(line)
    reply = b""
    while not reply.endswith(b"\n"):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the server ended the connection")
        reply += more
    return reply


def prepare(limit):
    if HAS_CORES:
        os.sched_setaffinity(0, {0})
    if limit:
        limit()


@contextlib.contextmanager
def spinning():
    """A process that is as busy on this side's core as attackers are."""
    spinner = multiprocessing.get_context("fork").Process(target=spin, daemon=True)
    spinner.start()
    try:
        yield
    finally:
        spinner.kill()
        spinner.join()


def spin():
    while True:
        pass


class Worker:
    """A well-behaved client: one submission at a time, each timed."""

    def __init__(self, server, seconds, pause=0.002):
        self.server, self.seconds, self.pause, self.times, self.failures = server, seconds, pause, [], 0

    def run(self):
        connection = self.server.connect(tries=5)
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            start = time.monotonic()
            if not ask(connection, LINE).startswith(b"OK"):
                self.failures += 1
            self.times.append(time.monotonic() - start)
            time.sleep(self.pause)
        connection.close()

    def quantile(self, q):
        ordered = sorted(self.times)
        return round(1000 * ordered[int(q * (len(ordered) - 1))], 3)


def measured(server, seconds):
    """A worker that has run in a process of its own: the attackers' threads must not hold it up."""
    worker = Worker(server, seconds)
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()

    def work():
        worker.run()
        results.put((worker.times, worker.failures))

    child = fork.Process(target=work)
    child.start()
    worker.times, worker.failures = results.get(timeout=seconds + 60)
    child.join()
    return worker


def silent(arguments):
    server = Server()
    clients = []
    for _ in range(20):
        clients.append(("half-open", server.plain()))
    for _ in range(20):
        clients.append(("in the handshake", server.plain()))
        clients[-1][1].sendall(b"\x16\x03\x01\x02\x00\x01")
    lines = [server.connect() for _ in range(40)]
    for index, connection in enumerate(lines):
        if index < 20:
            clients.append(("unfinished line", connection))
            connection.sendall(b"SUBMIT {")
        else:
            clients.append(("a byte a second", connection))
    start, open_, ended = time.monotonic(), dict(enumerate(clients)), {}
    while open_ and time.monotonic() - start < 75:
        for number, (kind, client) in list(open_.items()):
            try:
                if kind == "a byte a second":
                    client.sendall(b"x")
                readable = select.select([client], [], [], 0)[0]
                if readable and not client.recv(4096):
                    raise ConnectionError
            except OSError:
                ended.setdefault(kind, []).append(time.monotonic() - start)
                del open_[number]
        time.sleep(1)
    deadline = 35
    in_time = sum(t <= deadline for times in ended.values() for t in times)
    report({"ended_in_time": in_time, "of": 80, "deadline_s": deadline,
            "slowest_s": {kind: round(max(times), 1) for kind, times in ended.items()}, "exit": server.stop()},
           in_time == 80)


def idle(arguments):
    count = arguments.count
    server = Server("--connections", str(count + 1000))
    before_bytes = server.resident()
    quiet = measured(server, 5)
    before_bytes = server.resident()
    connections = [server.connect() for _ in range(count)]
    time.sleep(2)
    each = (server.resident() - before_bytes) / count
    busy = measured(server, 5)
    for connection in connections:
        connection.close()
    report({"connections": count, "bytes_each": round(each), "p99_ms_alone": quiet.quantile(0.99),
            "p99_ms_beside": busy.quantile(0.99), "p50_ms_alone": quiet.quantile(0.5),
            "p50_ms_beside": busy.quantile(0.5), "exit": server.stop()},
           each <= 16384 and busy.quantile(0.99) <= 1.5 * quiet.quantile(0.99))


def siege(arguments):
    server = Server("--memory", "256")
    alone = measured(server, 5)
    with spinning():
        quiet = measured(server, arguments.seconds)
    descriptors = server.descriptors()
    stop = threading.Event()
    peak = [0]

    def watch():
        while not stop.is_set():
            peak[0] = max(peak[0], server.resident())
            time.sleep(0.05)

    def attack(make, drip, count):
        """Keeps `count` bad clients going, making new ones for those that the server ends."""
        clients = []
        while not stop.is_set():
            try:
                while len(clients) < count and not stop.is_set():
                    clients.append(make())
            except OSError:
                time.sleep(0.05)
            for client in list(clients):
                try:
                    drip(client)
                except (OSError, ValueError):
                    client.close()
                    clients.remove(client)
            stop.wait(0.5)
        for client in clients:
            client.close()

    def stalled():
        connection = server.connect()
        connection.setblocking(False)
        return connection

    def pour(connection):
        try:
            connection.sendall(b'SCORE {"text":"not bad at all, but nobody called me back","explain":true}\n' * 200)
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError, BlockingIOError):
            pass

    def garbage():
        client = server.plain()
        client.sendall(random.randbytes(4096))
        return client

    kinds = [(server.connect, lambda c: c.sendall(b"S"), arguments.lorises), (stalled, pour, arguments.stalled),
             (server.plain, lambda c: None, arguments.halfopen), (garbage, lambda c: c.sendall(b"x" * 512), 50)]
    threads = [threading.Thread(target=attack, args=kind) for kind in kinds] + [threading.Thread(target=watch)]
    for thread in threads:
        thread.start()
    time.sleep(arguments.settle)
    busy = measured(server, arguments.seconds)
    status = server.status()
    stop.set()
    for thread in threads:
        thread.join()
    time.sleep(12)
    after = server.descriptors()
    alive = server.process.poll() is None
    report({"p99_ms_idle": alone.quantile(0.99), "p99_ms_beside_a_spinner": quiet.quantile(0.99), "p99_ms_besieged": busy.quantile(0.99),
            "p50_ms_besieged": busy.quantile(0.5), "refused": busy.failures, "of": len(busy.times),
            "peak_mib": peak[0] >> 20, "open_during": status["connections"]["open"], "state_during": status["state"],
            "descriptors_before": descriptors, "descriptors_after": after, "exit": server.stop()},
           alive and not busy.failures and busy.quantile(0.99) <= 3 * quiet.quantile(0.99) and peak[0] <= 256 << 20
           and after <= descriptors + 1)


SEEDS = [LINE.strip(), b'SCORE {"text":"fine","explain":true}', b'REPORT {"org":"acme"}', b"PING", b"STATUS", b"HELP",
         b'@tag EXPLAIN {"org":"acme","id":"s1"}', b'ORGS {"prefix":"a","limit":3}',
         b'VERBATIMS {"org":"acme","limit":2}', b'SUBMIT {"org":"a\\u00e9","text":"\\ud83d\\ude00","tags":{"k":"v"}}',
         b'TOKEN {"add":"x","roles":["submit"]}', b'TREND {"org":"acme","by":"day"}',
         b'RANK {"of":"staff","org":"acme","metric":"courtesy"}', b'SUBMIT {"org":"acme","text":"x","at":1700000000000}']


def mutated(generator):
    line = bytearray(generator.choice(SEEDS))
    for _ in range(generator.randrange(1, 5)):
        place = generator.randrange(len(line) + 1)
        kind = generator.randrange(6)
        if kind == 0 and line:
            line[place % len(line)] = generator.randrange(256)
        elif kind == 1:
            line[place:place] = generator.randbytes(generator.randrange(1, 8))
        elif kind == 2:
            del line[place:place + generator.randrange(1, 8)]
        elif kind == 3:
            line[place:place] = generator.choice([b'"', b"\\u0000", b"{", b"}", b"[", b"\xed\xa0\x80", b"1e999", b"\r"])
        elif kind == 4:
            line += generator.choice(SEEDS)[generator.randrange(10):]
        else:
            line[place:place] = b"[" * generator.randrange(1, 60)
    return bytes(line).replace(b"\n", b" ")


def mutate(arguments):
    """Every mutated line is followed by a tagged PING, whose reply must come behind exactly as many lines as were due."""
    generator = random.Random(arguments.seed)
    server = Server()
    connection = server.connect()
    sent, unanswered, start = 0, 0, time.monotonic()
    while sent < arguments.lines:
        lines = [mutated(generator) for _ in range(500)]
        # An empty line has no reply; every other has one.
        due = sum(1 for line in lines if (line[:-1] if line.endswith(b"\r") else line)) + 1
        sent += len(lines)
        connection.sendall(b"\n".join(lines) + b"\n@step%d PING\n" % sent)
        received = b""
        connection.settimeout(20)
        while received.count(b"\n") < due:
            more = connection.recv(1 << 20)
            if not more:
                unanswered += 1
                break
            received += more
        last = received.splitlines()[-1]
        if last != b"@step%d OK {}" % sent or received.count(b"\n") != due:
            report({"lost_step_at": sent, "last": last.decode("latin1")[:200], "seed": arguments.seed}, False)
        for reply in received.splitlines():
            if any(byte < 0x20 for byte in reply):
                report({"control_character_in": reply.decode("latin1")[:200]}, False)
    report({"lines": sent, "seconds": round(time.monotonic() - start, 1), "seed": arguments.seed, "lost": unanswered,
            "exit": server.stop()}, unanswered == 0)


def report(figures, is_good):
    print(json.dumps({"what": sys.argv[1], "within_bounds": is_good, **figures}))
    sys.exit(0 if is_good else 1)


def share_the_machine():
    """Leaves the first core to the server."""
    if HAS_CORES:
        os.sched_setaffinity(0, os.sched_getaffinity(0) - {0})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["silent", "idle", "siege", "mutate"])
    parser.add_argument("--count", type=int, default=19000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lorises", type=int, default=1000)
    parser.add_argument("--stalled", type=int, default=1000)
    parser.add_argument("--halfopen", type=int, default=500)
    parser.add_argument("--settle", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    share_the_machine()
    globals()[arguments.what](arguments)


if __name__ == "__main__":
    main()
