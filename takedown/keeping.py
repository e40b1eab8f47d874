"""Keeping a letter beside its documents, so that it is laid out again with another text, number or day.

Versions are folders of their own: a folder that is there is never changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from takedown.build import Built, lay_out
from takedown.enclosed import Enclosed
from takedown.kept_files import blocks_of, keep, kept, marked
from takedown.names import CONTENT, MANIFEST, NOTICE, PACKAGE, PDF, PICTURE, README, TEXT, VERIFY
from takedown.parcel import evidence_in
from zhenwei.errors import EvidenceError
from zhenwei.sentences import said

__all__ = ["blocks_of", "keep", "kept", "marked", "rebuild"]

# What every layout makes anew; the rest of a folder goes over as it is.
_MADE = (NOTICE, PDF, MANIFEST, PACKAGE, VERIFY, README, TEXT, CONTENT)


def rebuild(
    folder: Path,
    *,
    text: str | None = None,
    given: str = "",
    day: date | None = None,
    draft: bool = True,
    signer: str = "",
    by: str = "",
    pdf: bool = True,
) -> Built:
    """Lay out the letter of a folder again: annexes and evidence as they are, all checks anew.

    ``text`` is the marked text that replaces the one kept; ``given`` the whole 发文字号, ``day`` the 成文日期; what is
    empty stays as it was. Raises BadInput (text), EvidenceError (a file of the folder differs from its manifest).
    """
    old = _read(folder)
    letter = kept(folder)
    letter = replace(
        letter,
        blocks=letter.blocks if text is None else blocks_of(text),
        given=given or letter.given,
        day=day or letter.day,
        draft=draft,
        signer=signer or letter.signer,
    )
    about = old.about | ({"laid_out_by": by} if by else {})
    return lay_out(letter, about, old.files, old.evidence, pdf=pdf)


@dataclass(frozen=True, slots=True)
class _Old:
    about: dict[str, Any]
    files: dict[str, bytes]
    evidence: Enclosed


def _read(folder: Path) -> _Old:
    """Read the manifest of a folder and the files that stay as they are, each checked against it."""
    try:
        about = json.loads((folder / MANIFEST).read_bytes())
        listed = {str(name): str(row["sha256"]) for name, row in about.pop("files").items()}
    except OSError as error:
        raise EvidenceError(
            said("无法读取 {path}：{why}", path=folder / MANIFEST, why=error.strerror or error)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvidenceError(said("{path} 已损坏", path=folder / MANIFEST)) from error
    files = {name: _checked(folder, name, digest) for name, digest in listed.items() if name != TEXT}
    evidence = evidence_in(files[PACKAGE]) if PACKAGE in files else Enclosed()
    return _Old(about, {name: data for name, data in files.items() if not _made(name)}, evidence)


def _made(name: str) -> bool:
    return name in _MADE or name.startswith(PICTURE)


def _checked(folder: Path, name: str, digest: str) -> bytes:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise EvidenceError(said("{path} 列有文件夹以外的文件：{name!r}", path=folder / MANIFEST, name=name[:80]))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvidenceError(said("无法读取 {path}：{why}", path=path, why=error.strerror or error)) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise EvidenceError(said("{path} 与清单不符，没有重新排版", path=path))
    return data
