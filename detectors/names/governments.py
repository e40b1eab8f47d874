"""How the protected organs' own hosts write "government": gov.cn, gov (of the United States), gouv.fr, gob.es.

Nothing here is fixed to one country: what counts as a government ending follows from the genuine domains of the
watchlist, so that the same rules serve an office that protects other names.
"""

from __future__ import annotations

from dataclasses import dataclass

from detectors.names.countries import spellings
from zhenwei.address import GOVERNMENT_LABELS
from zhenwei.watchlist import Organ, Watchlist

# What stands for government before a country code, and is read so by itself. "go" (Japan) and "gc" (Canada) are not.
WORDS = ("gov", "gob", "gouv", "govt", "gub")


@dataclass(frozen=True, slots=True)
class Governments:
    """``endings``: (word, country) as in gov.cn; ``bare``: words that are a suffix alone (.gov); ``countries``: the
    country codes of all protected organs."""

    endings: frozenset[tuple[str, str]]
    bare: frozenset[str]
    countries: frozenset[str]

    @property
    def words(self) -> tuple[str, ...]:
        """The government words in use, sorted."""
        return tuple(sorted({word for word, _ in self.endings if word in WORDS} | self.bare))

    @property
    def country_words(self) -> dict[str, str]:
        """Every spelling of a protected country with its code: cn, china ..."""
        return {name: code for code in sorted(self.countries) for name in (code, *spellings(code))}


def governments(watchlist: Watchlist) -> Governments:
    """Read the government endings off the genuine domains of all protected organs."""
    domains = [d for organ in watchlist.protected for d in (*organ.domains, *organ.retired)]
    endings = {pair for pair in map(_pair, domains) if pair}
    bare = {d.rsplit(".", 1)[-1] for d in domains if d.rsplit(".", 1)[-1] in WORDS}
    # In English both are written, whichever the registry chose.
    endings |= {("govt", country) for word, country in endings if word == "gov"}
    return Governments(
        endings=frozenset(endings),
        bare=frozenset(bare | ({"govt"} if "gov" in bare else set())),
        countries=frozenset(c for organ in watchlist.protected for c in countries_of(organ)),
    )


def countries_of(organ: Organ) -> set[str]:
    """Return the code of the country that an organ belongs to; of a firm with names in many countries none."""
    domains = (*organ.domains, *organ.retired)
    found = {pair[1] for pair in map(_pair, domains) if pair}
    codes = {d.rsplit(".", 1)[-1] for d in domains if len(d.rsplit(".", 1)[-1]) == 2}
    return found or (codes if len(codes) == 1 else set())


def ending_of(domain: str) -> str:
    """Return the government ending of a genuine domain (``gov.cn``, ``gov``), or nothing."""
    pair = _pair(domain)
    if pair:
        return ".".join(pair)
    last = domain.rsplit(".", 1)[-1]
    return last if last in WORDS else ""


def _pair(domain: str) -> tuple[str, str] | None:
    labels = domain.split(".")
    if len(labels) > 1 and labels[-2] in GOVERNMENT_LABELS and len(labels[-1]) == 2:
        return labels[-2], labels[-1]
    return None
