"""What people's steps on letters work with: store, folder of letters, sender, and how a letter is laid out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from filelock import FileLock, Timeout
from sqlalchemy.orm import Session

from takedown.build import Built
from zhenwei.clock import BEIJING, now
from zhenwei.config import Settings
from zhenwei.errors import StoreError
from zhenwei.store.database import Store
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.models import Sender

LOCK = ".steps.lock"
PATIENCE = 600.0  # seconds


class Rebuild(Protocol):
    """Lay a version's letter out again with another text, number or date (takedown.keeping.rebuild)."""

    def __call__(
        self,
        folder: Path,
        *,
        text: str | None = None,
        given: str = "",
        day: date | None = None,
        draft: bool = True,
        signer: str = "",
        by: str = "",
    ) -> Built: ...


def _kept_rebuild() -> Rebuild:
    return cast("Rebuild", import_module("takedown.keeping").rebuild)


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """``letters``: the folder that version folders lie in."""

    store: Store
    letters: Path
    sender: Sender
    loader: Callable[[], Rebuild] = _kept_rebuild
    clock: Callable[[], datetime] = now

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.clock().astimezone(BEIJING).date()

    @property
    def code(self) -> str:
        """The sender's 机关代字; empty while it is a placeholder."""
        return "" if self.sender.placeholder else self.sender.code

    @contextmanager
    def step(self) -> Iterator[Session]:
        """Yield a transaction in which a letter is laid out.

        SQLite has one writer, and whoever waits longer than its patience fails: people's steps queue up before it.
        """
        single = self.store.engine.dialect.name == "sqlite"
        try:
            self.letters.mkdir(parents=True, exist_ok=True)
            queue = FileLock(self.letters / LOCK, timeout=PATIENCE) if single else nullcontext()
            with queue, self.store.transaction() as session:
                yield session
        except Timeout as error:
            raise StoreError("其他人正在办理函件，等待过久，没有写入任何内容；请稍后再试") from error
        except PermissionError as error:
            raise StoreError(f"无法写入 {self.letters}：{error.strerror or error}") from error


def letter_desk(store: Store, settings: Settings, watchlist: Watchlist) -> LetterDesk:
    """Return the desk of a deployment."""
    return LetterDesk(store, settings.letters_dir, watchlist.sender)
