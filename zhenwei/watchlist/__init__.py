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
    SharedList,
)

__all__ = [
    "Catalogue",
    "Law",
    "LawfulHost",
    "Level",
    "LexiconGroup",
    "Office",
    "Organ",
    "SharedList",
    "Watchlist",
    "load_watchlist",
]
