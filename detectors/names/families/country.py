"""The government as such, which stands for every organ below it: gov-cn.com, pakgov.net, mail-govpk.com, china-gov.top."""

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
    yield Pattern("country", (mark, JOINED, where, ends), 5)
    yield Pattern("country", (where, JOINED, mark, ends), 6)
    yield Pattern("country", (mark, JOINED, words, ends), 9)
    yield Pattern("country", (words, JOINED, mark, ends), 9)
    both = stock.tails(gov, government.country)
    yield Pattern("country", (words, both, ends), 9)
    yield Pattern("country", (where, JOINED, mark, part([("-", 0), ("", 3)]), words, ends), 12)
    yield Pattern("country", (mark, JOINED, where, part([("-", 0), ("", 3)]), words, ends), 11)
    yield Pattern("country", (part([(f"{gov}-", 0)]), stock.numbers(), suffixes.popular(60)), 16)
