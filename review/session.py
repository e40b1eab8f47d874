"""Sessions as signed cookies, and the token that every form carries.

A cookie holds a random id, the account's name and a mark of its password's hash: a new password or a disabled account
ends the session at the next request, although nothing is kept on the server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "zhenwei_session"
HOURS = 8


@dataclass(frozen=True, slots=True)
class Session:
    """``name`` is empty before the log-in; such a session only carries the token of the log-in form."""

    sid: str
    name: str = ""
    mark: str = ""


class Sessions:
    """Reads and writes the cookie with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._signer = URLSafeTimedSerializer(key, salt="zhenwei review session")

    def read(self, cookie: str) -> Session | None:
        """Return the session of a cookie that this key signed within the last hours, else None."""
        try:
            return Session(**self._signer.loads(cookie, max_age=HOURS * 3600))
        except (BadData, TypeError):
            return None

    def write(self, session: Session) -> str:
        """Return the cookie of a session."""
        return str(self._signer.dumps(asdict(session)))

    def token(self, session: Session) -> str:
        """Return the token that forms of this session carry."""
        return hmac.new(self._key, f"form {session.sid}".encode(), hashlib.sha256).hexdigest()

    def token_fits(self, session: Session, token: str) -> bool:
        """True if a form's token is this session's."""
        return hmac.compare_digest(self.token(session).encode(), token.encode())


def new_session(name: str = "", mark: str = "") -> Session:
    """Return a session with a fresh id (a log-in never goes on with the id that was there before it)."""
    return Session(secrets.token_urlsafe(16), name, mark)


def mark_of(password_hash: str) -> str:
    """Return what ties a session to the password it was opened with."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
