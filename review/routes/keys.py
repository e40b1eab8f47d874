"""The help sheet of the keyboard."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from review.access import Someone
from review.render import page

router = APIRouter()
# Where a key works, and what it does; in the order of the sheet.
SHEET = {
    "everywhere": ("help", "queue", "front", "leave"),
    "queue": (
        "down",
        "up",
        "open",
        "search",
        "pick",
        "all",
        "next_page",
        "previous_page",
        "confirm",
        "dismiss",
        "hold",
    ),
    "case": ("confirm", "dismiss", "hold", "next", "back"),
}
KEYS = {
    "help": "?", "queue": "g q", "front": "g f", "leave": "Esc", "down": "j", "up": "k", "open": "Enter",
    "search": "/", "pick": "x", "all": "a", "next_page": "n", "previous_page": "p", "confirm": "c", "dismiss": "d",
    "hold": "h", "next": "n", "back": "u",
}  # fmt: skip


@router.get("/keys")
def keys(request: Request, _person: Someone) -> Response:
    """Show which key does what; the script lays the same sheet over any page."""
    return page(request, "keys.html", sheet=SHEET, keys=KEYS)
