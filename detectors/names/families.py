"""The families of copies: each a function from a subject to first labels (or whole names) with a plausibility.

Plausibility is 0 to 1 and only orders the output; a suffix multiplies it. Families follow what counterfeits have been
seen to do: dots of the genuine host dropped or turned into hyphens, ``gov`` and ``cn`` moved to the left, a word of
the look-up added, pinyin, the certificate instead of the organ, Han, one slip, free labels on hosting platforms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from detectors.names.subjects import Subject
from detectors.names.typos import likely_slips

Stem = tuple[str, float]

QUERY_WORDS = ("cx", "chaxun", "zscx", "zs", "cxpt", "zhengshu", "yanzheng", "cha", "gw")
MORE_WORDS = ("gov", "cn", "china", "12350", "px", "ks", "bm", "wsbs", "fw", "pt", "app", "www", "online")
CERTIFICATES = (
    ("tezhongzuoye", 0.9),
    ("tzzyczz", 0.9),
    ("tzzy", 0.85),
    ("tezhongzuoyezheng", 0.7),
    ("tezhongzuoyecaozuozheng", 0.7),
    ("caozuozheng", 0.65),
    ("aqsc", 0.7),
    ("aqscks", 0.5),
    ("anquanshengchan", 0.5),
    ("diangongzheng", 0.6),
    ("dgzcx", 0.3),
    ("hangongzheng", 0.4),
    ("denggaozheng", 0.4),
)
GENERAL = (
    ("12350", 0.8),
    ("yingji", 0.65),
    ("yjgl", 0.6),
    ("yingjiju", 0.65),
    ("anjian", 0.45),
    ("anjianju", 0.5),
    ("ajj", 0.4),
)
HAN_GENERAL = ("应急管理局", "应急管理厅", "应急局", "安监局", "应急管理")
HAN_CERTIFICATES = ("特种作业操作证", "特种作业", "特种作业证", "电工证", "焊工证", "登高证", "操作证", "安全生产考试")
HAN_QUERY = ("查询", "证书查询", "查询网", "查询平台", "官网", "网", "")


def written_together(subject: Subject) -> Iterator[Stem]:
    """cxmemgovcn, cx-mem-gov-cn, memgov, gov-mem."""
    for labels, share in _stems(subject):
        for order, turned in _orders(labels):
            weight = share * turned
            own, parts = "".join(order), "-".join(order)
            for text, likely in (
                (f"{own}gov", 1.0),
                (f"{parts}-gov", 1.0),
                (f"{own}govcn", 0.97),
                (f"{parts}-gov-cn", 1.0),
                (f"{own}-gov-cn", 0.95),
                (f"{own}gov-cn", 0.85),
                (f"{own}-govcn", 0.85),
                (f"{own}-gov", 0.95),
                (f"www{own}gov", 0.7),
                (f"www-{parts}-gov-cn", 0.75),
                (f"www{own}govcn", 0.7),
                (f"gov-{parts}", 0.8),
                (f"gov{own}", 0.75),
                (f"govcn-{own}", 0.6),
                (f"gov-cn-{parts}", 0.65),
                (f"cn-{parts}", 0.6),
                (f"china-{parts}", 0.6),
                (f"{parts}-cn", 0.6),
            ):
                yield text, weight * likely


def other_suffix(subject: Subject) -> Iterator[Stem]:
    """mem.org.cn: the host's own label under another suffix."""
    for labels in (*subject.stems, *subject.old_stems):
        yield "".join(labels), 0.8
        yield "-".join(labels), 0.8
        if len(labels) > 1:
            yield "".join(labels[::-1]), 0.7
            yield "-".join(labels[::-1]), 0.6
    for domain in subject.retired:
        if not domain.endswith(".gov.cn"):
            yield domain.replace(".", "-"), 0.7
            yield domain.rsplit(".", 1)[0].replace(".", "-"), 0.7


def with_a_word(subject: Subject) -> Iterator[Stem]:
    """memcx, cx-mem, mem-chaxun."""
    for labels, share in _stems(subject):
        # "cxmem" says look-up already.
        if len(labels) == 1 or subject.rank:
            for order, weight in _orders(labels):
                yield from _combined("".join(order), 0.85 * share * weight)


def pinyin(subject: Subject) -> Iterator[Stem]:
    """yingjiguanlibu, yjglbcx."""
    for at, word in enumerate(subject.words):
        weight = max(0.3, 0.85 - 0.03 * at)
        yield word, weight
        yield word + "gov", weight * 0.8
        yield word + "-gov", weight * 0.75
        yield from _combined(word, weight * 0.85)


def certificate(subject: Subject) -> Iterator[Stem]:
    """tzzyczzcx, tezhongzuoye-chaxun, 12350cx; for the organ that the certificates' look-up belongs to."""
    if subject.certificates:
        for word, weight in CERTIFICATES:
            yield word, weight
            yield word + "gov", weight * 0.7
            yield from _combined(word, weight * 0.95)
        for word, weight in GENERAL:
            yield from _combined(word, weight)


def slip(subject: Subject) -> Iterator[Stem]:
    """memgv, memqov, rnemgov."""
    for labels in subject.stems:
        for at, text in enumerate(likely_slips("".join(labels) + "gov")):
            yield text, 0.6 - min(0.3, at * 0.004)
        for at, text in enumerate(islice(likely_slips("".join(labels)), 12)):
            yield f"{text}-gov", 0.58 - 0.01 * at
            yield f"{text}-gov-cn", 0.55 - 0.01 * at


def han(subject: Subject) -> Iterator[Stem]:
    """应急管理部, 操作证查询."""
    names = [(name, 0.9 - 0.06 * at) for at, name in enumerate(subject.han)]
    if subject.certificates:
        names += [(name, 0.7) for name in HAN_GENERAL]
        names += [(name, 0.8 - 0.05 * at) for at, name in enumerate(HAN_CERTIFICATES)]
    for name, weight in names:
        for at, word in enumerate(HAN_QUERY):
            yield name + word, weight * (1 if not word else 0.95 - 0.08 * at)


def below_a_carrier(subject: Subject) -> Iterator[Stem]:
    """cx.mem.gov-cn.com: the whole host below a name that reads as gov.cn. Yields labels up to the carrier."""
    for labels in subject.stems:
        for carrier, weight in (("gov-cn", 0.8), ("govcn", 0.7), ("gov.cn", 0.5), ("cn-gov", 0.5)):
            yield ".".join((*labels, carrier)), weight


def _stems(subject: Subject) -> Iterator[tuple[tuple[str, ...], float]]:
    yield from ((labels, 1.0) for labels in subject.stems)
    yield from ((labels, 0.6) for labels in subject.old_stems)


def _orders(labels: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the labels as they stand and, where there are several, from right to left."""
    return ((labels, 1.0),) if len(labels) == 1 else ((labels, 1.0), (labels[::-1], 0.9))


def _combined(own: str, weight: float) -> Iterator[Stem]:
    for at, word in enumerate((*QUERY_WORDS, *MORE_WORDS)):
        likely = weight * (1 - 0.03 * at)
        yield own + word, likely
        yield word + own, likely * 0.95
        yield f"{own}-{word}", likely * 0.85
        yield f"{word}-{own}", likely * 0.8


FAMILIES: tuple[tuple[str, Callable[[Subject], Iterator[Stem]]], ...] = (
    ("written-together", written_together),
    ("other-suffix", other_suffix),
    ("with-a-word", with_a_word),
    ("pinyin", pinyin),
    ("certificate", certificate),
    ("slip", slip),
    ("han", han),
    ("below-a-carrier", below_a_carrier),
)
