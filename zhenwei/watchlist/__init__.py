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
)

__all__ = [
    "Catalogue",
    "Law",
    "LawfulHost",
    "Level",
    "LexiconGroup",
    "Office",
    "Organ",
    "Watchlist",
    "load_watchlist",
]
