"""Sessions: a signed cookie with a random id, and the token that every form carries.

Before the log-in the cookie is all there is; it carries the token of the log-in form. After it, the store keeps the
session (``zhenwei/store/logins.py``): it ends there, wherever the cookie may be.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from zhenwei.store.logins import Terms

COOKIE = "zhenwei_session"
TERMS = Terms(timedelta(minutes=60), timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Session:
    """``open`` is false before the log-in."""

    sid: str
    open: bool = False


class Sessions:
    """Reads and writes the cookie with one key."""

    def __init__(self, key: bytes, terms: Terms = TERMS) -> None:
        self._key = key
        self.terms = terms
        self._signer = URLSafeTimedSerializer(key, salt="zhenwei review session")

    def read(self, cookie: str) -> Session | None:
        """Return the session of a cookie that this key signed within the longest time of a session, else None."""
        try:
            return Session(**self._signer.loads(cookie, max_age=int(self.terms.longest.total_seconds())))
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


def new_session(*, opened: bool = False) -> Session:
    """Return a session with a fresh id (a log-in never goes on with the id that was there before it)."""
    return Session(secrets.token_urlsafe(16), opened)
