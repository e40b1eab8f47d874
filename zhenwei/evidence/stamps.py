"""Checking a trusted time: ``stamp.sha256``, the list that was stamped, and ``stamp.tsr``, the answer (RFC 3161)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import PKIStatus, TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from zhenwei.errors import SettingsError
from zhenwei.sentences import said

STAMP_LIST = "stamp.sha256"
STAMP_TOKEN = "stamp.tsr"  # noqa: S105 - a file name
STAMP_FILES = (STAMP_LIST, STAMP_TOKEN)
_SHA256 = "2.16.840.1.101.3.4.2.1"


class StampCheck:
    """Checks answers against the authority's certificates, each answer once. Without certificates only the digest.

    ``tsa_ca``: PEM with the root and what lies between. Raises SettingsError if it cannot be read.
    """

    def __init__(self, tsa_ca: Path | None = None) -> None:
        self._roots = _certificates(tsa_ca) if tsa_ca is not None else []
        self._seen: dict[tuple[str, str], tuple[datetime | None, str]] = {}

    @property
    def trusted(self) -> bool:
        """True if signatures are checked."""
        return bool(self._roots)

    def look(self, answer: bytes, data: bytes, nonce: int | None = None) -> tuple[datetime | None, str]:
        """Return (the time, "") or (None or the claimed time, what is wrong in one line)."""
        try:
            response = decode_timestamp_response(answer)
            if PKIStatus(response.status) is not PKIStatus.GRANTED:
                return None, said(
                    "时间戳服务拒绝了请求：{why}", why="；".join(response.status_string) or response.status
                )
            at = response.tst_info.gen_time
        except ValueError as error:
            return None, said("不是时间戳应答：{error}", error=error)
        if nonce is not None and response.tst_info.nonce != nonce:
            return at, said("时间戳应答与请求不是一对")
        imprint = response.tst_info.message_imprint
        if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message != hashlib.sha256(data).digest():
            return at, said("时间戳不是加在这份清单上的")
        return at, self._untrusted(response, data)

    def folder(self, folder: Path, manifest_sha256: str) -> tuple[datetime | None, list[tuple[str, str]]]:
        """Return (the time, problems as (file, what)) of a capture; (None, []) if it has no stamp."""
        present = [name for name in STAMP_FILES if (folder / name).exists()]
        if not present:
            return None, []
        try:
            listed, answer = ((folder / name).read_bytes() for name in STAMP_FILES)
        except OSError as error:
            return None, [(present[0], said("时间戳不完整：{error}", error=error.strerror or error))]
        key = (hashlib.sha256(listed).hexdigest(), hashlib.sha256(answer).hexdigest())
        if key not in self._seen:
            self._seen[key] = self.look(answer, listed)
        at, fault = self._seen[key]
        problems = [(STAMP_TOKEN, fault)] if fault else []
        if manifest_sha256.encode() not in listed.split():
            problems.append((STAMP_LIST, said("时间戳的清单中没有这份取证")))
        return at, problems

    def _untrusted(self, response: TimeStampResponse, data: bytes) -> str:
        if not self._roots:
            return ""
        builder = VerifierBuilder(roots=list(self._roots))
        try:
            builder.build().verify_message(response, data)
        except (VerificationError, ValueError) as error:
            return said("时间戳的签名或证书不被信任：{error}", error=error)
        return ""


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(said("设置 tsa_ca 有误：{path} 不是可读的 PEM 文件", path=path)) from error
