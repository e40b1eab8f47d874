"""The watchlist: what people edit (organs, lexicon, catalogue, laws, recipients, lawful hosts), checked when read."""

from zhenwei.watchlist.load import Watchlist, load_watchlist
from zhenwei.watchlist.models import (
    Catalogue,
    Law,
    LawfulHost,
    Level,
    LexiconGroup,
    Office,
    Organ,
    Sender,
    SharedList,
)
from zhenwei.watchlist.parties import Platform, Registrar, Renaming

__all__ = [
    "Catalogue",
    "Law",
    "LawfulHost",
    "Level",
    "LexiconGroup",
    "Office",
    "Organ",
    "Platform",
    "Registrar",
    "Renaming",
    "Sender",
    "SharedList",
    "Watchlist",
    "load_watchlist",
]
