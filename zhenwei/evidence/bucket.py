"""A second copy in an object store (S3 and whatever else fsspec opens): files by content, manifests by capture.

``objects/ab/<sha256>``: every file that a manifest lists, once. ``captures/<folder>/``: manifest, log and stamp, the
manifest last: where it is, all of the capture is. ``journals/<night>.jsonl``: the journals. Nothing is ever deleted
here; how long it is kept, and that nobody overwrites it (object lock), is the bucket's own business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhenwei.errors import EvidenceError, SettingsError
from zhenwei.evidence.custody import CUSTODY
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.files import flush, put_in_place
from zhenwei.evidence.journal import JOURNAL, current_captures, nights_of, read_journal
from zhenwei.evidence.manifest import MANIFEST, Manifest, read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.shared import write_new
from zhenwei.evidence.stamps import STAMP_FILES
from zhenwei.evidence.verify import Problem, verify_capture

_BESIDE = (*STAMP_FILES, CUSTODY)


@dataclass(slots=True)
class Pushed:
    """``captures`` copied now, ``objects`` and ``bytes`` sent for them; ``present`` before; ``damaged``: left out."""

    captures: int = 0
    objects: int = 0
    bytes: int = 0
    present: int = 0
    damaged: int = 0


class Bucket:
    """An object store, opened. Raises SettingsError if the address or a package is wrong, EvidenceError for faults."""

    def __init__(self, address: str, endpoint: str = "") -> None:
        try:
            import fsspec

            options: dict[str, Any] = {}
            if address.startswith("s3:") and endpoint:
                options = {"client_kwargs": {"endpoint_url": endpoint}}
            self._fs, self._base = fsspec.core.url_to_fs(address, use_listings_cache=False, **options)
        except ImportError as error:
            raise SettingsError("对象存储需要附加组件：uv sync --extra objects") from error
        except (ValueError, OSError) as error:
            raise SettingsError(f"设置 evidence_bucket 有误：{address}（{error}）") from error

    def push(self, root: Path, folders: Sequence[str]) -> Pushed:
        """Copy what is not there yet. Each capture is checked first; a damaged one is left out and counted."""
        done, known = Pushed(), set[str]()
        for folder in folders:
            path = inside(root, folder)
            manifest = (path / MANIFEST).read_bytes()
            if self._get(f"captures/{folder}/{MANIFEST}") == manifest:
                done.present += 1
                self._beside(path, folder)  # log and stamp may have grown
                continue
            if verify_capture(path):
                done.damaged += 1
                continue
            for name, listed in read_manifest(path).files.items():
                if listed.sha256 not in known and not self._there(_object(listed.sha256)):
                    self._put(_object(listed.sha256), (path / name).read_bytes())
                    done.objects, done.bytes = done.objects + 1, done.bytes + listed.bytes
                known.add(listed.sha256)
            self._beside(path, folder)
            self._put(f"captures/{folder}/{MANIFEST}", manifest)
            done.captures += 1
        for night in {folder.partition("/")[0] for folder in folders}:
            if (root / night / JOURNAL).exists():
                self._put(f"journals/{night}.jsonl", (root / night / JOURNAL).read_bytes())
        return done

    def verify(self, folder: str, manifest_sha256: str = "") -> list[Problem]:
        """Check a capture where it lies, byte by byte, with nothing of it on this disk."""
        place = Path(self._base, "captures", folder)
        raw = self._get(f"captures/{folder}/{MANIFEST}")
        if raw is None:
            return [Problem(place, "对象存储中没有这份取证")]
        if manifest_sha256 and sha256(raw) != manifest_sha256:
            return [Problem(place / MANIFEST, f"清单与登记的 SHA-256 不符（登记为 {manifest_sha256}）")]
        problems = []
        for name, listed in _parsed(raw, place).files.items():
            data = self._get(_object(listed.sha256))
            if data is None:
                problems.append(Problem(place / name, "对象存储中没有这个文件"))
            elif sha256(data) != listed.sha256:
                problems.append(Problem(place / name, f"SHA-256 不符：清单 {listed.sha256}，实际 {sha256(data)}"))
        return problems

    def fetch(self, root: Path, folder: str) -> None:
        """Bring a capture back: whole and checked, or not at all. Raises EvidenceError."""
        path = inside(root, folder)
        if path.exists():
            raise EvidenceError(f"{path} 已存在，没有写入任何内容")
        raw = self._get(f"captures/{folder}/{MANIFEST}")
        if raw is None:
            raise EvidenceError(f"对象存储中没有取证 {folder}")
        files = {name: self._get(_object(listed.sha256)) for name, listed in _parsed(raw, path).files.items()}
        files |= {name: data for name in _BESIDE if (data := self._get(f"captures/{folder}/{name}")) is not None}
        if missing := [name for name, data in files.items() if data is None]:
            raise EvidenceError(f"对象存储中缺少取证 {folder} 的文件 {missing[0]}")
        part = path.with_name(f".{path.name}.fetch.part")
        for name, data in (files | {MANIFEST: raw}).items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            write_new(str(part / name), data or b"")
        if problems := verify_capture(part):
            raise EvidenceError(f"取回的取证 {folder} 校验不符：{problems[0].path.name} {problems[0].what}")
        flush(root, lambda: [str(file) for file in part.rglob("*")])
        put_in_place(str(part), str(path))

    def _beside(self, path: Path, folder: str) -> None:
        for name in _BESIDE:
            if (path / name).exists() and self._get(f"captures/{folder}/{name}") != (path / name).read_bytes():
                self._put(f"captures/{folder}/{name}", (path / name).read_bytes())

    def _there(self, key: str) -> bool:
        try:
            return bool(self._fs.exists(f"{self._base}/{key}"))
        except Exception as error:  # each kind of store has errors of its own
            raise _away(error) from error

    def _put(self, key: str, data: bytes) -> None:
        try:
            self._fs.makedirs(f"{self._base}/{key}".rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(f"{self._base}/{key}", data)
        except Exception as error:
            raise _away(error) from error

    def _get(self, key: str) -> bytes | None:
        try:
            return bytes(self._fs.cat_file(f"{self._base}/{key}"))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise _away(error) from error


def captures_of(root: Path, nights: Sequence[str] = ()) -> Iterator[str]:
    """Yield the captures that the journals name, of some nights or all."""
    for night in nights or nights_of(root):
        yield from (f for f in current_captures(read_journal(root, night)) if (root / f / MANIFEST).exists())


def _object(digest: str) -> str:
    return f"objects/{digest[:2]}/{digest}"


def _parsed(raw: bytes, place: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(raw)
    except ValueError as error:
        raise EvidenceError(f"{place} 的清单已损坏") from error


def _away(error: Exception) -> EvidenceError:
    return EvidenceError(f"对象存储出错：{type(error).__name__} {str(error)[:200]}")
