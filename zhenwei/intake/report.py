"""The values of the intake: one report as read, and one row that is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``identity`` goes to its own table and nowhere else, and is left out of what is printed of a report.

    ``addresses`` as a browser takes them; ``account`` is what was reported where there is no address. ``reported_at``
    is aware. ``line`` counts from 1 in its sheet or file, 0 where a person typed the report.
    """

    addresses: tuple[str, ...]
    note: str = ""
    account: str = ""
    reported_at: datetime | None = None
    reference: str = ""
    identity: str = field(default="", repr=False)
    line: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken. ``what`` never repeats the row's content: it may name the reporter."""

    line: int
    what: str
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row's place in words."""
        return f"{f'工作表“{self.sheet}”' if self.sheet else ''}第 {self.line} 行"
