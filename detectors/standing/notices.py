"""Pages that stand in a site's place: notices of authorities and providers, parking, captchas, empty hosts.

The expressions are data (notices.toml). What they never meet: a page that reports on such things, a page with a form
to fill in, and a page that still offers something, for a seller may paste a notice to be left alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detectors.standing.values import Notice, Sign
from detectors.text.visible import Visible, read_html
from zhenwei.types import Page

_PARTS = {
    "site": r"(?:(?:本|该|此|这个|当前|贵|您的|您?(?:所|正在|要|想|当前)?(?:访问|浏览|打开|请求|查看)的(?:这个|该)?)"
    r"(?:网站|站点|网页|页面|网址|域名|主机|空间|服务器|链接|地址|内容))",
    "police": r"(?:公安|网警|网安(?:支队|总队|大队|部门)|警方|网络安全保卫)",
    "office": r"(?:网信办|网信部门|互联网信息办公室|通信管理局|工业和信息化|市场监督管理局|市场监管|应急管理局|"
    r"主管部门|有关部门|监管部门|管理部门|执法部门|人民法院)",
}  # fmt: skip
_REPORT = re.compile(
    r"记者|本报讯|据悉|据报道|通讯员|责任编辑|(?:发布|更新)(?:时间|日期)|上一篇|下一篇|(?:阅读|浏览|点击)(?:量|数|次数)|"
    r"版权所有.{0,40}新闻|相关(?:阅读|推荐)|网友评论"
)
_OFFER = re.compile(
    r"(?:加|添加)(?:我|客服)?(?:微信|微|v信|vx|wx|qq)|(?:微信|vx|wx)(?:号|客服)?[:：]?\s*[a-z0-9][-_a-z0-9]{4,}|"
    r"(?<![0-9])1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}(?![0-9])|包过|免考试|天出证|包查验"
)
# Who sells a name gives a contact; who sells papers names them.
_WARES = re.compile(r"包过|免考试|出证|包查验|操作证|电工证|焊工证|登高证|上岗证|证书查询")
_SPACE = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")
_INPUTS = frozenset(("text", "search", "password", "tel", "number", "email", ""))
_STRICT = frozenset((Sign.SEIZED, Sign.SUSPENDED, Sign.VACANT))
_QUOTE = 60
# Markup beyond this is not searched: what a notice is known by stands near its top.
_MARKUP = 200_000


@dataclass(frozen=True, slots=True)
class _Rule:
    sign: Sign
    id: str
    name: str
    longest: int
    needs: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...]
    markup: bool


@cache
def rules() -> tuple[_Rule, ...]:
    """Return the table. Raises TypeError, ValueError or re.error if the file that ships is damaged."""
    rows = tomllib.loads(Path(__file__).with_name("notices.toml").read_text("utf-8"))["notice"]
    return tuple(
        _Rule(
            Sign(row["kind"]), row["id"], row["name"], int(row["longest"]),
            tuple(_expression(text) for text in row["all"]), tuple(_expression(text) for text in row.get("not", ())),
            bool(row.get("markup", False)),
        )
        for row in rows
    )  # fmt: skip


def _expression(text: str) -> re.Pattern[str]:
    for name, value in _PARTS.items():
        text = text.replace(f"{{{name}}}", value)
    return re.compile(text)


def notice_of(page: Page) -> Notice | None:
    """Return what the page is if it is no site but a notice in its place."""
    visible = read_html(page.html)
    text = folded(visible.text)
    markup = page.html[:_MARKUP].lower()
    asks, title = _asks(visible), folded(_title(visible))
    said = text if not title or title in text else f"{title}。{text}"
    for rule in rules():
        if len(text) <= rule.longest and (quote := _fits(rule, markup if rule.markup else said)):
            if rule.sign in _STRICT and (asks or _REPORT.search(said) or _OFFER.search(said)):
                continue
            if rule.sign is Sign.PARKED and (_REPORT.search(said) or _WARES.search(said)):
                continue
            return Notice(rule.sign, rule.id, rule.name, "" if rule.markup else quote)
    return None


def folded(text: str) -> str:
    """Return text as the expressions expect it: lower case, white space made one space, none between hanzi."""
    return _BETWEEN.sub("", _SPACE.sub(" ", text)).strip().lower()


def _fits(rule: _Rule, text: str) -> str:
    first = ""
    for need in rule.needs:
        found = need.search(text)
        if found is None:
            return ""
        first = first or text[max(0, found.start() - 12) : found.start() + _QUOTE]
    return "" if any(spare.search(text) for spare in rule.spares) else first


def _asks(visible: Visible) -> bool:
    """True if the page has something to fill in: a notice asks for nothing."""
    if visible.tree is None:
        return False
    return any((box.get("type") or "").strip().lower() in _INPUTS for box in visible.tree.iter("input", "textarea"))


def _title(visible: Visible) -> str:
    if visible.tree is None:
        return ""
    found = next(visible.tree.iter("title"), None)
    return "".join(str(part) for part in found.itertext())[:200] if found is not None else ""
