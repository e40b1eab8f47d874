"""Which evidence goes along with a letter (docs/decisions/package.md).

Authorities get the cited captures themselves as long as they fit, of every site the first before any site's second;
of the rest the manifest and the beginning of the log, so that what is asked for later can be checked. Everybody else
gets digests: a capture holds what the page said, people's numbers included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from takedown.facts import CaptureFacts, SiteFacts
from takedown.manifests import as_row, digest
from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY
from zhenwei.evidence.manifest import MANIFEST, read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.stamps import STAMP_FILES
from zhenwei.sentences import said

MOST_BYTES = 20_000_000  # what mail gateways and office systems commonly take as one attachment


@dataclass(frozen=True, slots=True)
class Enclosed:
    """``files``: name below the evidence folder → bytes; ``rows``: what manifests say of them, checked against it."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    rows: Mapping[str, dict[str, int | str]] = field(default_factory=dict)


def whole_captures(sites: Sequence[SiteFacts], most: int = MOST_BYTES) -> frozenset[str]:
    """Return the captures (folders) that go along with all their files."""
    chosen: set[str] = set()
    for capture in _in_turn(sites):
        size = sum(file.size for file in capture.files)
        if capture.folder not in chosen and size <= most:
            most -= size
            chosen.add(capture.folder)
    return frozenset(chosen)


def enclosed(sites: Sequence[SiteFacts], evidence: Path, whole: Collection[str]) -> Enclosed:
    """Read the evidence files that go along. Raises EvidenceError if one has gone or changed."""
    files: dict[str, bytes] = {}
    rows: dict[str, dict[str, int | str]] = {}
    for capture in dict.fromkeys(_in_turn(sites)):
        proof = _proof(evidence, capture)
        if digest(proof[f"{capture.folder}/{MANIFEST}"]) != capture.manifest_sha256:
            raise EvidenceError(said("取证 {folder} 的清单在拟函期间被改动", folder=capture.folder))
        files |= proof
        if capture.folder not in whole:
            continue
        for name, row in read_manifest(inside(evidence, capture.folder)).files.items():
            data = _read(evidence, capture.folder, name)
            if digest(data) != row.sha256:
                raise EvidenceError(said("取证文件 {folder}/{name} 在拟函期间被改动", folder=capture.folder, name=name))
            files[f"{capture.folder}/{name}"] = data
            rows[f"{capture.folder}/{name}"] = as_row(row.bytes, row.sha256, row.sm3)
    return Enclosed(dict(sorted(files.items())), rows)


def _in_turn(sites: Sequence[SiteFacts]) -> Iterator[CaptureFacts]:
    """Yield the first capture of each site, then the second of each, and so on."""
    for number in range(max((len(site.captures) for site in sites), default=0)):
        yield from (site.captures[number] for site in sites if number < len(site.captures))


def _proof(evidence: Path, capture: CaptureFacts) -> dict[str, bytes]:
    """Return manifest, time stamp and the first line of the log, on which the manifest hangs.

    The rest of the log tells who else got the capture, which is nobody's business, and grows with every letter.
    """
    files = {f"{capture.folder}/{MANIFEST}": _read(evidence, capture.folder, MANIFEST)}
    log = _read(evidence, capture.folder, CUSTODY)
    files[f"{capture.folder}/{CUSTODY}"] = log[: log.find(b"\n") + 1]
    folder = inside(evidence, capture.folder)
    for name in STAMP_FILES:
        if (folder / name).exists():
            files[f"{capture.folder}/{name}"] = _read(evidence, capture.folder, name)
    return files


def _read(evidence: Path, folder: str, name: str) -> bytes:
    path = inside(evidence, folder) / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise EvidenceError(said("无法读取取证文件 {path}：{why}", path=path, why=error.strerror or error)) from error
