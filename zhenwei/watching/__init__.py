"""Watching names: what a look says of a name, what follows from it, and which names are asked next. Only computing."""

from zhenwei.watching.step import Step, after_look, after_visits
from zhenwei.watching.values import NOTHING_KNOWN, Change, Event, Known, NameState, Records, Says, Seen, Shown

__all__ = [
    "NOTHING_KNOWN",
    "Change",
    "Event",
    "Known",
    "NameState",
    "Records",
    "Says",
    "Seen",
    "Shown",
    "Step",
    "after_look",
    "after_visits",
]
