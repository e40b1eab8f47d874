"""No rule leans on the lab: its host names, words and files do not occur in detectors/ or watchlist/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zhenwei.watchlist import load_watchlist

REPOSITORY = Path(__file__).parents[2]
WORLDS = REPOSITORY / "lab" / "worlds"
# A run of hanzi this long is a phrase of its own and not a common word.
PHRASE = re.compile(r"[一-鿿]{9,}")


def _genuine() -> set[str]:
    watchlist = load_watchlist()
    organs = watchlist.organs.values()
    return {text for o in organs for text in (*o.names, *o.titles, *o.domains, *o.retired, *o.wechat)}


def _standing_terms() -> re.Pattern[str]:
    """The names of certificates, which both sides must use: what stands beside them is what counts."""
    names = {"特种作业操作证"}
    for category in (c for catalogue in load_watchlist().catalogues for c in catalogue.category):
        names |= {category.name, *category.aliases}
        names |= {name for item in category.items for name in (item.name, *item.aliases)}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def _sources() -> dict[Path, str]:
    files = [p for folder in ("detectors", "watchlist") for p in (REPOSITORY / folder).rglob("*.*")]
    return {p: p.read_text("utf-8") for p in files if p.suffix in (".py", ".toml")}


def _hosts() -> Iterator[str]:
    for site in WORLDS.glob("*/sites/*"):
        yield site.name


def test_no_host_of_the_lab_is_known_to_the_rules() -> None:
    watchlist = load_watchlist()
    hosts = {h for h in _hosts() if not watchlist.genuine_organ(h) and not watchlist.retired_organ(h)}
    hosts = {h for h in hosts if not h.endswith(".gov.cn")}
    assert len(hosts) > 40
    for path, text in _sources().items():
        found = [host for host in hosts if host in text]
        assert not found, f"{path}: {found}"


def test_no_phrase_of_the_lab_is_known_to_the_rules() -> None:
    genuine = "\n".join(_genuine())
    terms = _standing_terms()
    phrases: dict[str, Path] = {}
    for page in WORLDS.glob("*/sites/*/**/*.html"):
        for phrase in PHRASE.findall(page.read_text("utf-8")):
            if phrase not in genuine and PHRASE.search(terms.sub(" ", phrase)):
                phrases[phrase] = page
    law = {path: text for path, text in _sources().items() if path.parent.name not in ("laws", "catalogue", "organs")}
    known = {m for text in law.values() for m in PHRASE.findall(text)}
    shared = {p: phrases[p] for p in known & phrases.keys()}
    assert not shared, shared
