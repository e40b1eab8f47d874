"""What is asked: the queue by every filter alone and by some together, near and far; a case; the other pages."""

from __future__ import annotations

import random
from urllib.parse import quote, urlencode

from bench.of_review.made_up import OPERATORS, PHRASES, SOURCES, organs
from zhenwei.types import CaseState, Verdict

NAMES = (
    "queue", "far_behind", "all", "state", "verdict", "organ", "region", "source", "operator", "day", "half_year",
    "mine", "words", "rare_words", "together",
)  # fmt: skip
# Beside the queue. A case's page has similar decisions and its newest happenings too. The page of keys asks the store
# for nothing but the session: what it takes, every page takes.
OTHERS = ("case", "timeline", "ties", "front", "letters", "clocks", "keys")


def path_of(name: str, made: random.Random, cases: int) -> str:
    """Return an address of a page, with values drawn anew each time."""
    if name in NAMES:
        return f"/queue?{query_of(name, made, cases)}"
    number = made.randrange(1, cases + 1)
    return {
        "case": f"/cases/{number}",
        "timeline": f"/cases/{number}/timeline",
        "ties": f"/cases/{number}/ties.json",
        "front": "/",
        "letters": f"/letters?before={number // 12 + 50}" if made.random() < 0.5 else "/letters",
        "clocks": "/clocks",
        "keys": "/keys",
    }[name]


def query_of(name: str, made: random.Random, cases: int) -> str:
    """Return the part of an address behind the ``?``, with values drawn anew each time."""
    month = made.randrange(1, 10)
    organ, source = made.choice(organs()), made.choice(SOURCES)
    verdict = made.choice([one.value for one in Verdict if one.flagged])
    some = quote(made.choice(PHRASES)[:3])
    rare = urlencode({"q": f"编号 {made.randrange(1000):04d}x"})
    return {
        "queue": "",
        "far_behind": f"after={made.randrange(300, 9000)}.{made.randrange(1, cases + 1)}",
        "all": "state=all",
        "state": f"state={made.choice(list(CaseState)).value}",
        "verdict": f"verdict={verdict}",
        "organ": f"target={organ}",
        "region": f"state=all&region={made.choice(('110000', '330000', '000000', '440000'))}",
        "source": f"state=all&source={source}",
        "operator": f"state=all&operator=op-{made.randrange(1, OPERATORS + 1)}",
        "day": f"state=all&since=2026-{month:02d}-11&until=2026-{month:02d}-11",
        "half_year": f"since=2026-0{month % 4 + 1}-01&until=2026-0{month % 4 + 6}-28",
        "mine": "state=all&mine=1",
        "words": f"state=all&q={quote(made.choice(PHRASES)[:4])}",
        "rare_words": f"state=all&{rare}",
        "together": f"verdict={verdict}&target={organ}&source={source}&q={some}&since=2026-02-01",
    }[name]
