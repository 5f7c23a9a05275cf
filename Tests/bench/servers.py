"""Starts the servers that are measured, each on one core with a data folder of its own, and asks the system what they use."""
import glob
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_time(path):
    """User and system time in microseconds, as fine as the kernel's ticks, from a `stat` of a process or a thread."""
    with open(path) as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return [int(field) * 1_000_000 // os.sysconf("SC_CLK_TCK") for field in fields[11:13]]


class Server:
    """A running server with TLS on a port of its own; `with` ends it and removes its data."""

    def __init__(self, certs):
        self.certs = os.path.abspath(certs)
        self.data = tempfile.mkdtemp(prefix="earshot-bench-")
        self.port = free_port()

    def __enter__(self):
        command = self.command()
        log = open(os.path.join(self.data, "log"), "wb")
        if os.cpu_count() > 1:
            command = ["taskset", "-c", self.cores()] + command
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.data)
        self.wait_until_it_listens()
        self.prepare()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def wait_until_it_listens(self):
        for _ in range(200):
            if self.process.poll() is not None:
                raise SystemExit(open(os.path.join(self.data, "log")).read())
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
        raise SystemExit("a server does not come up")

    def cores(self):
        return "0"

    def prepare(self):
        pass

    def cpu_microseconds(self):
        return sum(cpu_time(f"/proc/{self.process.pid}/stat"))

    def thread_microseconds(self):
        """User and system time of each thread, by name."""
        times = {}
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            folder = f"/proc/{self.process.pid}/task/{task}"
            with open(folder + "/comm") as file:
                times[file.read().strip()] = cpu_time(folder + "/stat")
        return times

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def client_context(self):
        context = ssl.create_default_context(cafile=os.path.join(self.certs, "ca.pem"))
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        return context


class Earshot(Server):
    """`policy` is always or interval."""

    def __init__(self, binary, certs, policy, loops=1):
        super().__init__(certs)
        self.binary, self.policy, self.loops = os.path.abspath(binary), policy, loops

    def cores(self):
        return "0" if self.loops == 1 else f"0-{self.loops - 1}"

    def command(self):
        return [
            self.binary, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", os.path.join(self.data, "d"),
            "--tls-certificate", f"{self.certs}/server.pem", "--tls-key", f"{self.certs}/server.key",
            "--fsync", self.policy, "--loops", str(self.loops), "--log-level", "error",
        ]


class Redis(Server):
    """A Redis with TLS, the same certificate, and an append-only file under the matching policy."""

    def __init__(self, certs, policy):
        super().__init__(certs)
        self.policy = {"interval": "everysec", "always": "always"}[policy]

    @staticmethod
    def version():
        """What the program calls itself; None where it is not installed."""
        if not shutil.which("redis-server") or not shutil.which("redis-cli"):
            return None
        return subprocess.run(["redis-server", "--version"], capture_output=True, text=True).stdout.split()[2]

    def command(self):
        return [
            "redis-server", "--port", "0", "--tls-port", str(self.port), "--bind", "127.0.0.1", "--dir", self.data,
            "--tls-cert-file", f"{self.certs}/server.pem", "--tls-key-file", f"{self.certs}/server.key",
            "--tls-ca-cert-file", f"{self.certs}/ca.pem", "--tls-auth-clients", "no", "--save", "",
            "--appendonly", "yes", "--appendfsync", self.policy, "--maxclients", "20000",
        ]

    def prepare(self):
        with open(os.path.join(HERE, "counters.lua"), "rb") as functions:
            subprocess.run(
                ["redis-cli", "-p", str(self.port), "--tls", "--cacert", f"{self.certs}/ca.pem", "-x", "FUNCTION", "LOAD"],
                stdin=functions, check=True, capture_output=True)


class Reference(Server):
    """A server in C that does the least that can be called the same job: TLS, the two fields looked for, the words looked up
    one by one, one counter, one write to a journal. It lies beside the project, and is built when it is wanted."""
    SOURCE = os.path.join(ROOT, "..", "shared", "bench", "floor.c")

    @classmethod
    def version(cls):
        """What to call it; None where it cannot be built."""
        return "floor.c" if os.path.exists(cls.SOURCE) and shutil.which("cc") else None

    def command(self):
        program, words = os.path.join(self.data, "floor"), os.path.join(self.data, "words.tsv")
        subprocess.run(["cc", "-O3", "-march=native", "-w", "-o", program, self.SOURCE, "-lssl", "-lcrypto"], check=True)
        with open(words, "w") as file:
            file.writelines(f"{word}\t{valence}\n" for word, valence in shipped_words())
        return [
            program, "-p", str(self.port), "-T", f"{self.certs}/server.pem", "-K", f"{self.certs}/server.key", "-M", "-j", "-a",
            "-s", words, "-J", os.path.join(self.data, "journal"),
        ]


def shipped_words():
    """The single words of the scorer's lists, with their valences."""
    for path in sorted(glob.glob(os.path.join(ROOT, "Sources", "CLexicon", "lists", "words-*.tsv"))):
        with open(path, encoding="utf-8") as file:
            for line in file:
                word, *rest = line.rstrip("\n").split("\t")
                if rest and not line.startswith("#"):
                    yield word, rest[0]
