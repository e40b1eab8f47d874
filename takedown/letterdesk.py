"""What people's steps on letters work with: store, folder of letters, sender, and how a letter is laid out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.orm import Session

from takedown.build import Built
from takedown.keeping import rebuild
from zhenwei.clock import BEIJING, now
from zhenwei.config import Settings
from zhenwei.errors import StoreError
from zhenwei.sentences import said
from zhenwei.store.database import Store
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.models import Sender

LOCK = ".steps.lock"
PATIENCE = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """``letters``: the folder that version folders lie in; ``rebuild`` lays a version out (takedown.keeping)."""

    store: Store
    letters: Path
    sender: Sender
    rebuild: Callable[..., Built] = rebuild
    clock: Callable[[], datetime] = now
    # Asked first in every step, inside its transaction: raises if a person steps on what they have not seen.
    first: Callable[[Session], None] | None = None

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
                if self.first is not None:
                    self.first(session)
                yield session
        except Timeout as error:
            raise StoreError(said("其他人正在办理函件，等待过久，没有写入任何内容；请稍后再试")) from error
        except PermissionError as error:
            raise StoreError(
                said("无法写入 {letters}：{why}", letters=self.letters, why=error.strerror or error)
            ) from error


def letter_desk(store: Store, settings: Settings, watchlist: Watchlist) -> LetterDesk:
    """Return the desk of a deployment."""
    return LetterDesk(store, settings.letters_dir, watchlist.sender)
