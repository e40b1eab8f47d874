"""A time-stamp authority on loopback: ``openssl ts`` behind a small HTTP server, with certificates of its own."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa_cert]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """``url`` to ask, ``ca`` to trust. ``mood``: what it answers next (well, away, wrong, refusing)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ca = folder, folder / "ca.pem"
        self.url, self.mood, self.asked = "", "well", 0
        make_certificates(folder)

    def answer(self, question: bytes) -> bytes:
        """Return the answer of ``openssl ts -reply``."""
        (self.folder / "question").write_bytes(question)
        command = ["ts", "-reply", "-config", "tsa.cnf", "-section", "tsa_config", "-queryfile", "question"]
        openssl(self.folder, *command, "-out", "answer")
        return (self.folder / "answer").read_bytes()


def make_certificates(folder: Path) -> None:
    """Make a root and a certificate for time stamps."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(name="Test TSA", folder=folder))
    (folder / "ca.cnf").write_text(CONFIG.format(name="Test CA", folder=folder))
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9999",
            "-config", "ca.cnf", "-extensions", "ca")  # fmt: skip
    openssl(folder, "req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "tsa.cnf")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "tsa.pem", "-days", "9999", "-extfile", "tsa.cnf", "-extensions", "tsa_cert")  # fmt: skip


def openssl(folder: Path, *arguments: str) -> str:
    """Run the openssl program in a folder."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """Serve a time-stamp authority on loopback."""
    own = Authority(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            own.asked += 1
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if own.mood == "away":
                self.send_error(503)
                return
            body = own.answer(question)
            if own.mood == "wrong":  # the answer to another question
                openssl(folder, "ts", "-query", "-digest", "00" * 32, "-sha256", "-cert", "-out", "other")
                body = own.answer((folder / "other").read_bytes())
            if own.mood == "refusing":
                body = bytes.fromhex("30053003020102")  # PKIStatusInfo: rejection
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.url = f"http://127.0.0.1:{server.server_port}/tsa"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
