"""A secret while it is used: no log line and no reason in the store may hold it."""

from __future__ import annotations

import logging
from urllib.parse import quote

MASK = "***"


class Hidden(logging.Filter):
    """Strikes a secret out of every record of the root logger's handlers, until ``close``."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = ""
        self._handlers: list[logging.Handler] = []

    def hide(self, secret: str) -> None:
        """Begin to strike out a secret; an empty one is none."""
        self.secret = secret
        if secret:
            self._handlers = list(logging.getLogger().handlers)
            for handler in self._handlers:
                handler.addFilter(self)

    def close(self) -> None:
        """Stop."""
        for handler in self._handlers:
            handler.removeFilter(self)
        self._handlers = []

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if self.secret in said or quote(self.secret) in said:
            record.msg, record.args = self.without(said), None
        if record.exc_info and record.exc_info[1] is not None and self.secret in repr(record.exc_info[1]):
            record.exc_info = record.exc_text = None
        return True

    def without(self, text: str) -> str:
        """Return a text without the secret."""
        if not self.secret:
            return text
        return (
            text.replace(self.secret, MASK).replace(quote(self.secret), MASK).replace(quote(self.secret, safe=""), MASK)
        )
