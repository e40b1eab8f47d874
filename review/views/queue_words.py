"""The words that a person searches for: addresses and operators as the store spells them, contacts for those who may.

Whoever may not see contacts in full could else find out one piece by piece, by which cases a number finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from detectors.operators.groups import PREFIX
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput
from zhenwei.intake.addresses import undone
from zhenwei.store.models import SiteRow

_OPERATOR = re.compile(rf"(?:{PREFIX}|op|团伙)?[ #-]*(\d{{1,9}})", re.IGNORECASE)
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w.@-])[\w-]++(?:\.[\w-]++)++(?![\w.@-])")
# Four digits and more, whatever stands between them that is neither letter nor ideograph.
_NUMBER = re.compile(r"(?<!\d)\d(?:[\W_]{0,6}\d){3,}")
# A name in Latin letters with a digit or an underscore in it.
_NAME = re.compile(r"(?<![a-z0-9_-])(?=[a-z0-9-]*[0-9_])(?=[0-9_-]*[a-z_])[a-z0-9_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Searched:
    """``words``: what the store is asked for; ``contact``: something in it may be one, and is asked for as well.

    ``withheld``: something that may be a contact was left out, as this person may not see contacts.
    """

    words: str = ""
    contact: bool = False
    withheld: bool = False


def searched(session: Session, typed: str, *, contacts: bool) -> Searched:
    """Return what to search for. ``contacts``: this person may see them in full.

    Names of sites that we know hold digits too, and are no contacts: everybody sees them.
    """
    text = _SCHEME.sub(" ", undone(typed))
    hosts: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if not _is_known(session, found[0]):
            return found[0]
        hosts.append(found[0])
        return " "

    rest = _HOST.sub(taken, text) if re.search(r"[\d_]", text) else text
    bare = _NAME.sub(" ", _NUMBER.sub(" ", rest))
    if bare == rest:
        return Searched(text)
    if contacts:
        return Searched(text, contact=True)
    return Searched(" ".join([bare, *hosts]).strip(), withheld=True)


def operator_of(typed: str) -> str:
    """Return an operator's id as the store spells it: ``23``, ``OP23`` and ``团伙 23`` are ``op-23``."""
    found = _OPERATOR.fullmatch(undone(typed).strip())
    return f"{PREFIX}{int(found[1])}" if found else typed


def _is_known(session: Session, name: str) -> bool:
    try:
        host = ascii_host(name)
    except BadInput:
        return False
    names = (host, f"www.{host}")
    return bool(session.scalar(select(func.count()).select_from(SiteRow).where(SiteRow.host.in_(names)).limit(1)))
