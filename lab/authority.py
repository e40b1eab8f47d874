"""The lab's certificate authority: made at start, trusted by nobody who was not told to."""

from __future__ import annotations

import ssl
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zhenwei.clock import now


def named(common_name: str) -> x509.Name:
    """Return a subject; a common name holds at most 64 characters (X.520), the rest stands in the SANs."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])


class Authority:
    """Signs certificates for any host. The key never leaves memory; ``ca_file`` is the PEM to trust."""

    def __init__(self, folder: Path, name: str = "Zhenwei lab") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._host_key = ec.generate_private_key(ec.SECP256R1())
        self._contexts: dict[str, ssl.SSLContext] = {}
        moment = now()
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(name))
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(moment - timedelta(days=2))
            .not_valid_after(moment + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_ca_usage(), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def issue(
        self, host: str, since: datetime | None = None, *, serial: int = 0, poison: bool = False
    ) -> x509.Certificate:
        """Return a server certificate of one host, valid for 90 days from ``since`` (default: yesterday) on.

        With ``poison`` it is the precertificate (RFC 6962, section 3.1) of the one with the same ``serial``.
        """
        start = since or now() - timedelta(days=1)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(host))
            .issuer_name(self.certificate.subject)
            .public_key(self._host_key.public_key())
            .serial_number(serial or x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if poison:
            builder = builder.add_extension(x509.PrecertPoison(), critical=True)
        return builder.sign(self._key, hashes.SHA256())

    def sign(self, data: bytes) -> bytes:
        """Return an ECDSA signature (SHA-256, DER)."""
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))

    def context(self, host: str) -> ssl.SSLContext:
        """Return the server side of TLS for a host."""
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            pem = self.issue(host).public_bytes(serialization.Encoding.PEM) + self._host_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            # The ssl module takes certificates from files only; this one lives for a moment.
            with NamedTemporaryFile(dir=self._folder, suffix=".pem") as file:
                file.write(pem)
                file.flush()
                context.load_cert_chain(file.name)
            self._contexts[host] = context
        return self._contexts[host]


def _ca_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
