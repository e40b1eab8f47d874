"""Keeping a report that was typed in: at once if nothing is known of it, else when the officer has seen what is."""

from __future__ import annotations

from zhenwei.config import Settings
from zhenwei.intake.keeping import Keeper
from zhenwei.intake.report import Report
from zhenwei.intake.typed import Hint, hints, mark_of
from zhenwei.intake.vault import open_vault
from zhenwei.store.database import Store
from zhenwei.store.reporters import forget


class KnownAlready(Exception):
    """Something is known of the report; the route shows it, with the mark that says it was seen."""

    def __init__(self, found: list[Hint], mark: str) -> None:
        super().__init__()
        self.found, self.mark = found, mark


def enter(store: Store, settings: Settings, report: Report, source: str, by: str, seen: str) -> str:
    """Keep a report and return its receipt's number. Raises KnownAlready; then nothing is written."""
    vault = open_vault(settings.reporter_key_file)
    with store.transaction() as session:
        found = hints(session, report, source)
        mark = mark_of(report, source, found)
        if found and seen != mark:
            raise KnownAlready(found, mark)
        keeper = Keeper(session, source, by, vault)
        keeper.keep([report])
        forget(session, settings.keep_reporter_days)
        return f"{keeper.close().number}-1"
