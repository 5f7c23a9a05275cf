#!/usr/bin/env python3
"""The unit of packaging/ tried: what systemd says of it, and the server at work inside the walls that it puts up.

Where systemd itself runs, `systemctl start earshot` is the better trial. Where it does not, as in most containers, this puts up
the same walls by hand: another user without capabilities or new privileges, everything read-only but the data folder, a
/proc without anything else, no writable code, addresses of two families only, and the
unit's own list of system calls as a seccomp filter (anything else gets EPERM). Needs root, libseccomp and systemd-analyze;
without them it says so and exits 0. Prints one line of JSON.
"""
import ctypes
import json
import os
import re
import signal
import ssl
import socket
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/earshot")
UNIT = os.path.join(ROOT, "packaging/earshot.service")
NOBODY = 65534
ALLOW, EPERM, ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026


def settings():
    """The unit's lines by their names, each with all its values."""
    found = {}
    with open(UNIT) as file:
        for line in file:
            name, equals, value = line.strip().partition("=")
            if equals and not line.startswith("#"):
                found.setdefault(name, []).append(value)
    return found


def system_calls():
    """What SystemCallFilter allows, its groups taken apart."""
    groups, name = {}, None
    for line in subprocess.run(["systemd-analyze", "syscall-filter"], check=True, capture_output=True, text=True).stdout.splitlines():
        line = re.sub(r"\x1b\[[0-9;]*m", "", line)
        if line.startswith("@"):
            name = line.strip()
            groups[name] = []
        elif name and line.startswith(" ") and not line.strip().startswith("#") and line.strip():
            groups[name].append(line.strip())
    def members(names):
        return {call for one in names for call in (members(groups[one]) if one.startswith("@") else {one})}
    allowed = members(["@default"])
    for value in settings()["SystemCallFilter"]:
        names = value.lstrip("~").split()
        allowed = allowed - members(names) if value.startswith("~") else allowed | members(names)
    return sorted(allowed)


class Argument(ctypes.Structure):
    """seccomp's struct scmp_arg_cmp: an argument's number, 4 for «equal», what it must be."""
    _fields_ = [("number", ctypes.c_uint), ("operation", ctypes.c_int), ("left", ctypes.c_uint64), ("right", ctypes.c_uint64)]


def shut_in(command):
    """Loads the filter and becomes the command. Called with no privileges left."""
    calls = json.loads(os.environ.pop("EARSHOT_CALLS"))
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(EPERM))
    for name in calls:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        # As RestrictNamespaces and RestrictAddressFamilies have it.
        if name == "clone3":
            seccomp.seccomp_rule_add(context, ENOSYS, number, 0)
        elif name == "socket":
            for family in (socket.AF_INET, socket.AF_INET6):
                seccomp.seccomp_rule_add_array(context, ALLOW, number, 1, ctypes.byref(Argument(0, 4, family, 0)))
        elif number >= 0:
            seccomp.seccomp_rule_add(context, ALLOW, number, 0)
    if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:  # PR_SET_MDWE: MemoryDenyWriteExecute
        print("this kernel has no PR_SET_MDWE", file=sys.stderr)
    if seccomp.seccomp_load(context) != 0:
        sys.exit("the filter was not loaded")
    os.execv(command[0], command)


WALLS = """set -e
mount --make-rprivate /
mount --bind "$DATA" "$DATA"
mount -t proc -o nosuid,nodev,noexec,hidepid=invisible,subset=pid proc /proc
mount -o remount,bind,ro /
cd /
exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


def start(folder, data):
    command = [folder + "/earshot", "serve", "--listen", "127.0.0.1:0", "--data", data, "--tls-certificate", folder + "/certs/server.pem",
               "--tls-key", folder + "/certs/server.key", "--memory", "1600"]
    environment = {**os.environ, "DATA": data, "EARSHOT_CALLS": json.dumps(system_calls())}
    return subprocess.Popen(["unshare", "--mount", "--ipc", "--pid", "--fork", "--kill-child", "sh", "-c", WALLS, "walls", sys.executable,
                             folder + "/unit.py", "--shut-in", *command],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def ask(folder, port, lines):
    context = ssl.create_default_context(cafile=folder + "/certs/ca.pem")
    with context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=20), server_hostname="localhost") as connection:
        connection.sendall("".join(line + "\n" for line in lines).encode())
        with connection.makefile("r") as replies:
            return [replies.readline() for _ in range(len(lines) + 1)][1:]


def child(process):
    """The server itself, below unshare."""
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
        return int(file.read().split()[0])


def trial():
    with tempfile.TemporaryDirectory(prefix="earshot-unit-", dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        subprocess.run(["install", "-m", "755", PROGRAM, os.path.abspath(__file__), folder], check=True)
        subprocess.run([PROGRAM, "certificates", folder + "/certs"], check=True, stdout=subprocess.DEVNULL)
        data = folder + "/data"
        os.makedirs(data, 0o700)
        for path in [data, folder + "/certs", *(folder + "/certs/" + name for name in os.listdir(folder + "/certs"))]:
            os.chown(path, NOBODY, NOBODY)
        sequences = []
        for _ in range(2):
            process = start(folder, data)
            first = process.stdout.readline()
            if "listens on" not in first:
                return {"started": False, "said": first + process.stderr.read()[-2000:]}
            port = int(first.split("listens on 127.0.0.1:")[1].split()[0])
            os.kill(child(process), signal.SIGHUP)
            replies = ask(folder, port, ['SUBMIT {"org":"acme","text":"Nobody called me back."}', "SNAPSHOT", 'REPORT {"org":"acme"}', "STATUS"])
            sequences.append(json.loads(replies[0][3:])["seq"])
            if not all(reply.startswith("OK") for reply in replies):
                return {"started": True, "said": replies}
            os.kill(child(process), signal.SIGTERM)
            code = process.wait(30)
            log = process.stderr.read()
        return {"started": True, "sequences": sequences, "exit": code,
                "complaints": [line for line in log.splitlines() if "not permitted" in line or "rror" in line]}


def main():
    if sys.argv[1:2] == ["--shut-in"]:
        shut_in(sys.argv[2:])
    if os.geteuid() != 0 or subprocess.run(["which", "systemd-analyze", "setpriv", "unshare"], stdout=subprocess.DEVNULL).returncode:
        print(json.dumps({"skipped": "needs root, systemd-analyze, setpriv and unshare"}))
        return
    exposure = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT], capture_output=True, text=True)
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", UNIT], capture_output=True, text=True)
    # The program need not be installed where the unit has it.
    complaints = [line for line in verified.stderr.splitlines() if "earshot" in line and "is not executable" not in line]
    found = {"verify": complaints, "exposure": exposure.stdout.splitlines()[-1].strip().split(": ")[-1] if exposure.stdout else None, **trial()}
    print(json.dumps(found))
    good = found.get("sequences") == [1, 2] and found.get("exit") == 0 and not complaints and not found["complaints"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
