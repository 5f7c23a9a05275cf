"""The trials of promises.py that are about TLS: what it takes, whose certificates, which keys."""

import os
import signal
import ssl
import subprocess
import tempfile
import threading
import time

import harness

PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build/release/earshot")


def code(client, verb, payload=None):
    """The code that a request is refused with; None for one that is answered."""
    is_good, reply = client.ask(verb, payload)
    return None if is_good else reply["code"]


def renegotiating(server, authority):
    """What `openssl s_client` says of a renegotiation. It asks for one after the greeting, which it takes for an error in the
    middle of a handshake, and its input stays open: at the end of its input it may leave before it has read the refusal."""
    options = ["-connect", f"localhost:{server.port}", "-CAfile", authority, "-tls1_2"]
    with subprocess.Popen(["openssl", "s_client", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as client:
        ending = threading.Timer(20, client.kill)
        ending.start()
        greeting = next((line for line in client.stdout if line.startswith("EARSHOT ")), "no greeting")
        client.stdin.write("R\n")
        client.stdin.flush()
        said = greeting + client.stdout.read()
        ending.cancel()
    return said


def tls(trial):
    server = trial.serve("tls")

    def talk(options, words=""):
        return trial.run(f"openssl s_client -connect localhost:{server.port} -CAfile {trial.authority} {options} 2>&1",
                         input=words, timeout=20)

    for options, is_wanted in (
            ("-tls1", False), ("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True), ("-tls1_2 -cipher AES128-GCM-SHA256", False),
            ("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA", False), ("-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", False),
            ("-groups P-521", False), ("-groups P-384", True), ("-groups P-256", True), ("-groups X25519", True),
            ("-alpn earshot/1", True), ("-alpn h2", False)):
        said = talk(options)
        trial.holds(options, ("Verify return code: 0" in said and "Cipher is (NONE)" not in said) == is_wanted, said[-200:])
    said = renegotiating(server, trial.authority)
    trial.holds("no renegotiation", "no renegotiation" in said, said)
    for how in ("SIGHUP", "by itself"):
        before = ssl.get_server_certificate(("127.0.0.1", server.port))
        fresh = harness.make_certificates(PROGRAM, tempfile.mkdtemp(dir=trial.folder))
        for name in ("server.pem", "server.key", "ca.pem"):
            os.replace(os.path.join(fresh, name), os.path.join(trial.certs, name))
        if how == "SIGHUP":
            server.process.send_signal(signal.SIGHUP)
        began = time.monotonic()
        while ssl.get_server_certificate(("127.0.0.1", server.port)) == before and time.monotonic() - began < 20:
            time.sleep(0.2)
        trial.holds(f"a new certificate is taken, {how}", ssl.get_server_certificate(("127.0.0.1", server.port)) != before)
    trial.holds("stop", server.stop() == 0)


def identity(trial, name, key, days=60, authority="root", extension="DNS:localhost", passphrase=""):
    """A folder with a certificate and its key, under a throw-away authority."""
    trial.run(f"""
        [ -e {authority}.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -keyout {authority}.key -out {authority}.pem -subj /CN={authority} \
            -days 90 -addext basicConstraints=critical,CA:TRUE
        mkdir -p {name}/certs
        openssl req -newkey {key} -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}
        echo '{"basicConstraints=CA:TRUE" if extension == "CA" else "subjectAltName=" + extension}' > {name}.ext
        openssl x509 -req -in {name}.csr -CA {authority}.pem -CAkey {authority}.key -CAcreateserial -days {days} -extfile {name}.ext -out {name}.pem
        cp {name}.pem {name}/certs/server.pem; cp root.pem {name}/certs/ca.pem; cp {name}.key {name}/certs/server.key
        [ -z '{passphrase}' ] || openssl pkey -aes256 -passout pass:{passphrase} -in {name}.key -out {name}/certs/server.key
        [ {authority} = root ] || cat {authority}.pem >> {name}/certs/server.pem
        chmod 600 {name}/certs/server.key""")
    return os.path.join(trial.folder, name, "certs")


def keys(trial):
    trial.run("printf geheim > good; printf wrong > wrong; printf geheim > open; chmod 600 good wrong; chmod 644 open")
    identity(trial, "middle", "rsa:2048", extension="CA")
    locked = identity(trial, "locked", "rsa:2048", passphrase="geheim")
    for certs, options in ((identity(trial, "rsa", "rsa:2048", days=20), ()), (identity(trial, "p256", "ec -pkeyopt ec_paramgen_curve:P-256"), ()),
                           (identity(trial, "chain", "ec -pkeyopt ec_paramgen_curve:P-384", authority="middle"), ()),
                           (locked, ("--tls-passphrase-file", trial.folder + "/good"))):
        server = trial.serve("keys", *options, certs=certs)
        if isinstance(server, str):
            trial.holds(certs, False, server)
            continue
        _, status = server.connect().ask("STATUS")
        trial.holds("STATUS has the expiry", "certificate_expires" in status)
        trial.holds(certs, server.stop() == 0)
        if certs.endswith("rsa/certs"):
            trial.holds("20 days before, the log says so", "the certificate expires in" in server.log(), server.log())
    trial.refuses("a key without its passphrase", "passphrase", certs=locked)
    trial.refuses("a wrong passphrase", "passphrase", "--tls-passphrase-file", trial.folder + "/wrong", certs=locked)
    trial.refuses("a passphrase that others can read", "read by others", "--tls-passphrase-file", trial.folder + "/open", certs=locked)
    loose = identity(trial, "loose", "rsa:2048")
    os.chmod(loose + "/server.key", 0o604)
    trial.refuses("a key that others can read", "read by others", certs=loose)
    trial.refuses("plain text for other machines", "loopback", "--plaintext", "0.0.0.0:0")
    trial.refuses("other machines before there is a token", "loopback", "--listen", "0.0.0.0:0")


def mutual(trial):
    names = {"kiosk": ("DNS:kiosk.example", "dns:kiosk.example"), "mail": ("email:a@b.example", "email:a@b.example"),
             "uri": ("URI:spiffe://x/y", "uri:spiffe://x/y"), "subject": ("IP:10.0.0.1", "cn:subject")}
    for name, (alternative, _) in names.items():
        identity(trial, name, "rsa:2048", authority="clients", extension=alternative)
    identity(trial, "fake", "rsa:2048", authority="others", extension="DNS:kiosk.example")
    server, _, operator = trial.operator("mutual", "--client-ca", trial.folder + "/clients.pem")

    def show(name):
        return harness.Client(server.port, trial.authority, certificate=(f"{trial.folder}/{name}.pem", f"{trial.folder}/{name}.key"))

    for name, (_, certificate) in names.items():
        operator.ask("TOKEN", {"add": name, "roles": ["submit"], "organisations": ["acme"], "certificate": certificate})
        client = show(name)
        trial.holds(f"{certificate} submits", code(client, "SUBMIT", {"org": "acme", "text": "fine"}) is None)
        trial.holds(f"{certificate} reads nothing", code(client, "REPORT", {"org": "acme"}) == "forbidden")
        operator.ask("TOKEN", {"revoke": name})
        trial.holds(f"{certificate} revoked", code(client, "SUBMIT", {"org": "acme", "text": "fine"}) == "unauthenticated")
    try:
        trial.holds("another authority's certificate", code(show("fake"), "ORGS") == "never answered")
    except OSError:
        pass
    trial.holds("none", code(server.connect(), "ORGS") == "unauthenticated")
    trial.holds("stop", server.stop() == 0)
