"""Dealing in papers, told by grammar: (verb of procuring, making, selling) × (papers) × (seller's signs).

The text is read as a skeleton in which every paper is one sign, so that a few patterns hold for any list of papers in
any order. What a lawful writer says near papers (teaching, loss, translation, vacancies, counters, loans) ends the
reading, unless a promise of its own stands beside it that only sellers make.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.text.lexicon import Hit
from detectors.text.papers import PERSONAL
from detectors.text.signs import P, signs
from detectors.text.spans import merged, occurrences

if TYPE_CHECKING:
    from detectors.text.offers import Reading

# A text up to this length is one message; its sender is reached by answering it.
MESSAGE = 220
_WINDOW = 170
_MOST = 24
# How far before and behind a paper its verb may stand.
_BACK, _ON = 44, 30

_VERB = (
    r"代办|代开|包办|直办|承办|快办|速办|办理|(?<!招)代理(?!人|商|费)|诚办|专办|定做|订做|定制|订制|制作|仿制|仿造|复刻|代做|专做|专业做|出售|供应|搞定|承接|"
    r"办(?!公|事|学|法|案|好|完|过|结)|做(?!好|到|人|法|过|个|事|完|题|了)|卖|售|刻|(?<![指提付支演])出(?!示|具|租|生|国|现|入|台|席|门|发|行|去|来|口|自|身)|买(?!票|单)|"
    r"(?:业务|经营|服务|办理|代办)(?:范围|项目|内容|种类)|主营|业务[:：]|(?:公司|我们|本店|机构|工作室|长期|专业|可|可以)提供|道具|高仿|仿真|1[:：比]1|一比一|p图|\b(?:buy|sell|get|obtain|order|produce|provide|purchase|fake|novelty|replica)\s"
)
_LIKE_A_LIST = rf"[^。！？!?\n{P}]{{0,14}}?"
_BEFORE = re.compile(rf"(?P<verb>{_VERB}){_LIKE_A_LIST}{P}")
_AFTER = re.compile(
    rf"{P}(?:(?![。！？!?\n{P}，,]).){{0,7}}?(?P<verb>代办|包办|直办|快办|速办|快速办|极速办|加急办|专业办|全国办|可办|能办|也能[做办出]|都能[做办出]|也可[做办出]|代做|制作|"
    r"定做|订做|定制|订制|仿制|出售|for sale|直出|直拿|搞定|"
    r"(?:快速|均可|都可以?|都能|诚信|优惠|长期|全国|加急|当天|快捷)?办理|都做|都出|都能出|可出|能出|都有|样样齐|齐全|全套|购买|刻|高仿|仿真|1[:：比]1|一比一|道具)"
    r"(?!条件|流程|指南|依据|材料|须知|机构|机关|程序|进度|时限|地点|窗口|事项|费用|时|的|借|存|开户|抵押|贷|银行|业务|手续|入[住职学户]|登机|报名)"
)
_ASKED = re.compile(
    rf"(?:如需|若需|需要|有需|急需|急用|想要|想办|要办|要(?=[办做{P}])|谁要|有要|差|缺)[^。！？!?\n]{{0,24}}{P}[^。！？!?\n]{{0,30}}(?:联系|加|找|私|电|滴|咨|来|发我|发来|微信|qq|[\da-z]{{5}}|[？?])"
)
_PAPER = re.compile(P)
# Papers that are demanded, held, carried or passed, not offered.
_HELD = re.compile(
    r"(?:(?:凭|持|带|携|准备)[^，,。！？!?；;\n]{0,10}|(?:须|需(?!要?.{0,24}联系)|要求|具备|具有|(?<!公司)(?<!我们)(?<!机构)(?<!作室)(?<!专业)(?<!长期)(?<!可)(?<!可以)提供|出示|上传|提交|复印|所需|材料|资料[:：]|(?<!代)考(?!不)|报考|考取|取得|拿到|获得|已有|拥有|本人|用|您的|你的|我的|他的|其|扫描|核对|查验|查询|核验|登录|输入|刷|比对|使用)"
    r"[^，,。！？!?；;\n]{0,4})$"
)
_OVERRIDDEN = frozenset(("teach", "notary", "errand", "lending", "loan", "work", "lookup"))
# "不用考试", "没时间培训": teaching and examining are named to be promised away.
_PROMISED_AWAY = re.compile(
    r"考证(?:太|好|很)?(?:难|累|麻烦|慢)|(?:不|无需|无须|免|没|别|代|替|省去|跳过|何必)[^,，。！!？?；;\n]{0,5}(?:培训|考试|考核|学习|上课|课程|听课|面授|复习|报名|考证|入学)(?:班)?(?:[、和与及,]?(?:培训|考试|考核|学习|上课))*"
)
_NO_PERMIT = re.compile(r"(?:不要|无需|不用|无须|不看|免)(?:任何|提供)?(?:执照|证明|手续|备案|证件)")
# What is left of a message without its number: "办证 190…" says nothing but its offer.
_CONTACT_SHAPE = re.compile(r"[a-z\d\s_:：+]{4,}")
_BARE = 16
# So many different papers make a list.
_A_LIST = 3


@dataclass(frozen=True, slots=True)
class Dealing:
    """One offer of papers: the words, the kinds of papers, the seller's signs. ``message``: the text is one message."""

    hit: Hit
    kinds: frozenset[str]
    signs: frozenset[str]
    verb: int
    message: bool
    weighed: int = 0

    @property
    def weight(self) -> int:
        """How much speaks for a seller: the verb, every sign, and papers of several authorities."""
        if self.weighed:  # all the words together, see `pitch`
            return self.weighed
        diverse = len(self.kinds - {"any", "money"})
        bare = "bare" in self.signs  # counts twice: nothing else is said
        return self.message + self.verb + len(self.signs) + bare + min(diverse - 1, 3) * (diverse > 1)


# Who makes papers has said it all; who procures them may have an errand at a counter.
_MAKES = re.compile(r"定做|订做|定制|订制|仿|复刻|道具|p图|刻|1.1|一比一|fake|novelty|replica")
_STRONG = re.compile(r"代|包|直|仿|造|复刻|定|订|制|刻|售|卖|供应|买|搞|承|出|速|快|专|诚|做|都|齐|道具|1|一比一|[a-z]")


class Skeleton:
    """A folded text with every paper drawn together to one sign, and the way back."""

    def __init__(self, text: str, papers: Sequence[Hit]) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        places: list[int] = []
        at = length = 0
        for hit in papers:
            piece = text[at : hit.start]
            pieces += (piece, P)
            starts.append(length)
            places.append(at)
            length += len(piece)
            starts.append(length)
            places.append(hit.start)
            length += 1
            at = hit.end
        pieces.append(text[at:])
        starts.append(length)
        places.append(at)
        self.text = "".join(pieces)
        self._starts, self._places = starts, places
        self.papers = papers

    def place(self, at: int) -> int:
        """Return the place in the folded text of a place in the skeleton."""
        number = max(0, bisect_left(self._starts, at + 1) - 1)
        return self._places[number] + at - self._starts[number]

    def within(self, start: int, end: int) -> list[Hit]:
        """Return the papers between two places of the skeleton."""
        left, right = self.place(start), self.place(end)
        return [h for h in self.papers if left <= h.start < right]


def _strength(verb: str) -> int:
    return 3 if _MAKES.search(verb) else 2 if _STRONG.search(verb) else 1


def deal_in(reading: Reading) -> Dealing | None:
    """Return the weightiest offer of papers that a reading speaks as its own."""
    papers = reading.papers
    if not any(h.group in PERSONAL for h in papers) and not _makes_seals(reading, papers):
        return None
    skeleton = Skeleton(reading.folded.text, papers)
    message = is_message(reading, skeleton)
    if not message and not (reading.contacts or reading.of("contact_word")):
        return None  # nobody can be reached: whatever it says, it sells nothing
    best: Dealing | None = None
    for number, (start, end, verb) in enumerate(_candidates(skeleton.text, message)):
        if number >= _MOST:
            break
        found = _judged(reading, skeleton, start, end, verb)
        if found is not None and (best is None or found.weight > best.weight):
            best = found
    return best


def _makes_seals(reading: Reading, papers: Sequence[Hit]) -> bool:
    """True if seals are made for whoever asks: an engraver must see a licence first."""
    return any(h.group == "seal" for h in papers) and bool(_NO_PERMIT.search(reading.folded.text))


def is_message(reading: Reading, skeleton: Skeleton) -> bool:
    """True if all that is said is short enough to be one message. A title is a part of a page, never a message."""
    return reading.source in ("text", "picture") and len(skeleton.text) <= MESSAGE


def _candidates(text: str, message: bool) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, strength of the verb) of what looks like an offer; a message may do without a verb."""
    for low, high in [(0, len(text))] if message else _around_papers(text):
        for match in _BEFORE.finditer(text, low, high):
            if not _HELD.search(text, max(0, match.start() - 8), match.start()):
                yield match.start(), match.end(), _strength(match["verb"])
        for match in _AFTER.finditer(text, low, high):
            if not _HELD.search(text, max(0, match.start() - 12), match.start()):
                yield match.start(), match.end(), _strength(match["verb"])
        for match in _ASKED.finditer(text, low, high):
            yield match.start(), match.end(), 1
    if message and P in text:
        first, last = text.find(P), text.rfind(P)
        if not _HELD.search(text, max(0, first - 12), first):
            yield first, last + 1, 0


def _around_papers(text: str) -> list[tuple[int, int]]:
    """Return the spans of a long text in which a verb may belong to a paper."""
    return merged((max(0, place - _BACK), min(len(text), place + _ON)) for place in occurrences(text, P))


def _judged(reading: Reading, skeleton: Skeleton, start: int, end: int, verb: int) -> Dealing | None:
    left, right = skeleton.place(start), skeleton.place(end)
    hit = Hit("deal", reading.folded.text[left:right], left, right)
    if reading.quotation.is_reported(hit):
        return None
    message = is_message(reading, skeleton)
    low, high = (0, len(skeleton.text)) if message else (max(0, start - _WINDOW), end + _WINDOW)
    said = skeleton.text[low:high]
    near = skeleton.within(low, high)
    places = [place.start() for place in _PAPER.finditer(said)]
    offered = [h for h, i in zip(near, places, strict=False) if not _HELD.search(said[max(0, i - 12) : i])]
    kinds = frozenset(h.group for h in offered)
    known = signs()
    seen = {name for name, pattern in known.seller.items() if pattern.search(said)}
    if message and len(_CONTACT_SHAPE.sub("", said)) <= _BARE:
        seen.add("bare")
    if len({h.word for h in offered}) >= _A_LIST:
        seen.add("list")
    if any(h.bent for h in near):
        seen.add("bent")
    if reading.contacts or known.masked.search(said):
        seen.add("contact")
    left_end, right_end = skeleton.place(low), skeleton.place(high)
    proven = _is_proven(reading, left_end, right_end)
    paid = any(left_end <= h.start < right_end for h in reading.offered["pay_later"])
    if _is_lawful(said, kinds, proven, paid):
        return None
    if proven:
        seen.add("proof")
    return Dealing(hit, kinds, frozenset(seen), verb, message)


_IMITATED = re.compile(r"高仿|仿真|精仿|一比一|1[:：比]1|p图|以假乱真|做旧|真假难辨")
_STAYS_AWAY = re.compile(r"到场|本人|露面|来人|现场|亲自|跑|法人|身份证|照片")


def _is_proven(reading: Reading, low: int, high: int) -> bool:
    """True if a promise that only sellers make stands in the window; staying away alone is none."""
    hits = (h for g in ("skip_exam", "forging", "pay_later", "kit") for h in reading.offered[g])
    if any(low <= h.start < high and not _STAYS_AWAY.search(h.word) for h in hits):
        return True
    return bool(_IMITATED.search(reading.folded.text, low, high))


def _is_lawful(said: str, kinds: frozenset[str], proven: bool, paid: bool) -> bool:
    """True if the words around the papers are those of a lawful writer."""
    said = _PROMISED_AWAY.sub("", said)
    genres = {name for name, pattern in signs().lawful.items() if pattern.search(said)}
    if not genres:
        return False
    if kinds & {"work", "person", "car", "home", "skill", "seal"}:
        genres.discard("sits")  # whose papers are delivered is no mere exam cheat
    forger = "seal" in kinds and kinds & {"person", "school", "home", "car"}
    allowed = _OVERRIDDEN | {"gov"} if paid else _OVERRIDDEN
    return not ((proven or forger) and genres <= allowed)
