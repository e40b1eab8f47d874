"""Whole genuine hosts before a name that somebody holds: mem.gov.cn.com, cx.mem.gov-cn.com, cx.mem.gov.cn-cx.top."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Pattern, Row, part
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield hosts whose last labels are the carrier: a doubled suffix, gov-cn, or the country and a word."""
    government = subject.government
    if not subject.hosts or not government.suffix:
        return
    ends = suffixes.registrable(government)
    hosts: list[Row] = [(".".join(labels), stock.later(at)) for at, labels in enumerate(subject.hosts)]
    hosts += [(f"www.{host}", cost + 8) for host, cost in hosts]
    whole = part((f"{host}.{government.suffix}", cost) for host, cost in hosts)
    # mem.com.cn.com and mem.cn.com: under names that are let out label by label.
    doubled = part(((f"{host}.com.cn", cost + 3) for host, cost in hosts), whole.rows())
    yield Pattern("double-suffix", (doubled, ends), 3)
    flat = ("gov-cn", "govcn", "cn-gov", "cngov")
    gov, country = government.word or "gov", government.country
    if country:
        flat = (f"{gov}-{country}", f"{gov}{country}", f"{country}-{gov}", f"{country}{gov}")
        carriers: list[Row] = [(f".{name}", 2 * at) for at, name in enumerate(flat)]
        yield Pattern("below-a-carrier", (part(hosts), part(carriers), ends), 2)
    glue = part([("-", 0)])
    words = stock.words(chinese=subject.chinese)
    yield Pattern("below-a-carrier", (whole, glue, words, ends), 6)
    yield Pattern("below-a-carrier", (part(hosts), part([(f".{gov}-", 0)]), words, ends), 8)
    yield Pattern("below-a-carrier", (part(hosts), part([(f".{gov}-", 0)]), stock.numbers(), suffixes.throw_away()), 12)
