"""Checking the captures of a case on the desk: the same check as ``zhenwei evidence verify``, kept as rows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from zhenwei.config import Settings
from zhenwei.errors import EvidenceError, NoSuch
from zhenwei.evidence.journal import JOURNAL, Journals
from zhenwei.evidence.names import inside
from zhenwei.evidence.stamps import StampCheck
from zhenwei.evidence.verify import verify_capture
from zhenwei.sentences import said
from zhenwei.store.cases import get_case
from zhenwei.store.database import Store
from zhenwei.store.models import VisitRow
from zhenwei.store.notes import add_checks

MOST_AT_ONCE = 100  # captures, the newest; a case with more is checked by the command
MOST_PROBLEMS = 50  # of one capture that are kept
LONGEST_PROBLEM = 300
Problems = list[tuple[str, str]]


def check_case(store: Store, settings: Settings, case_id: int, by: str, visit_id: int = 0) -> tuple[int, int]:
    """Check one capture of a case (or all, for 0), add a row for each, and a line to the journal of its night.

    Return how many were checked, and in how many something does not match.
    Raises NoSuch if there is no such case or capture, SettingsError if the authority's certificates cannot be read.
    Nothing is held while files are read.
    """
    root, stamps = settings.evidence_dir, StampCheck(settings.tsa_ca)
    done = []
    for visit, folder, digest in _captures(store, case_id, visit_id):
        problems = check_capture(root, folder, digest, stamps)
        problems += _enter(root, folder, digest, by, len(problems))
        done.append((visit, folder, digest, problems[:MOST_PROBLEMS]))
    with store.transaction() as session:
        add_checks(session, case_id, by, done)
    return len(done), sum(bool(problems) for *_, problems in done)


def check_capture(root: Path, folder: str, digest: str, stamps: StampCheck) -> Problems:
    """Return what does not match in a capture, as (file below its folder, one line)."""
    try:
        path = inside(root, folder)
        found = verify_capture(path, digest, stamps=stamps)
        return [(_below(problem.path, path), _said(problem.what, root)) for problem in found]
    except (EvidenceError, OSError) as error:
        return [("", _said(error, root))]


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()[:200] if path.is_relative_to(folder) else path.name[:200]


def _said(what: object, root: Path) -> str:
    """Return a problem without the path of this machine: the folder's name says enough."""
    return str(what).replace(f"{root}/", "").replace(f"{root.resolve()}/", "")[:LONGEST_PROBLEM]


def _enter(root: Path, folder: str, digest: str, by: str, problems: int) -> Problems:
    """Add the check to the night's journal, where there is one: a check makes no evidence of its own."""
    night = folder.partition("/")[0]
    try:
        if not (inside(root, folder).parents[1] / JOURNAL).is_file():
            return []
        detail = {"folder": folder, "manifest_sha256": digest, "problems": problems}
        Journals(root).append(night, "verified", [detail], by)
    except (EvidenceError, OSError) as error:
        return [(JOURNAL, _said(error, root))]
    return []


def _captures(store: Store, case_id: int, visit_id: int) -> list[tuple[int, str, str]]:
    with store.reading() as session:
        site = get_case(session, case_id).site_id
        query = select(VisitRow).where(VisitRow.site_id == site, VisitRow.folder != "")
        if visit_id:
            query = query.where(VisitRow.id == visit_id)
        rows = session.scalars(query.order_by(VisitRow.id.desc()).limit(MOST_AT_ONCE))
        found = [(row.id, row.folder, row.manifest_sha256) for row in rows]
    if visit_id and not found:
        raise NoSuch(said("案件 {case} 没有取证 {visit_id}", case=case_id, visit_id=visit_id))
    return found
