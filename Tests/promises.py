#!/usr/bin/env python3
"""What protocol/security.md, access.md and limits.md promise to whoever connects, tried one by one against the running program
with Python's ssl and with openssl.

    python3 Tests/promises.py [--only NAME]

Loopback only, folders of its own; takes about a minute. Prints what did not hold, then one line of JSON, and exits 1 if anything
did not.
"""
import argparse
import base64
import hashlib
import json
import os
import socket
import subprocess
import tempfile
import threading
import time

import harness
from promises_tls import code, keys, mutual, tls

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/earshot")
ROLES = {"submit": [("SUBMIT", {"org": "acme", "text": "fine"})],
         "read": [("REPORT", {"org": "acme"}), ("VERBATIMS", {"org": "acme"}), ("TREND", {"org": "acme", "by": "day"}),
                  ("WATCH", {"org": "acme"}), ("SURVEYS", {"org": "acme"}), ("SEGMENTS", {"org": "acme"})],
         "manage": [("FORGET", {"org": "acme", "customer": "c"}),
                    ("SURVEY", {"org": "acme", "survey": "v", "questions": [{"name": "stars", "type": "stars"}]})],
         "operate": [("TOKENS", {}), ("ORG", {"add": "other"}), ("TOKEN", {"revoke": "nobody"}), ("SNAPSHOT", {})]}
HOSTILE = "The agent was rude \x1b]0;owned\x07 but \x1b[2J\x1b[31mfriendly \u202eevil \u009b31m \u2066x\x7f"
OBEYED = ["\x1b]0", "\x1b[2J", "\x07", "\u202e", "\u009b", "\u2066", "\x7f"]


class Trial:
    """A folder with certificates, the servers that were started in it, and what did not hold."""

    def __init__(self, folder):
        self.folder, self.problems, self.tried = folder, [], 0
        self.certs = harness.make_certificates(PROGRAM, folder)
        self.authority = os.path.join(self.certs, "ca.pem")

    def holds(self, what, is_good, found=""):
        self.tried += 1
        if not is_good:
            self.problems.append(f"{what}: {found}"[:400])
            print("does not hold:", self.problems[-1], flush=True)

    def serve(self, data, *options, certs=None, prefix=()):
        """A server, listening; or what it complained of."""
        server = harness.Server(PROGRAM, certs or self.certs, os.path.join(self.folder, data), "interval", options, prefix)
        if server.wait_until_listening():
            return server
        server.end()
        return server.log().strip().splitlines()[-1]

    def operator(self, data, *options, **how):
        """A server that has an operator and the organisations acme and beta, the operator's token, and a connection of it."""
        made = self.run(f"{PROGRAM} token add ops --role operate --data {data}").split()
        token = next(word for word in made if word.startswith("earshot_"))
        server = self.serve(data, *options, **how)
        client = known(server, token)
        for name in ("acme", "beta"):
            client.ask("ORG", {"add": name})
        return server, token, client

    def run(self, command, **how):
        return subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, **how).stdout

    def refuses(self, what, complaint, *options, **how):
        server = self.serve("refused", *options, **how)
        self.holds(what, isinstance(server, str) and complaint in server, server)
        if not isinstance(server, str):
            server.stop()


def known(server, token):
    client = server.connect()
    client.ask("AUTH", {"token": token})
    return client


def made(operator, name, role, organisation="acme", **more):
    _, reply = operator.ask("TOKEN", {"add": name, "roles": [role], "organisations": [organisation], **more})
    return reply["token"]


def tokens(trial):
    server, token, operator = trial.operator("tokens")
    secret = base64.urlsafe_b64decode(token.removeprefix("earshot_") + "=")
    trial.holds("a token has 32 bytes", len(secret) == 32, len(secret))
    stored = b"".join(open(os.path.join(path, name), "rb").read() for path, _, names in os.walk(os.path.join(trial.folder, "tokens"))
                      for name in names)
    trial.holds("the folder has the digest alone", token.encode() not in stored and secret not in stored
                and hashlib.sha256(token.encode()).digest() in stored)
    shown = made(operator, "kiosk", "submit")
    operator.send(("TOKENS", {}))
    listing = operator.file.readline().decode()
    trial.holds("a token is shown once", shown not in listing and '"last_used"' in listing and '"expires"' in listing, listing)
    holders = {role: made(operator, role, role) for role in ("submit", "read", "manage")}
    for role, right in [(role, right) for role in holders for right in ROLES]:
        for verb, payload in ROLES[right]:
            found = code(known(server, holders[role]), verb, payload)
            trial.holds(f"{verb} by {role}", (found == "forbidden") == (role != right), found)
    trial.holds("stop", server.stop() == 0)


def ends(trial):
    """Rights end at the next line, whatever ends them."""
    server, token, operator = trial.operator("ends")
    client = known(server, made(operator, "kiosk", "submit"))
    trial.holds("before", code(client, "SUBMIT", {"org": "acme", "text": "fine"}) is None)
    operator.ask("TOKEN", {"revoke": "kiosk"})
    trial.holds("revoked", code(client, "SUBMIT", {"org": "acme", "text": "fine"}) == "unauthenticated")
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
    short = made(operator, "short", "read", expires=soon)
    client = known(server, short)
    trial.holds("before it expires", code(client, "REPORT", {"org": "acme"}) is None)
    time.sleep(2.5)
    trial.holds("expired, open", code(client, "REPORT", {"org": "acme"}) == "unauthenticated")
    trial.holds("expired, new", code(server.connect(), "AUTH", {"token": short}) == "unauthenticated")
    other = made(operator, "other", "read", "beta")
    for second, verb, wanted in ((other, "TOKENS", "forbidden"), ("earshot_wrong", "ORGS", "unauthenticated")):
        client = known(server, token)
        client.ask("AUTH", {"token": second})
        trial.holds("a second AUTH keeps nothing", code(client, verb) == wanted)
    trial.holds("stop", server.stop() == 0)


def foreign(trial):
    server, _, operator = trial.operator("foreign")
    operator.ask("SUBMIT", {"org": "acme", "id": "secret-id", "staff": "Ann", "text": "Ann was rude."})
    client = known(server, made(operator, "beta-reader", "read", "beta"))
    for verb, more in (("REPORT", {}), ("VERBATIMS", {}), ("SURVEYS", {}), ("SEGMENTS", {}), ("WATCH", {}), ("DRIVERS", {}),
                       ("TREND", {"by": "day"}), ("RESULTS", {"survey": "v"}), ("EXPLAIN", {"id": "secret-id"}),
                       ("RANK", {"of": "staff", "metric": "courtesy"})):
        replies = [client.ask(verb, {"org": org, **more}) for org in ("acme", "no-such")]
        trial.holds(f"{verb} of another's is like that of nobody's", replies[0] == replies[1] and not replies[0][0], replies)
    for verb, payload in (("ORGS", {}), ("ORGS", {"prefix": "ac"}), ("STATUS", {}), ("EXPLAIN", {"id": "s1"}),
                          ("RANK", {"of": "organisations", "metric": "sentiment"}), ("COMPARE", {"org": "beta", "with": {"org": "acme"}})):
        _, reply = client.ask(verb, payload)
        trial.holds(f"{verb} tells nothing of another's", not any(word in json.dumps(reply) for word in ("acme", "secret", "Ann")), reply)
    trial.holds("stop", server.stop() == 0)


def strangers(trial):
    server, token, _ = trial.operator("strangers")
    client = server.connect()
    verbs = [verb for right in ROLES.values() for verb, _ in right] + ["SCORE", "STATUS", "ORGS", "EXPLAIN", "DRAIN"]
    for verb in verbs:
        client.socket.sendall(verb.encode() + b" {broken\n")
        reply = client.file.readline()
        trial.holds(f"a stranger's {verb} is refused unread", b'"unauthenticated"' in reply, reply)
    trial.holds("PING and HELP", client.ask("PING")[0] and client.ask("HELP")[0])
    client.socket.sendall(b"PING " + b"x" * 5000 + b"\n")
    trial.holds("a stranger's line has 4 KiB", b"at most 4096" in client.file.readline())
    client, began = server.connect(), time.monotonic()
    try:
        while True:
            client.ask("PING")
            time.sleep(0.2)
    except (OSError, ValueError):
        trial.holds("a stranger that talks is ended all the same", time.monotonic() - began < 15, time.monotonic() - began)
    codes, waits = [], []
    for number in range(9):
        client, began = server.connect(), time.monotonic()
        codes.append(code(client, "AUTH", {"token": f"earshot_{number}"}))
        waits.append(time.monotonic() - began)
    trial.holds("failed attempts are slowed, then refused", codes[:8] == ["unauthenticated"] * 8 and codes[8] == "rate_limited"
                and min(waits[2:8]) > waits[8], list(zip(codes, waits)))
    trial.holds("so is the right token of that address", code(server.connect(), "AUTH", {"token": token}) == "rate_limited")
    trial.holds("stop", server.stop() == 0)


def terminal(trial):
    """A customer's words on a terminal, by every command that shows any."""
    server = trial.serve("terminal")
    server.connect().ask("SUBMIT", {"org": "acme", "id": "h1", "staff": "\u202eboB\u009b2J", "text": HOSTILE})
    for command in ("verbatims --org acme", "explain --org acme h1", "segments --org acme", "report --org acme --split staff",
                    "export --org acme", "export --org acme --format jsonl", "verbatims --org acme --json", "explain --org acme h1 --json"):
        shown = trial.run(f"script -qec '{PROGRAM} {command} --server localhost:{server.port} --ca {trial.authority}' /dev/null",
                          env={**os.environ, "TERM": "xterm-256color"})
        trial.holds(command, shown and not any(byte in shown for byte in OBEYED), shown[:200])
    trial.holds("stop", server.stop() == 0)


def stops(trial):
    for how in ("DRAIN", "SIGTERM"):
        server, token, operator = trial.operator("stops-" + how, "--drain-seconds", "5")
        counts = []
        threads = [threading.Thread(target=submit_until_end, args=(server, token, counts, number)) for number in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        stalled = known(server, token)
        stalled.socket.sendall(b'SUBMIT {"org":"acme","te')
        if how == "DRAIN":
            trial.holds("DRAIN is answered", operator.ask("DRAIN")[0])
        else:
            server.process.terminate()
        trial.holds(f"{how} ends it with 0", server.end(20) == 0)
        for thread in threads:
            thread.join()
        again = trial.serve("stops-" + how)
        _, status = known(again, token).ask("STATUS")
        trial.holds(f"{how}: what was answered is in the snapshot", status["submissions"] >= sum(counts) > 0
                    and status["durability"]["recovery"]["records"] == 0, status)
        again.stop()


def submit_until_end(server, token, counts, number):
    count, client = 0, known(server, token)
    try:
        while client.ask("SUBMIT", {"org": "acme", "id": f"{number}-{count}", "text": "The agent was rude."})[0]:
            count += 1
    except (OSError, ValueError):
        pass
    counts.append(count)


def descriptors(trial):
    server = trial.serve("descriptors", prefix=("prlimit", "--nofile=40:40"))
    client = server.connect()
    waiting = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(80)]
    time.sleep(1)
    trial.holds("without descriptors a conversation goes on", code(client, "SUBMIT", {"org": "acme", "text": "fine"}) is None)
    _, status = client.ask("STATUS")
    trial.holds("who was turned away is counted", status["connections"]["turned_away"] > 0, status["connections"])
    for connection in waiting:
        connection.close()
    time.sleep(1)
    trial.holds("afterwards new ones get in", server.connect().ask("PING")[0])
    trial.holds("stop", server.stop() == 0)


TRIALS = [tokens, ends, foreign, strangers, tls, keys, mutual, terminal, stops, descriptors]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[trial.__name__ for trial in TRIALS])
    only, problems, tried = parser.parse_args().only, [], 0
    for trial in TRIALS:
        if only and trial.__name__ != only:
            continue
        with tempfile.TemporaryDirectory(prefix="earshot-promises-") as folder:
            of = Trial(folder)
            trial(of)
        problems += [f"{trial.__name__}: {problem}" for problem in of.problems]
        tried += of.tried
    print(json.dumps({"tried": tried, "do_not_hold": problems}))
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
