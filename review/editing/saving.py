"""Proposing a change and saving it: the file and its row of the history together, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from detectors.text.lexicon import Lexicon
from review.editing.covering import widened
from review.editing.insisting import plain
from review.editing.proposals import Proposal
from zhenwei.clock import now
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.database import Store
from zhenwei.store.edit_tables import EditRow
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.editing import StaleText, checked, counting, own_text, put, text_in_force


def mark_of(text: str) -> str:
    """Return the mark under which a form carries the text that it was made from."""
    return sha256(text.encode()).hexdigest()[:16]


def propose(overlay: Path, name: str, text: str | None, by: str, seen: str = "", undoes: int | None = None) -> Proposal:
    """Return a proposal for a change that is sound.

    ``seen``: the mark of the text in force that the change was made from, empty if that was read just now. Raises
    StaleText, WatchlistError.
    """
    shown = text_in_force(overlay, name)
    if seen and seen != mark_of(shown):
        raise StaleText
    before = own_text(overlay, name)
    watchlist = checked(overlay, name, text)
    Lexicon(watchlist.lexicon)  # every pattern is one
    widens = widened(load_watchlist(overlay), watchlist)
    return Proposal(name, before, text, shown, counting(name, text), by, undoes, widens=widens)


def save(
    store: Store, overlay: Path, proposal: Proposal, by: str, why: str, despite: Mapping[str, Any] | None = None
) -> int:
    """Write a proposal and its row; return the row's number. ``despite``: what the person insists on.

    Raises NotAllowed without a reason, StaleText if the file was changed meanwhile, WatchlistError, StoreError: then
    nothing has changed.
    """
    why = plain(why)
    if not why:
        raise NotAllowed(said("修改名单须写明理由"))
    row = EditRow(
        at=now(), by=by, file=proposal.name, why=why, before=proposal.before, after=proposal.after,
        undoes=proposal.undoes, despite=dict(despite or {}),
    )  # fmt: skip
    written = False
    try:
        with store.transaction() as session:

            def note() -> None:
                session.add(row)
                session.flush()

            put(overlay, proposal.name, proposal.after, proposal.before, note)
            written = True
    except Exception:
        # The row was not kept although the file had changed: the file goes back.
        if written:
            put(overlay, proposal.name, proposal.before, proposal.after, lambda: None)
        raise
    return row.id


def undoing(store: Store, overlay: Path, number: int, by: str) -> Proposal:
    """Return the proposal that takes one change back, if the file is still as that change left it.

    Raises NoSuch, StaleText (later changes stand on it: they are undone first), WatchlistError.
    """
    with store.reading() as session:
        row = session.scalars(select(EditRow).filter_by(id=number)).first()
    if row is None:
        raise NoSuch(said("没有修改记录 {number}", number=number))
    if own_text(overlay, row.file) != row.after:
        raise StaleText
    return propose(overlay, row.file, row.before, by, undoes=row.id)
