"""The dots of the genuine host dropped or turned into hyphens: cx-mem-gov-cn.com, memgov.cn, gov-mem.top."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Pattern, part
from detectors.names.subjects import Subject

_IN_FRONT = part([("www", 8), ("www-", 7), ("e-", 10), ("m-", 12), ("xn", 30)])


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield the genuine labels and the government's, written together, under every suffix on sale."""
    own, government = stock.own(subject), subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    heads = stock.heads(government.word, government.country)
    yield Pattern("written-together", (own, tails, ends))
    yield Pattern("written-together", (heads, own, ends), 4)
    yield Pattern("written-together", (_IN_FRONT, own, tails, ends))
    yield Pattern("other-suffix", (stock.long_ones(own, 4), ends), 2)
    yield Pattern(
        "other-suffix", (part((t, c) for t, c in own.rows() if len(t) < 4), ends), 7 if government.closed else 2
    )
    if subject.chinese:
        # A name of three letters under .com is anybody's; beside .gov.cn it is not.
        yield Pattern("other-suffix", (own, part([(".org.cn", 0), (".com.cn", 1), (".net.cn", 1)])), 3)
        yield Pattern("other-suffix", (own, suffixes.provincial(subject.code)), 5)
    yield Pattern("keyword", (stock.keywords(subject), tails, ends), 3)
    yield Pattern("keyword", (heads, stock.keywords(subject), ends), 7)
    yield Pattern("keyword", (stock.long_ones(stock.keywords(subject), 4), ends), 5)
