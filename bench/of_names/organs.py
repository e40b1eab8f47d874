"""The imitated organs of this comparison (``watchlist/organs``) as the parts and the peers need them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from bench.of_names.command import ORGANS
from zhenwei.watchlist import Organ, Watchlist, load_watchlist
from zhenwei.watchlist.load import builtin_folder


@cache
def imitated() -> tuple[Organ, ...]:
    """Return the organs of the folder, without those that are built in."""
    own = {file.stem for file in (ORGANS / "organs").glob("*.toml")}
    return tuple(organ for slug, organ in load_watchlist(ORGANS).organs.items() if slug in own)


@cache
def genuine_names() -> tuple[str, ...]:
    """Return the genuine names of the imitated organs: whatever stands below one is no imitation."""
    return tuple(domain for organ in imitated() for domain in organ.domains)


def main_names(each: int = 3) -> list[str]:
    """Return at most the first three genuine names of each imitated organ: one of them has two hundred."""
    return [domain for organ in imitated() for domain in organ.domains[:each]]


def keywords(watchlist: Watchlist | None = None) -> list[str]:
    """Return the keywords that people entered, of the imitated organs or of the protected ones of a watchlist."""
    organs = watchlist.protected if watchlist else imitated()
    return sorted({word.lower() for organ in organs for word in organ.keywords})


def alone(folder: Path) -> Path:
    """Write a folder that, laid over the built-in watchlist, leaves only the imitated organs protected; return it.

    A built-in organ cannot be taken away by an overlay, so each becomes a neighbour: spared, not watched for.
    """
    shutil.copytree(ORGANS, folder, dirs_exist_ok=True)
    for file in (builtin_folder() / "organs").glob("*.toml"):
        lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("role")]
        (folder / "organs" / file.name).write_text("\n".join([*lines, 'role = "neighbour"', ""]), "utf-8")
    return folder
