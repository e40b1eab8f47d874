"""TLS of hostile sites: a broken certificate is recorded, never a reason to look away (docs/decisions/tls.md)."""

from __future__ import annotations

import hashlib
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from OpenSSL import SSL, crypto
from service_identity import VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import Certificate as TwistedCertificate
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from zhenwei.errors import SettingsError
from zhenwei.types import Certificate

_OP_LEGACY_SERVER_CONNECT = 0x4
_OP_NO_RENEGOTIATION = 1 << 30  # a server could ask for one handshake after the other


class Verdicts:
    """Per host: empty if the certificate verified (chain and name), else the first reason against it."""

    def __init__(self) -> None:
        self._by_host: dict[str, str] = {}

    def start(self, host: str) -> None:
        """A new handshake begins: forget what was said of an earlier one."""
        self._by_host[host] = ""

    def object_to(self, host: str, reason: str) -> None:
        """Keep the first reason."""
        self._by_host[host] = self._by_host.get(host) or reason

    def of(self, host: str) -> str | None:
        """Return "" (verified), a reason, or None if the host was never met over TLS."""
        return self._by_host.get(host)


@implementer(IPolicyForHTTPS)
class RecordingPolicy:
    """Accepts every certificate and notes whether the system's authorities (and the deployment's own) vouch for it."""

    def __init__(self, verdicts: Verdicts, extra_ca: Path | None = None) -> None:
        self._verdicts = verdicts
        self._context = SSL.Context(SSL.TLS_METHOD)
        self._context.set_options(_OP_LEGACY_SERVER_CONNECT | _OP_NO_RENEGOTIATION)
        self._context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        self._context.set_default_verify_paths()
        if extra_ca is not None:
            try:
                self._context.load_verify_locations(str(extra_ca))
            except SSL.Error as error:
                raise SettingsError(f"设置 egress_ca 有误：{extra_ca} 不是可读的 PEM 文件") from error

    def creatorForNetloc(self, hostname: bytes | str, port: int) -> Creator:  # noqa: N802 (Twisted's interface)
        host = hostname.decode("ascii") if isinstance(hostname, bytes) else hostname
        return Creator(self._context, host, self._verdicts)


@implementer(IOpenSSLClientConnectionCreator)
class Creator:
    """Makes one TLS connection to one host."""

    def __init__(self, context: SSL.Context, host: str, verdicts: Verdicts) -> None:
        self._context, self._host, self._verdicts = context, host, verdicts

    def clientConnectionForTLS(self, protocol: object) -> SSL.Connection:  # noqa: N802 (Twisted's interface)
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(protocol)
        if not _is_address(self._host):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        self._verdicts.start(self._host)
        connection.set_verify(SSL.VERIFY_PEER, self._look)
        return connection

    def _look(self, _connection: SSL.Connection, certificate: crypto.X509, error: int, depth: int, ok: int) -> bool:
        if not ok:
            self._verdicts.object_to(self._host, f"证书未通过验证（OpenSSL X509_V_ERR {error}）")
        elif depth == 0:
            wanted = IPAddress_ID(self._host) if _is_address(self._host) else DNS_ID(self._host)
            try:
                verify_service_identity(extract_patterns(certificate), [wanted], [])
            except VerificationError:
                self._verdicts.object_to(self._host, "证书不是发给该主机名的")
            except Exception as failure:  # noqa: BLE001 (hostile certificates break parsers in many ways)
                self._verdicts.object_to(self._host, f"证书无法读取（{type(failure).__name__}）")
        return True


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


# What a hostile certificate makes its parser raise, each at another field.
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_LONGEST_NAME = 1000


def certificate_of(seen: TwistedCertificate | None) -> Certificate | None:
    """Return what a hop's certificate says, or None (no TLS, or a certificate that no parser reads)."""
    if seen is None:
        return None
    try:
        parsed: x509.Certificate = seen.original.to_cryptography()
        return Certificate(
            subject=parsed.subject.rfc4514_string()[:_LONGEST_NAME],
            issuer=parsed.issuer.rfc4514_string()[:_LONGEST_NAME],
            sans=_names(parsed),
            not_before=parsed.not_valid_before_utc,
            not_after=parsed.not_valid_after_utc,
            sha256=parsed.fingerprint(SHA256()).hex(),
            key_sha256=_key_digest(parsed),
        )
    except _UNREADABLE:
        return None


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        sans = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, *_UNREADABLE):
        return ()
    return tuple(str(name.value)[:_LONGEST_NAME] for name in sans)[:100]


def _key_digest(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the public key: it outlives the certificate where an operator renews with the same key."""
    try:
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm):
        return ""
    return hashlib.sha256(key).hexdigest()
