"""What the desk works with, built once when it starts and handed to every request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from jinja2 import Environment

from review.lockout import LockOut
from review.messages import Messages
from review.session import Sessions
from zhenwei.config import Settings
from zhenwei.store.database import Store
from zhenwei.watchlist.clocks import Clocks


@dataclass(frozen=True, slots=True)
class Desk:
    """``organs``: official name by organ id; ``office``: whose desk this is, as its receipts say."""

    settings: Settings
    store: Store
    organs: Mapping[str, str]
    sessions: Sessions
    lockout: LockOut
    messages: Mapping[str, Messages]
    pages: Environment
    clocks: Clocks
    office: str = ""


def desk_of(request: Request) -> Desk:
    """Return the desk that serves a request."""
    desk: Desk = request.app.state.desk
    return desk
