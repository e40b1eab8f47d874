"""Entering into the custody of each capture, and the journal of its night, which letter cites it.

After the letter is in the store: a line about a letter that never came to be would be worse than one that comes late.
What a killed run left out is entered by the next one: ``POSITION`` remembers how far it is, and a capture's own log
tells which letters it knows already.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from takedown.names import MANIFEST
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.evidence.citing import Citing, cite
from zhenwei.store.database import Store
from zhenwei.store.models import NoticeRow, PositionRow

POSITION = "letters.cited"
BACK = 50  # letters looked at again: two drafters may end in another order than they began


def cite_letters(store: Store, settings: Settings) -> int:
    """Enter the letters that are not entered yet. Returns how many lines were added."""
    with store.reading() as session:
        position = session.get(PositionRow, POSITION)
        done = int(position.value.get("notice", 0)) if position else 0
        query = select(NoticeRow).where(NoticeRow.id > done - BACK).order_by(NoticeRow.id)
        rows = [(row.id, row.folder, row.manifest_sha256, row.drafted_by) for row in session.scalars(query)]
    new = [row for row in rows if row[0] > done]
    if not new:
        return 0
    letters = [
        Citing(number, digest, by, captures)
        for number, folder, digest, by in rows
        if (captures := _captures(settings.letters_dir / folder))
    ]
    count = cite(settings.evidence_dir, letters)
    with store.transaction() as session:
        position = session.get(PositionRow, POSITION)
        if position is None:
            position = PositionRow(source=POSITION, value={}, updated_at=now())
            session.add(position)
        position.value = {"notice": max(new[-1][0], int(position.value.get("notice", 0)))}
        position.updated_at = now()
    return count


def _captures(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(json.loads((folder / MANIFEST).read_bytes())["captures"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()  # a folder that somebody removed cites nothing
