"""Custody: which letter cites a capture. One line in the capture's log, one in the journal of its night."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY, entry, read_chain
from zhenwei.evidence.files import flush
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.names import inside
from zhenwei.sentences import said

CITED = "cited"


@dataclass(frozen=True, slots=True)
class Citing:
    """A letter: its number in the store, the SHA-256 of its manifest, who drafted it, the captures that it cites."""

    notice: int
    manifest_sha256: str
    by: str
    captures: tuple[str, ...]


def cite(root: Path, letters: Sequence[Citing]) -> int:
    """Enter letters where they are not entered yet, flushed once at the end. Returns the lines added to logs.

    Captures whose log is gone or damaged are left alone: checking tells of them. Raises EvidenceError if the disk
    refuses.
    """
    wanted: dict[str, list[Citing]] = {}
    for letter in letters:
        for folder in letter.captures:
            wanted.setdefault(folder, []).append(letter)
    try:
        new = {folder: found for folder, citing in wanted.items() if (found := _new(root, folder, citing))}
        # The journal first: killed in between, the next run enters the letter there once more rather than never.
        _journals(root, [(folder, letter) for folder, citing in new.items() for letter in citing])
        count = sum(_enter(root, folder, citing) for folder, citing in new.items())
        if new:
            flush(root, lambda: [str(inside(root, folder) / CUSTODY) for folder in new])
    except OSError as error:
        raise EvidenceError(said("无法写入取证的保管记录：{why}", why=error.strerror or error)) from error
    return count


def _journals(root: Path, added: Sequence[tuple[str, Citing]]) -> None:
    journals = Journals(root)
    for (night, by), group in groupby(sorted(added, key=_place), key=_place):
        journals.append(night, CITED, [{"folder": folder, **_detail(letter)} for folder, letter in group], by)


def _place(pair: tuple[str, Citing]) -> tuple[str, str]:
    return pair[0].partition("/")[0], pair[1].by


def _detail(letter: Citing) -> dict[str, object]:
    return {"notice": letter.notice, "letter_sha256": letter.manifest_sha256}


def _new(root: Path, folder: str, letters: Sequence[Citing]) -> list[Citing]:
    """Return the letters that a capture's log does not know. None if there is no sound log: checking tells of that."""
    try:
        return _unknown(read_chain((inside(root, folder) / CUSTODY).read_bytes()), letters)
    except (FileNotFoundError, EvidenceError):
        return []


def _unknown(chain: Sequence[Mapping[str, object]], letters: Sequence[Citing]) -> list[Citing]:
    known = {line["detail"].get("letter_sha256") for line in chain if isinstance(line["detail"], dict)}
    return [letter for letter in letters if letter.manifest_sha256 not in known]


def _enter(root: Path, folder: str, letters: Sequence[Citing]) -> int:
    with (inside(root, folder) / CUSTODY).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two people may act on one capture
        chain = read_chain(file.read())
        number, previous, lines = len(chain), str(chain[-1]["hash"]), []
        for letter in _unknown(chain, letters):
            number += 1
            line, previous = entry(number, CITED, letter.by, now(), _detail(letter), previous)
            lines.append(line)
        file.write(b"".join(lines))
    return len(lines)
