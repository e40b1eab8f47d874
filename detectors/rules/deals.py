"""Certificates procured for a private contact, as distinct from courses and examinations: told by what is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.document import Document
from detectors.text.anchors import Anchored
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from detectors.text.trades import SUBJECTS

_PAPER = (
    r"(?:(?:特种作业|[高低]压|电工|焊工|登高|高空|高处|制冷|安监|应急|上岗)"
    r"[\u4e00-\u9fff、/,，与和及]{0,14}?证|操作证|上岗证|电工本|特种证)"
)
_DEAL = Anchored(
    rf"(?:代办|直办|包办|快办|速办|加急办|承办|代理办|代做|办个|办张|出售|(?<!买)卖)[\u4e00-\u9fff]{{0,8}}{_PAPER}|"
    rf"{_PAPER}[\u4e00-\u9fff]{{0,4}}(?:代办|直办|包办|快办|速办|极速办|快速办|加急办|办理(?!条件|流程|指南|依据|材料|须知|机构|机关|程序|进度)|出售|代理)"
)
_PRIVATE = ("phone", "wechat", "qq", "telegram")
_NOTICE = re.compile(r"遗失(?:声明|启事)|登报|声明作废")
_TEACHES = re.compile(r"培训|学习|课程|考试|考核|报名|学费|开班|学员|题库|复审学|继续教育|招生")


def deals(doc: Document) -> Iterator[tuple[str, Reading, Hit]]:
    """Yield (where, reading, words) for each reading that procures certificates and leaves a private way of contact."""
    for where, reading in doc.readings:
        if where not in ("visible", "picture", "head"):
            continue
        hit = reading.noted("dealt", _dealt)
        if hit is None:
            continue
        if doc.reading.noted("notice", lambda reading: bool(_NOTICE.search(reading.folded.text))):
            return  # a newspaper's or a finder's counter: what is handled is the notice
        pictured = doc.pictured.contacts if doc.pictured is not None else ()
        contacts = (*reading.contacts, *doc.reading.contacts, *doc.reachable, *pictured)
        if not any(c.kind in _PRIVATE and not c.value.startswith("400") for c in contacts):
            continue
        if not reading.noted("taught", _taught) and not doc.reading.noted("taught", _taught):
            yield where, reading, hit


def _dealt(reading: Reading) -> Hit | None:
    for match in _DEAL.finditer(reading.folded.text) if reading.seen & SUBJECTS else ():
        hit = Hit("deal", match[0], match.start(), match.end())
        if not reading.quotation.is_reported(hit):
            return hit
    return None


def _taught(reading: Reading) -> bool:
    """True if teaching or examining is spoken of other than to be promised away."""
    spoken = {m.start() for m in _TEACHES.finditer(reading.folded.text)}
    away = [(h.start, h.end) for g in ("skip_exam", "weak_promise") for h in reading.of(g)]
    return any(not any(start - 3 <= place <= end for start, end in away) for place in spoken)
