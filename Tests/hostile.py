#!/usr/bin/env python3
"""Runs the public suites of hostile input against a server of its own: JSONTestSuite, utf8tests, the big list of naughty
strings. They are not part of the product; their folder is given.

    python3 Tests/hostile.py ../shared/hostile
"""
import json
import os
import re
import sys

from attack import Server, ask

def main(folder):
    server = Server()
    connection = server.connect()
    wrong = []

    def verdict(line):
        reply = ask(connection, line + b"\n")
        if any(byte < 0x20 for byte in reply[:-1]):
            wrong.append(("control character", line[:60]))
        return reply

    count = {"y": 0, "n": 0, "i": 0, "utf8": 0, "blns": 0}
    parsing = folder + "/JSONTestSuite/test_parsing"
    for name in sorted(os.listdir(parsing)):
        with open(f"{parsing}/{name}", "rb") as file:
            payload = file.read()
        # One line: white space between tokens is folded; a line break inside a string stays an error as a tab.
        line = payload.replace(b"\r", b"\t").replace(b"\n", b"\t").strip(b"\t ") if payload.strip() else b""
        kind = name[0]
        # The value of an unknown field: whatever it is, the JSON is judged before or with the field.
        reply = verdict(b'SUBMIT {"org":"h","text":"x","tags":' + line + b"}")
        is_json = b'"bad_json"' not in reply and b'"bad_utf8"' not in reply
        count[kind] += 1
        if kind == "n" and is_json:
            wrong.append((name, reply[:120]))
        if kind == "y" and not is_json and not re.search(rb"duplicat", name.encode()):
            wrong.append((name, reply[:120]))
    for number, text in enumerate(json.load(open(folder + "/blns/blns.json"))):
        line = b"SCORE " + json.dumps({"text": text, "explain": True}, ensure_ascii=bool(number % 2)).encode(
            "utf-8", "surrogatepass")
        reply = verdict(line)
        count["blns"] += 1
        if not reply.startswith(b"OK"):
            wrong.append((f"blns {number}", reply[:120]))
    with open(folder + "/utf8tests/utf8tests.bin", "rb") as file:
        for line in file.read().split(b"\n"):
            if b"\r" in line or not line:
                continue
            count["utf8"] += 1
            try:
                line.decode("utf-8")
                is_valid = True
            except UnicodeDecodeError:
                is_valid = False
            reply = verdict(b"XYZZY " + line)
            if is_valid == (b'"bad_utf8"' in reply):
                wrong.append(("utf8", line[:80], reply[:120]))
    print(json.dumps({"answered": count, "wrong": len(wrong), "exit": server.stop()}))
    for case in wrong[:40]:
        print(case)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1])
