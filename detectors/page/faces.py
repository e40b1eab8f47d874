"""One address under several profiles: which visitors are shown something that others are not.

Captures are compared by the lines of everything that they say, folded and without digits, so that dates, counters and
another layout of one text make no difference; what is judged is what only one side says. Sites that merely fail,
ask for a captcha or a log-in, or speak another language to one visitor have no other face.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detectors.page.document import Document
from detectors.text.fold import fold
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from zhenwei.sentences import listed, said
from zhenwei.types import Outcome, Page, Profile, Visit

NAMES = {
    Profile.DESKTOP: said("电脑"),
    Profile.PHONE: said("手机"),
    Profile.WECHAT: said("微信"),
    Profile.SPIDER: said("搜索引擎蜘蛛"),
    Profile.FROM_SEARCH: said("从搜索结果进入"),
}
SEARCH = frozenset((Profile.SPIDER, Profile.FROM_SEARCH))
MOBILE = frozenset((Profile.PHONE, Profile.WECHAT))
# How a server shuts visitors out without an answer, as a reason says it.
SHUT: dict[Outcome | None, str] = {
    Outcome.TLS_FAILED: said("TLS 错误"),
    Outcome.UNREACHABLE: said("连接中断"),
    Outcome.TIMEOUT: said("一直加载、没有答复"),
    Outcome.REDIRECT_LOOP: said("循环跳转"),
}
_BLANK = 20
_SHORT = 600
_GUARDED = re.compile(
    r"安全验证|人机验证|完成验证|验证后继续|滑动验证|拖动滑块|访问过于频繁|请求过于频繁|访问被拦截|防火墙|waf|captcha|"
    r"just a moment|checking your browser|正在检查您的浏览器|"
    r"请先登录|请登录后|登录后查看|在浏览器(?:中)?打开|在微信(?:客户端)?(?:中)?打开"
)
_EMPTY_HOST = re.compile(
    r"welcome to nginx|it works!|apache2? .{0,20}default page|test page for|index of /|iis windows|"
    r"404 not found|403 forbidden|页面不存在|网页不存在|没有找到站点|站点创建成功|网站(?:正在)?(?:建设|维护|升级)|"
    r"正在(?:建设|维护|升级)|建设中|系统维护|暂停服务|即将上线|敬请期待"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAME = re.compile(r"[\d\s\W_]+")
_GRAM = 6
_MOSTLY = 0.6
_LONGEST = 40_000
_MOST_LINES = 200
_LONGEST_LINE = 300

Kind = Literal["face", "decoy", ""]


def kind_of(doc: Document) -> Kind:
    """Return whether a capture shows a page, something put in place of a page, or nothing to judge by ("")."""
    text, status = doc.reading.folded.text, doc.page.status
    if status >= 500 or status in (401, 407, 408, 429):
        return ""
    if len(text) < _SHORT and _GUARDED.search(text):
        return ""
    if status >= 400:
        return "decoy"
    if len(text) < _BLANK and not doc.pictures:
        return "" if doc.visible.scripts or "<script" in doc.page.html else "decoy"
    if len(text) < _SHORT and _EMPTY_HOST.search(text):
        return "decoy"
    return "" if len(text) > 3 * _BLANK and not _HAN.search(text) else "face"


def is_blank(page: Page) -> bool:
    """True if a visitor was answered with nothing at all, and not because something failed."""
    return not page.html.strip() and not page.pictures and page.status in (200, 204, 403, 404, 410)


@dataclass(frozen=True)
class Cloak:
    """Visitors of one address who are shown something (``shown``) and those who are not (``kept``).

    ``kept`` may be empty where those visitors got no page at all (``refused``: how, in Chinese).
    """

    shown: tuple[Document, ...]
    kept: tuple[Document, ...]
    refused: str = ""

    @property
    def who(self) -> str:
        """For whom, in Chinese."""
        return listed(dict.fromkeys(NAMES[d.page.profile] for d in self.shown))

    @property
    def instead(self) -> str:
        """What the others see, in Chinese, quoted."""
        if not self.kept:
            return said("电脑访问得到{what}", what=self.refused)
        doc = min(self.kept, key=lambda d: d.page.profile is not Profile.DESKTOP)
        who = NAMES[doc.page.profile]
        if doc.page.status >= 400:
            return said("{who}访问得到 {status} 错误页", who=who, status=doc.page.status)
        lines = [*own_lines(doc, self.shown), doc.title]
        line = next((line.strip() for line in lines if len(line.strip()) >= 4), "")
        return said("{who}访问看到“{line}”", who=who, line=line[:40]) if line else said("{who}访问看到空白页", who=who)


def cloaks(
    documents: Sequence[Document],
    blank: Sequence[Page],
    shows: Callable[[Document], bool],
    failed: Sequence[Visit] = (),
) -> Iterator[Cloak]:
    """Yield for each address under which something is shown to some visitors and kept from others.

    ``failed``: the visits that brought no page.
    """
    for address in dict.fromkeys(d.page.url for d in documents):
        here = [d for d in documents if d.page.url == address]
        closed = [v for v in failed if v.url == address and not v.rendered]
        if len({d.page.profile for d in here}) < 2 and not closed and not any(p.url == address for p in blank):
            continue
        cloak = _cloak(here, [p for p in blank if p.url == address], shows, closed)
        if cloak is not None:
            yield cloak


def _cloak(
    here: Sequence[Document], blank: Sequence[Page], shows: Callable[[Document], bool], closed: Sequence[Visit]
) -> Cloak | None:
    shown = [d for d in here if shows(d)]
    if not shown or any(_is_unsteady(d, here, shown) for d in shown):
        return None
    to = {d.page.profile for d in shown}
    kinds = {id(d): kind_of(d) for d in here if d.page.profile not in to}
    kept = [d for d in here if kinds.get(id(d)) == "face"]
    kept += [d for d in here if kinds.get(id(d)) == "decoy" and d.page.profile is Profile.DESKTOP]
    if Profile.DESKTOP in to:
        return None  # what any computer sees is hidden from nobody; phones get less of it, spiders are locked out
    if any(d.page.profile is Profile.DESKTOP for d in kept) or (to <= SEARCH and kept):
        return Cloak(tuple(shown), tuple(kept))
    empty = next((p for p in blank if p.profile is Profile.DESKTOP), None)
    if empty is not None:
        return Cloak(
            tuple(shown), (), said("空白页") if empty.status < 400 else said("空白的 {status} 页", status=empty.status)
        )
    return _shut_out(here, shown, closed)


def _shut_out(here: Sequence[Document], shown: Sequence[Document], closed: Sequence[Visit]) -> Cloak | None:
    """A site fails at times for anybody. Only where every computer was shut out in one way, and more than one, while
    every phone got through, has it told them apart."""
    shut = {visit.profile: visit.outcome for visit in closed if visit.outcome in SHUT}
    computers, open_ = set(shut), {d.page.profile for d in here}
    if Profile.DESKTOP not in shut or len(computers) < 2 or computers & MOBILE or len(set(shut.values())) > 1:
        return None
    if not {d.page.profile for d in shown} <= MOBILE or not open_ <= MOBILE or len(open_) < 2:
        return None
    return Cloak(tuple(shown), (), SHUT[shut[Profile.DESKTOP]])


def _is_unsteady(doc: Document, here: Sequence[Document], shown: Sequence[Document]) -> bool:
    """True if another load by the same visitor does not show it: an advertisement that changes from load to load."""
    return any(
        d is not doc and d.page.profile is doc.page.profile and d.page.rendered == doc.page.rendered
        for d in here
        if d not in shown
    )


def own_offers(
    cloak: Cloak, core: Callable[[Reading], tuple[Hit, ...]]
) -> Iterator[tuple[Document, str, Reading, Hit]]:
    """Yield the offered words whose line none of those hold from whom it is kept."""
    kept = [_all_said(d) for d in cloak.kept]
    for doc in cloak.shown:
        for where, reading in doc.readings:
            for hit in core(reading):
                if not kept or _is_own(_line_at(reading.folded.text, hit.start), kept):
                    yield doc, where, reading, hit


def own_lines(doc: Document, others: Sequence[Document]) -> Iterator[str]:
    """Yield the visible lines, as they stand on the page, that the other captures do not hold."""
    texts = [_all_said(d) for d in others]
    for line in doc.visible.text.split("\n")[:_MOST_LINES]:
        if _is_own(fold(line[:_LONGEST_LINE]).text, texts):
            yield line


def _is_own(line: str, texts: Sequence[str]) -> bool:
    said = _SAME.sub("", line)
    grams = [said[i : i + _GRAM] for i in range(max(1, len(said) - _GRAM + 1))][:200]
    for text in texts:
        if said in text or sum(gram in text for gram in grams) > _MOSTLY * len(grams):
            return False
    return bool(said)


def _all_said(doc: Document) -> str:
    text = "\n".join(reading.folded.text[:_LONGEST] for _, reading in doc.readings)
    return _SAME.sub("", text)


def _line_at(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return text[max(start, place - 40) : min(end, place + 60)]
