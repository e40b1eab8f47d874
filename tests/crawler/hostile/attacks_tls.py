"""Attacks on the way to the page: certificates and handshakes."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.crawler.hostile.answers import whole
from tests.crawler.hostile.raw_farm import RawFarm, Talk

ALERT = b"\x15\x03\x00\x00\x02\x02\x28"  # SSL 3.0: fatal, handshake failure


@cache
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(host: str, days: int = 30, extra: int = 0) -> bytes:
    """A self-signed certificate in PEM, ``extra`` bytes larger than it need be."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:60])])
    start = datetime.now(UTC) - timedelta(days=60)
    names = [x509.DNSName(host), *(x509.DNSName(f"{n:060d}.example") for n in range(extra // 70))]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=60 + days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key(), SHA256())
    )
    return built.public_bytes(Encoding.PEM)


def context(folder: Path, pem: bytes) -> ssl.SSLContext:
    """A server's context with a certificate (or a chain of them)."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = folder / "chain.pem"
    secret = key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + pem)
    made.load_cert_chain(path)
    return made


def old(made: ssl.SSLContext) -> ssl.SSLContext:
    """A server that speaks nothing newer than TLS 1.0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    return made


async def answers(talk: Talk) -> None:
    await talk.reader.readuntil(b"\r\n\r\n")
    await talk.send(whole())


async def http2_only(talk: Talk) -> None:
    await talk.reader.readuntil(b"\r\n\r\n")
    await talk.send(bytes.fromhex("00000c0400000000000003000000640004000100000000"))


async def hangs(talk: Talk) -> None:
    await talk.silence()


async def hangs_after_hello(talk: Talk) -> None:
    await talk.reader.read(1)
    await talk.send(b"\x16\x03\x03\x40\x00\x02")
    await talk.silence()


async def drips_handshake(talk: Talk) -> None:
    await talk.reader.read(1)
    await talk.send(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03")
    await talk.forever(b"x", 0.05)


async def old_alert(talk: Talk) -> None:
    await talk.reader.read(1)
    await talk.send(ALERT)


async def plain_http(talk: Talk) -> None:
    await talk.reader.read(1)
    await talk.send(whole())


async def resets(talk: Talk) -> None:
    await talk.reader.read(1)
    talk.reset()


async def stalls_inside(talk: Talk) -> None:
    await talk.reader.readuntil(b"\r\n\r\n")
    await talk.send(whole()[:-1])
    await asyncio.sleep(600)


@dataclass(frozen=True)
class Secure:
    """A host with a port of its own and how a visit to it must end; ``verified`` None: no certificate was seen."""

    serve: Callable[[Talk], Awaitable[None]]
    outcomes: tuple[str, ...]
    verified: bool | None = None
    pem: bytes = b""
    old: bool = False


def secure() -> dict[str, Secure]:
    return {
        "tls-self-signed.example": Secure(answers, ("ok",), False, certificate("tls-self-signed.example")),
        "tls-expired.example": Secure(answers, ("ok",), False, certificate("tls-expired.example", days=-30)),
        "tls-wrong-name.example": Secure(answers, ("ok",), False, certificate("somebody-else.example")),
        "tls-many-names.example": Secure(answers, ("ok",), False, certificate("tls-many-names.example", extra=60_000)),
        "tls-huge-chain.example": Secure(
            answers, ("tls_failed",), None, b"".join(certificate(f"c{n}.example", extra=40_000) for n in range(6))
        ),
        "tls-old.example": Secure(answers, ("ok",), False, certificate("tls-old.example"), old=True),
        "tls-http2-only.example": Secure(http2_only, ("bad_answer",), None, certificate("tls-http2-only.example")),
        "tls-stalls.example": Secure(stalls_inside, ("timeout",), None, certificate("tls-stalls.example")),
        "tls-hangs.example": Secure(hangs, ("timeout",)),
        "tls-hangs-later.example": Secure(hangs_after_hello, ("timeout",)),
        "tls-drips.example": Secure(drips_handshake, ("timeout", "tls_failed")),
        "tls-ssl3.example": Secure(old_alert, ("tls_failed",)),
        "tls-plain.example": Secure(plain_http, ("tls_failed",)),
        "tls-resets.example": Secure(resets, ("unreachable", "tls_failed")),
    }


def put_up(farm: RawFarm) -> dict[str, Secure]:
    """Start a listener for each."""
    found = secure()
    for host, one in found.items():
        made = None
        if one.pem:
            with tempfile.TemporaryDirectory() as folder:
                made = context(Path(folder), one.pem)
            made = old(made) if one.old else made
        farm.own_port(host, one.serve, made)
    return found
