"""The government as such, which stands for every organ below it: gov-cn.com, pakgov.net, mail-govpk.com."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import JOINED, Pattern, Row, part
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield government and country in both orders, alone and beside a word or a number."""
    government = subject.government
    if not government.closed and not subject.han:
        return
    gov = government.word or "gov"
    names = [government.country, *government.names] if government.country else []
    where = part([(name, min(at, 6)) for at, name in enumerate(names) if len(name) > 1])
    said: list[Row] = [(gov, 0), ("govt", 5), ("government", 9)]
    mark = part(said if gov == "gov" else [*said, ("gov", 4)])
    ends = suffixes.registrable(government)
    words = stock.words(chinese=subject.chinese)
    both = stock.tails(gov, government.country)
    dear = 2 if subject.chinese else 0
    yield Pattern("country", (mark, JOINED, where, ends), 2 + dear)
    yield Pattern("country", (where, JOINED, mark, ends), 2 + dear)
    yield Pattern("country", (mark, stock.GLUE, words, ends), 5 + dear)
    yield Pattern("country", (words, stock.GLUE, mark, ends), 6 + dear)
    yield Pattern("country", (words, both, ends), 5 + dear)
    yield Pattern("country", (where, JOINED, mark, stock.GLUE, words, ends), 7 + dear)
    yield Pattern("country", (mark, JOINED, where, stock.GLUE, words, ends), 7 + dear)
    # Batches of throw-away names: gov-gt.vip, gov-parkingea.shop.
    batch = part([(f"{gov}-", 0)])
    yield Pattern("serial", (batch, stock.numbers(), suffixes.throw_away()), 4 + 2 * dear)
    yield Pattern("serial", (batch, words, stock.numbers(), suffixes.throw_away()), 12 + 2 * dear)
