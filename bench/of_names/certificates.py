"""Data tiles of made-up certificates, written as DER by hand: signing a million would take hours.

One real certificate gives everything but the names; subject and SANs are written anew for each entry. Nobody checks
the signatures, as a reader of logs does not either.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

WIDTH = 256
POISON = bytes.fromhex("3013060a2b06010401d6790204030101ff04020500")
MADE = 1_795_219_200_000  # milliseconds
# How each look-alike is put: as the only name, the 100th SAN, in punycode, below a star, as the common name alone.
SEEDS = {
    "alone": ("cx-mem-gov-cn.com", "memgov.cn", "mem.gov.cn.xyz", "chaxun-mem-gov.cn", "yjglb-gov.cn"),
    "hundredth": ("mem-gov.cn", "cxmemgov.com", "cx.mem.gov.cn.verify.top", "memgovcn.net", "mem-gov.org.cn"),
    "punycode": (
        "xn--extu8ac1n3qneijnryf7h.cn", "xn--mm-gov-3of.cn", "xn--cx-mem-ov-w6d.cn", "xn---mem-gov-ech4b.cn",
        "xn--vcsu3i6wc31b9v1c0dkpj0b.xn--fiqs8s",
    ),
    "wildcard": ("www.mem-gov-cn.vip", "cx.mem-gov.com.cn", "memgov.vip", "tzzy-mem-gov.com", "mem-gov-cn.top"),
    "common": ("login.cx.mem.gov.cn.safe-check.xyz", "mem-gov-cn.net", "cx-mem-gov.cn", "memgov.cc", "mem.gov.cn.vip"),
}  # fmt: skip


def seeded() -> set[str]:
    """Return every look-alike."""
    return {name for names in SEEDS.values() for name in names}


def made_tiles(count: int) -> list[bytes]:
    """Return ``count`` full data tiles, always the same; the look-alikes lie spread over them."""
    rng = random.Random(20261122)
    template = Template()
    entries = [_ordinary(rng) for _ in range(count * WIDTH)]
    step = len(entries) // len(seeded())
    places = range(step // 2, len(entries), step)
    for place, (way, name) in zip(places, ((w, n) for w, names in SEEDS.items() for n in names), strict=False):
        entries[place] = _placed(way, name, rng)
    leaves = [template.leaf(n, common, sans, precertificate=n % 4 != 0) for n, (common, sans) in enumerate(entries)]
    return [b"".join(leaves[at : at + WIDTH]) for at in range(0, len(leaves), WIDTH)]


def _ordinary(rng: random.Random) -> tuple[str, list[str]]:
    names = [_name(rng) for _ in range(100 if rng.random() < 0.01 else rng.choice((1, 1, 2, 2, 3, 4)))]
    return (names[0] if rng.random() < 0.8 else ""), names


def _placed(way: str, name: str, rng: random.Random) -> tuple[str, list[str]]:
    if way == "hundredth":
        return "", [*(_name(rng) for _ in range(99)), name]
    if way == "wildcard":
        return "", [f"*.{name}"]
    if way == "common":
        return name, []
    return "", [name]


def _name(rng: random.Random) -> str:
    body = "".join(rng.choice("bcdfghjklmnpqrstvwz") + rng.choice("aeiou") for _ in range(rng.randint(2, 6)))
    below = rng.choice(("", "", "www.", "api.", "*.", "mail."))
    return (
        f"{below}{body}{rng.choice(('', '', str(rng.randint(1, 99))))}.{rng.choice(('com', 'net', 'org', 'de', 'cn'))}"
    )


class Template:
    """The parts of a certificate of the usual size, with eight extensions besides the names."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        start = datetime(2026, 11, 22, tzinfo=UTC)
        issuer = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Trust Services"),
                x509.NameAttribute(NameOID.COMMON_NAME, "Example CA 7"),
            ]
        )
        builder = x509.CertificateBuilder(issuer, x509.Name([]), key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=90))
        for extension, critical in _extensions(key.public_key()):
            builder = builder.add_extension(extension, critical)
        tbs = _parts(builder.sign(key, hashes.SHA256()).tbs_certificate_bytes)
        self._before = b"".join(tbs[:5])  # version, serial number, algorithm, issuer, validity
        self._key = tbs[6]
        extensions = _parts(_value(_value(tbs[7])), whole=False)
        self._first, self._last = b"".join(extensions[:3]), b"".join(extensions[3:])
        self._signature = tbs[2] + _tlv(0x03, b"\0" + bytes(71))
        self._issuer = hashlib.sha256(b"issuer").digest()

    def leaf(self, number: int, common: str, sans: Sequence[str], *, precertificate: bool) -> bytes:
        """Return one TileLeaf (static-ct-api)."""
        tbs = self._tbs(common, sans, b"")
        index = b"\0\x08\0\0\x05" + number.to_bytes(5, "big")
        chain = b"\0\x40" + self._issuer * 2
        stamp = (MADE + number).to_bytes(8, "big")
        if not precertificate:
            return stamp + b"\0\0" + _sized(_tlv(0x30, tbs + self._signature)) + index + chain
        poisoned = _tlv(0x30, self._tbs(common, sans, POISON) + self._signature)
        return stamp + b"\0\1" + self._issuer + _sized(tbs) + index + _sized(poisoned) + chain

    def _tbs(self, common: str, sans: Sequence[str], more: bytes) -> bytes:
        subject = b""
        if common:
            pair = bytes.fromhex("0603550403") + _tlv(0x0C, common.encode())
            subject = _tlv(0x31, _tlv(0x30, pair))
        named = b""
        if sans:
            general = _tlv(0x30, b"".join(_tlv(0x82, name.encode()) for name in sans))
            named = _tlv(0x30, bytes.fromhex("0603551d11") + _tlv(0x04, general))
        extensions = _tlv(0xA3, _tlv(0x30, self._first + named + self._last + more))
        return _tlv(0x30, self._before + _tlv(0x30, subject) + self._key + extensions)


def _extensions(key: ec.EllipticCurvePublicKey) -> list[tuple[x509.ExtensionType, bool]]:
    address = x509.UniformResourceIdentifier
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False
    )  # fmt: skip
    return [
        (x509.KeyUsage(digital_signature=True, **usage), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.SubjectKeyIdentifier.from_public_key(key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(key), False),
        (x509.AuthorityInformationAccess(
            [x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, address("http://ca7.example/ca7.cer"))]
        ), False),
        (x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), None)]), False),
        (x509.CRLDistributionPoints(
            [x509.DistributionPoint([address("http://c.ca7.example/71.crl")], None, None, None)]
        ), False),
    ]  # fmt: skip


def _parts(data: bytes, *, whole: bool = True) -> list[bytes]:
    """Return the elements inside an element, or those of bare contents."""
    data = _value(data) if whole else data
    found = []
    while data:
        size = len(data) - len(_rest(data))
        found.append(data[:size])
        data = data[size:]
    return found


def _value(element: bytes) -> bytes:
    head, size = _head(element)
    return element[head : head + size]


def _rest(data: bytes) -> bytes:
    head, size = _head(data)
    return data[head + size :]


def _head(data: bytes) -> tuple[int, int]:
    if data[1] < 0x80:
        return 2, data[1]
    octets = data[1] & 0x7F
    return 2 + octets, int.from_bytes(data[2 : 2 + octets], "big")


def _tlv(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    octets = (size.bit_length() + 7) // 8
    return bytes((tag, 0x80 | octets)) + size.to_bytes(octets, "big") + body


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(3, "big") + data
