"""What a government is called: its country in the suffix of its own hosts, in letters and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from zhenwei.address import GOVERNMENT_LABELS, suffix

# Public bodies that are not the government itself; their label reads as part of the name just the same.
SECTOR_LABELS = frozenset({"mil", "edu", "ac", "police", "nhs", "parliament", "mod", "sch", "org", "com", "net", "co"})
# 政务 and 公益, which stand beside .gov.cn.
_CHINAS_OWN = frozenset({"xn--zfr164b", "xn--55qw42g", "xn--zfr164b.cn", "xn--55qw42g.cn"})
# Short names in use that neither the code nor the name of ISO 3166 gives.
_ALSO = {
    "cn": ("china", "zhongguo", "zg", "chn", "prc"),
    "gb": ("uk", "britain", "england"),
    "us": ("usa", "america", "us"),
    "kr": ("korea", "kor"),
    "kp": ("dprk",),
    "ae": ("uae", "emirates"),
    "sa": ("ksa", "saudi"),
    "ru": ("russia", "rus", "rf"),
    "mm": ("myanmar", "burma", "mmr"),
    "tr": ("turkiye", "turkey", "tur"),
    "vn": ("vietnam", "vnm"),
    "bd": ("bangladesh", "bangla"),
    "pk": ("pakistan", "pak"),
    "np": ("nepal",),
    "lk": ("srilanka", "lanka"),
    "cz": ("czech", "czechia"),
    "br": ("brasil", "brazil"),
    "es": ("espana", "spain"),
    "de": ("deutschland", "germany"),
    "it": ("italia", "italy"),
    "mo": ("macau", "macao"),
}


@dataclass(frozen=True, slots=True)
class Government:
    """Where an organ's genuine hosts stand.

    ``suffix``: what nobody else can register below (gov.cn); ``word``: its first label (gov; empty if the suffix is an
    ordinary one); ``country``: the last label if it is a country's, else empty; ``names``: what the country is called.
    """

    suffix: str
    word: str
    country: str
    names: tuple[str, ...]
    closed: bool


def government_of(host: str) -> Government:
    """Return what the suffix of a genuine host says of its government."""
    own = suffix(host)
    if own in _CHINAS_OWN:
        own = "gov.cn"
    labels = own.split(".")
    country = labels[-1] if len(labels[-1]) == 2 else "us" if own in ("gov", "mil") else ""
    word = labels[0] if labels[0] in GOVERNMENT_LABELS | SECTOR_LABELS and len(labels[0]) > 1 else ""
    if not word and country:
        # admin.ch is an ordinary name to the suffix list.
        word = next((label for label in host.split(".")[-2:-1] if label in GOVERNMENT_LABELS), "")
        own = f"{word}.{own}" if word else own
    closed = word in GOVERNMENT_LABELS or word in ("mil", "edu", "ac", "police", "nhs")
    return Government(
        own, word if own != country or word in GOVERNMENT_LABELS else "", country, called(country), closed
    )


def called(country: str) -> tuple[str, ...]:
    """Return what people call a country, the likeliest first; nothing for an unknown code."""
    english = _english().get(_iso(country), "")
    return tuple(dict.fromkeys((*spellings(country), english[:3]) if english else spellings(country)))


def spellings(country: str) -> tuple[str, ...]:
    """Return the words that stand for a country wherever they are read: those of ``called`` without mere beginnings."""
    known, english = _ALSO.get(_iso(country), ()), _english().get(_iso(country), "")
    return tuple(dict.fromkeys((*known, english) if english else known))


def all_spellings() -> frozenset[str]:
    """Return the words for all countries of ISO 3166."""
    return frozenset(word for code in _english() for word in spellings(code))


@cache
def closed_suffixes() -> frozenset[str]:
    """Return the suffixes of all countries below which only public bodies register: gov.pk, gob.ar, go.kr, edu.cn."""
    labels = GOVERNMENT_LABELS | {"mil", "edu", "ac"}
    names = (f"{label}.{code}" for code in (*_english(), "uk") for label in sorted(labels))
    return frozenset(name for name in names if suffix(name) == name)


def _iso(country: str) -> str:
    return "gb" if country == "uk" else country


@cache
def _english() -> dict[str, str]:
    """Return the English short names of ISO 3166 in letters only (the table that travels with tzdata)."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {code.lower(): re.sub(r"\(.*?\)|[^a-z]", "", name.lower()) for code, name in rows}
