"""The government as such, which stands for every organ below it: gov-cn.com, pakgov.net, mail-govpk.com."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import JOINED, Pattern, Row, listed, part
from detectors.names.subjects import Subject

# What smishing in a government's name is about.
_THEMES = """
parking toll tolls tax fine refund
fines dmv payment subsidy post pcn penalty benefit support
visa customs ticket ezpass license claim pension grant passport
"""
_FEW_NUMBERS = part([("", 0)], ((text, cost) for text, cost in stock.numbers().rows() if cost < 8))


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
    yield Pattern("country", (mark, JOINED, part([("org", 0), ("net", 0), ("com", 1), ("co", 1)]), ends), 5 + dear)
    yield Pattern("country", (where, JOINED, mark, stock.GLUE, words, ends), 7 + dear)
    yield Pattern("country", (mark, JOINED, where, stock.GLUE, words, ends), 7 + dear)
    # Batches of throw-away names: gov-gt.vip, gov-parkingea.shop.
    batch = part([(f"{gov}-", 0)])
    yield Pattern("serial", (batch, stock.numbers(), suffixes.throw_away()), 4 + 2 * dear)
    if not subject.chinese:
        themes = part(listed(_THEMES))
        yield Pattern("theme", (batch, themes, _FEW_NUMBERS, suffixes.throw_away()), 7)
        yield Pattern("theme", (part([(f"{gov}.", 0)]), themes, part([("-", 0)]), themes, suffixes.throw_away()), 8)
    yield Pattern("platform", (batch, words, suffixes.hosting()), 9 + dear)
