"""Checking captures with nothing but their folders: every digest, missing and foreign files, the chain, the WARC."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY, PRUNED, read_chain
from zhenwei.evidence.digests import has_sm3, sha256, sm3
from zhenwei.evidence.journal import JOURNAL, STAMPS, current_captures, nights_of, read_journal
from zhenwei.evidence.manifest import MANIFEST, FileEntry, Manifest, read_manifest
from zhenwei.evidence.shared import OBJECTS
from zhenwei.evidence.stamps import STAMP_FILES, StampCheck
from zhenwei.evidence.warc import WARC
from zhenwei.evidence.warccheck import warc_problems
from zhenwei.sentences import said


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not match. ``path`` is the file, ``what`` one line for a person."""

    path: Path
    what: str


def captures_below(path: Path) -> list[Path]:
    """Return the capture folders at or below a path, in order. Leftovers (hidden names) are no captures."""
    found = []
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in (OBJECTS, STAMPS))
        if MANIFEST in files or CUSTODY in files or WARC in files:
            found.append(Path(folder))
            names.clear()
    return found


def verify(path: Path, stamps: StampCheck | None = None) -> list[Problem]:
    """Check a capture folder, or all captures below a folder, with the journals that lie there.

    ``stamps`` holds the certificates of the time-stamp authority. Returns what does not match; empty means whole.
    """
    if not path.is_dir():
        return [Problem(path, said("没有这个文件夹"))]
    folders = captures_below(path)
    journals = journals_below(path)
    if not folders and not journals:
        return [Problem(path, said("其中没有取证文件夹"))]
    check = stamps or StampCheck()
    found = [problem for folder in folders for problem in verify_capture(folder, stamps=check)]
    return found + [problem for root, night in journals for problem in journal_problems(root, night, check)]


def verify_capture(folder: Path, manifest_sha256: str = "", *, stamps: StampCheck | None = None) -> list[Problem]:
    """Check one capture; ``manifest_sha256`` is what the store or a letter says of its manifest, empty if not known.

    Of a capture that retention took away (its log ends with ``pruned``) manifest, log and stamp are left and checked.
    """
    try:
        manifest = read_manifest(folder)
        raw = (folder / MANIFEST).read_bytes()
    except (EvidenceError, OSError) as error:
        return [Problem(folder / MANIFEST, said("清单缺失或损坏：{error}", error=error))]
    problems = []
    if manifest_sha256 and sha256(raw) != manifest_sha256:
        problems.append(
            Problem(
                folder / MANIFEST,
                said("清单与登记的 SHA-256 不符（登记为 {noted}）", noted=manifest_sha256),
            )
        )
    log_problems, pruned = _custody_problems(folder, manifest)
    if not pruned:
        for name, listed in manifest.files.items():
            problems += _file_problems(folder, name, listed)
    problems += [Problem(path, said("清单中没有的文件")) for path in _foreign(folder, manifest, pruned)]
    problems += log_problems
    _, stamp_problems = (stamps or StampCheck()).folder(folder, sha256(raw))
    problems += [Problem(folder / name, what) for name, what in stamp_problems]
    for path in sorted(folder.glob("*.warc.gz")):
        problems += [Problem(path, what) for what in warc_problems(path.read_bytes())]
    return problems


def _file_problems(folder: Path, name: str, listed: FileEntry) -> list[Problem]:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        return [Problem(path, said("文件不在取证文件夹内"))]
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Problem(path, said("文件缺失或无法读取：{error}", error=error.strerror or error))]
    problems = []
    if len(data) != listed.bytes:
        problems.append(
            Problem(path, said("长度不符：清单 {listed} 字节，实际 {found} 字节", listed=listed.bytes, found=len(data)))
        )
    if sha256(data) != listed.sha256:
        problems.append(
            Problem(path, said("SHA-256 不符：清单 {listed}，实际 {found}", listed=listed.sha256, found=sha256(data)))
        )
    if listed.sm3 and has_sm3() and sm3(data) != listed.sm3:
        problems.append(
            Problem(path, said("SM3 不符：清单 {listed}，实际 {found}", listed=listed.sm3, found=sm3(data)))
        )
    return problems


def _foreign(folder: Path, manifest: Manifest, pruned: bool) -> list[Path]:
    known = {*(() if pruned else manifest.files), MANIFEST, CUSTODY, *STAMP_FILES}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path.relative_to(folder).as_posix() not in known
    ]


def _custody_problems(folder: Path, manifest: Manifest) -> tuple[list[Problem], bool]:
    """Return the problems of the log, and whether it says that the capture was pruned."""
    path = folder / CUSTODY
    try:
        chain = read_chain(path.read_bytes())
    except OSError as error:
        return [Problem(path, said("保管记录缺失或无法读取：{error}", error=error.strerror or error))], False
    except EvidenceError as error:
        return [Problem(path, said("保管记录不完整：{error}", error=error))], False
    pruned = any(line["event"] == PRUNED for line in chain)
    if chain[0]["hash"] != manifest.custody_start:
        return [Problem(path, said("保管记录的第一条与清单不符"))], pruned
    return [], pruned


def journals_below(path: Path) -> list[tuple[Path, str]]:
    """Return (root, night) of each journal: the path is a root of evidence or the folder of one night."""
    if (path / JOURNAL).exists():
        return [(path.parent, path.name)]
    return [(path, night) for night in nights_of(path)]


def journal_problems(root: Path, night: str, stamps: StampCheck) -> list[Problem]:
    """Check a night's journal: its chain, the captures that it names, the journal before it, its stamps."""
    path = root / night / JOURNAL
    try:
        chain = read_journal(root, night)
    except EvidenceError as error:
        return [Problem(path, str(error))]
    problems = []
    for folder, (_, digest) in current_captures(chain).items():
        try:
            there = sha256((root / folder / MANIFEST).read_bytes())
        except OSError:
            problems.append(Problem(root / folder, said("日志记有此取证，但文件夹已不在")))
            continue
        if there != digest:
            problems.append(
                Problem(root / folder / MANIFEST, said("与日志登记的 SHA-256 不符（登记为 {noted}）", noted=digest))
            )
    return problems + _chain_of_nights(root, path, chain[0]["detail"]) + _journal_stamps(path.parent, chain, stamps)


def _chain_of_nights(root: Path, path: Path, opened: object) -> list[Problem]:
    before = opened.get("before") if isinstance(opened, dict) else ""
    if not isinstance(opened, dict) or not before:
        return []
    try:
        earlier = read_journal(root, str(before))
    except EvidenceError as error:
        return [Problem(path, said("前一夜的日志缺失或损坏：{error}", error=error))]
    if opened["hash"] not in {line["hash"] for line in earlier}:
        return [Problem(path, said("前一夜（{before}）的日志已被改动或截短", before=before))]
    return []


def _journal_stamps(folder: Path, chain: Sequence[Mapping[str, object]], stamps: StampCheck) -> list[Problem]:
    problems = []
    for line in chain:
        detail = line["detail"]
        if line["event"] != "stamped" or not isinstance(detail, dict):
            continue
        token = folder / STAMPS / f"{detail['list']}.tsr"
        try:
            listed = token.with_suffix(".sha256").read_bytes()
            _, fault = stamps.look(token.read_bytes(), listed)
        except OSError as error:
            fault, listed = said("时间戳缺失：{error}", error=error.strerror or error), str(detail["journal"]).encode()
        if not fault and str(detail["journal"]).encode() not in listed.split():
            fault = said("时间戳的清单中没有日志的这一条")
        if fault:
            problems.append(Problem(token, fault))
    return problems
