"""Entering into the custody of each capture, and the journal of its night, which letter cites it.

After the letter is in the store: a line about a letter that never came to be would be worse than one that comes late.
What a killed run left out is entered by the next one: ``POSITION`` remembers how far it is, and a capture's own log
tells which letters it knows already.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.names import MANIFEST
from zhenwei.config import Settings
from zhenwei.evidence.citing import Citing, cite
from zhenwei.store.database import Store
from zhenwei.store.models import NoticeRow
from zhenwei.store.nights import position, set_position

POSITION = "letters.cited"
BACK = 50  # letters looked at again: two drafters may end in another order than they began


def cite_letters(store: Store, settings: Settings) -> int:
    """Enter the letters that are not entered yet. Returns how many lines were added."""
    with store.reading() as session:
        done = _done(session)
        query = select(NoticeRow).where(NoticeRow.id > done - BACK).order_by(NoticeRow.id)
        rows = [(row.id, row.folder, row.manifest_sha256, row.drafted_by) for row in session.scalars(query)]
    if not rows or rows[-1][0] <= done:
        return 0
    letters = [
        Citing(number, digest, by, captures)
        for number, folder, digest, by in rows
        if (captures := _captures(settings.letters_dir / folder))
    ]
    count = cite(settings.evidence_dir, letters)
    with store.transaction() as session:
        set_position(session, POSITION, {"notice": max(rows[-1][0], _done(session))})
    return count


def _done(session: Session) -> int:
    return int(position(session, POSITION).get("notice", 0))


def _captures(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(json.loads((folder / MANIFEST).read_bytes())["captures"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()  # a folder that somebody removed cites nothing
