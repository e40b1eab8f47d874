"""Certificates and logs made by the tests themselves."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from tests.crawler.crawler_farm import Farm

KEY = ec.generate_private_key(ec.SECP256R1())
NOW = datetime.now(UTC)


def certificate(
    names: Sequence[str], common: str = "", *, poison: bool = False, others: Sequence[x509.GeneralName] = ()
) -> x509.Certificate:
    """Return a certificate of these SANs, with IP and mail SANs among them if asked for."""
    subject = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example")]
    if common:
        subject.append(x509.NameAttribute(NameOID.COMMON_NAME, common))
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.example")]))
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    if names or others:
        sans: list[x509.GeneralName] = [*(x509.DNSName(name) for name in names), *others]
        builder = builder.add_extension(x509.SubjectAlternativeName(sans), critical=not common)
    if poison:
        builder = builder.add_extension(x509.PrecertPoison(), critical=True)
    return builder.sign(KEY, hashes.SHA256())


def mixed(names: Sequence[str]) -> x509.Certificate:
    """Return a certificate that also names an IP address, a mail address and a web address."""
    return certificate(
        names,
        others=[
            x509.IPAddress(ip_address("192.0.2.7")),
            x509.RFC822Name("mail@elsewhere.example"),
            x509.UniformResourceIdentifier("https://uri.example/"),
        ],
    )


def sized(data: bytes, width: int = 3) -> bytes:
    return len(data).to_bytes(width, "big") + data


class FakeLog:
    """A log over entries that tests may break: RFC 6962 and static-ct at one base."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.origin = "log.example/2026"
        self.tiles: list[bytes] = []
        self.rows: list[dict[str, str]] = []
        self.stamp = int(NOW.timestamp() * 1000)
        self.salt = b""
        self.size: int | None = None

    def add(self, cert: x509.Certificate, *, precertificate: bool = False) -> None:
        stamp = self.stamp.to_bytes(8, "big")
        der, tbs = cert.public_bytes(Encoding.DER), cert.tbs_certificate_bytes
        body = b"\0\1" + b"k" * 32 + sized(tbs) if precertificate else b"\0\0" + sized(der)
        handed_in = sized(der) if precertificate else b""
        self.add_raw(stamp + body, handed_in)

    def add_raw(self, entry: bytes, handed_in: bytes = b"") -> None:
        """Append an entry from its timestamp on."""
        index = b"\0\0\5" + len(self.tiles).to_bytes(5, "big")
        self.tiles.append(entry + sized(index, 2) + handed_in + sized(b"f" * 64, 2))
        leaf, extra = b"\0\0" + entry + b"\0\0", handed_in + sized(b"")
        self.rows.append(
            {"leaf_input": base64.b64encode(leaf).decode(), "extra_data": base64.b64encode(extra).decode()}
        )

    def fill(self, names: Sequence[str]) -> None:
        """Add a small certificate a name; they are patched, not signed anew: nobody checks their signatures."""
        der = certificate(["n" * 40 + ".example"]).public_bytes(Encoding.DER)
        held = b"n" * 40 + b".example"
        for name in names:
            padded = name.encode().rjust(len(held), b"x") if len(name) < len(held) else name.encode()
            assert len(padded) == len(held)
            self.add_raw(self.stamp.to_bytes(8, "big") + b"\0\0" + sized(der.replace(held, padded)))

    @property
    def length(self) -> int:
        return len(self.tiles) if self.size is None else self.size

    @property
    def spki(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def root(self) -> bytes:
        return hashlib.sha256(self.salt + str(self.length).encode()).digest()

    def signature(self) -> bytes:
        head = b"\0\1" + self.stamp.to_bytes(8, "big") + self.length.to_bytes(8, "big") + self.root
        if isinstance(self.key, rsa.RSAPrivateKey):
            return b"\4\1" + sized(self.key.sign(head, padding.PKCS1v15(), hashes.SHA256()), 2)
        return b"\4\3" + sized(self.key.sign(head, ec.ECDSA(hashes.SHA256())), 2)

    def sth(self) -> bytes:
        return json.dumps(
            {
                "tree_size": self.length,
                "timestamp": self.stamp,
                "sha256_root_hash": base64.b64encode(self.root).decode(),
                "tree_head_signature": base64.b64encode(self.signature()).decode(),
            }
        ).encode()

    def line(self) -> str:
        key_id = hashlib.sha256(self.origin.encode() + b"\n\5" + hashlib.sha256(self.spki).digest()).digest()[:4]
        signed = key_id + self.stamp.to_bytes(8, "big") + self.signature()
        return f"\u2014 {self.origin} {base64.b64encode(signed).decode()}\n"

    def checkpoint(self) -> bytes:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.length}\n{root}\n\n{self.line()}".encode()

    def tile(self, number: int, width: int = 256) -> bytes:
        return b"".join(self.tiles[number * 256 : number * 256 + width])

    def listed(self, url: str, kind: str, **more: object) -> dict[str, object]:
        """Return the log's row of a log list."""
        own = {"url": url} if kind == "logs" else {"monitoring_url": url, "submission_url": f"https://{self.origin}/"}
        return {"description": "Example 'log2026'", "key": base64.b64encode(self.spki).decode(), **own, **more}

    def serve_static(self, farm: Farm, host: str, path: str = "/s/", *, packed: bool = False) -> str:
        """Serve it as a static log; full tiles and the partial one of the present size."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            asked = request.path.removeprefix(path)
            if asked == "checkpoint":
                return web.Response(body=self.checkpoint(), content_type="text/plain")
            if asked.startswith("tile/data/"):
                number, _, width = asked.removeprefix("tile/data/").partition(".p/")
                first = int(number.replace("x", "").replace("/", "")) * 256
                if first + int(width or 256) <= self.length:
                    body = self.tile(first // 256, int(width or 256))
                    if packed:
                        return web.Response(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})
                    return web.Response(body=body)
            return web.Response(status=404)

        farm.serve(host, "*", answer)
        return farm.url(host, path)

    def serve_rfc6962(self, farm: Farm, host: str, path: str = "/r/", most: int = 64) -> str:
        """Serve it by queries, at most ``most`` entries an answer."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            if request.path == f"{path}ct/v1/get-sth":
                return web.Response(body=self.sth(), content_type="application/json")
            if request.path == f"{path}ct/v1/get-entries":
                start, end = int(request.query["start"]), int(request.query["end"])
                rows = self.rows[start : min(end + 1, start + most, self.length)]
                return web.json_response({"entries": rows})
            return web.Response(status=404)

        farm.serve(host, "*", answer)
        return farm.url(host, path)
