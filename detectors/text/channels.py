"""Handles and numbers behind the names of messengers, and mail addresses, in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.text.characters import DIVIDERS

# Words between the name of a channel and its value.
_WORDS = r"客服|号码|号|同号|同步|咨询|id|联系|方式|电话|手机|加|搜索?|添加|或者?|[/、|和及与&+]|是|为|[:：]"
_WECHAT = re.compile(
    rf"微信(?!公众|公共|小程序|支付|扫|订阅)(?P<said>(?:\s?(?:qq(?![\da-z])|{_WORDS})){{0,9}})(?P<gap>(?:[^\n\u4e00-\u9fff。a-z\d]|[{DIVIDERS}]){{0,4}})"
    r"(?P<value>[a-z][-_a-z0-9]{4,19}|\+?(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|[1-9]\d{5,10})(?![a-z0-9]|@)"
)
_MOBILE_AS_QQ = re.compile(r"qq(1[3-9]\d{9})")
_HANDLE = r"(\+?[a-z][a-z0-9_]{4,31})"
_NUMBER = r"\+?(\d(?:[ -]?\d){7,15})(?!\d)"
_SOCIAL = r"(?:账|帐)?(?:(?:号|id)[:\s是为]{0,3}|:\s?)([a-z0-9][a-z0-9_.-]{4,23})(?![a-z0-9])"
# What must stand in the text, the kind, and how its value is written there.
_CHANNELS = tuple(
    (mark, kind, re.compile(pattern))
    for mark, kind, pattern in (
        ("wxid_", "wechat", r"(wxid_(?<![a-z0-9_].....)[a-z0-9]{6,24})"),
        (
            "q",
            "qq",
            rf"q(?<![a-z].)(?:q|(?=[:;号群\s\d]))(?:\s?(?:微信|群|{_WORDS})){{0,9}}[^\d\n\u4e00-\u9fffa-z]{{0,4}}"
            r"([1-9](?:[ -]?\d){4,10})(?![\d@])",
        ),
        (
            "t.me/",
            "telegram",
            rf"t\.me/(?<![a-z0-9.-].....)(?:s/)?(?!share|iv\b|proxy|addstickers|addlist|c/){_HANDLE}",
        ),
        ("telegram.me/", "telegram", rf"telegram\.me/(?!share){_HANDLE}"),
        ("telegram", "telegram", rf"telegram(?:号|群|频道)?[^\n\u4e00-\u9fffa-z@]{{0,4}}@?{_HANDLE}"),
        ("tg://", "telegram", rf"tg://resolve\?domain={_HANDLE}"),
        ("wa.me/", "whatsapp", rf"wa\.me/{_NUMBER}"),
        ("whatsapp.com", "whatsapp", rf"whatsapp\.com/send/?\?phone={_NUMBER}"),
        ("whatsapp", "whatsapp", rf"whatsapp[^\d\n\u4e00-\u9fffa-z]{{0,6}}(?:号码?)?[:\s]{{0,3}}{_NUMBER}"),
        ("抖音", "douyin", "抖音" + _SOCIAL),
        ("小红书", "xiaohongshu", "小红书" + _SOCIAL),
        ("快手", "kuaishou", "快手" + _SOCIAL),
    )
)
_NUMERIC = ("qq", "whatsapp")
# English that follows the names, and hosts: no handles.
_NO_HANDLE = re.compile(
    r"https?|www|weixin|wechat|official|account|group|public|android|iphone|login|share|video|message|moments|telegram|"
    r"whatsapp|qrcode|javascript|channel|messenger|desktop|support"
)
_AT = re.compile("@")
_HOSTS = "qq|163|126|gmail|sina|foxmail|139|outlook"
_HIDDEN_AT = re.compile(
    rf"[\[(#艾](?:(?<=#)(?=(?:{_HOSTS})[.点])|(?<=[\[(])\s?at\s?[\])]|(?<=艾)特)",
)
_HIDING = ("at)", "at]", "at )", "at ]", "艾特", *(f"#{host}" for host in _HOSTS.split("|")))
_HIDING_SIGNS = ")]艾#"
_DOT = r"(?:\.|点|\s?[\[(]dot[\])]\s?)"
_BEFORE_AT = re.compile(r"(?<![a-z0-9._%+-])([a-z0-9._%+-]{2,40}) ?\Z")
_AFTER_AT = re.compile(rf" ?([a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*{_DOT}[a-z]{{2,10}})(?![a-z0-9])")
_NO_HOST = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|js|css)$")


def channels(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, value, start, end) of every handle, number and address behind the name of a channel."""
    if "微信" in text:
        yield from _wechat(text)
    for mark, kind, pattern in _CHANNELS:
        for match in pattern.finditer(text) if mark[-1] in text and mark in text else ():
            value = re.sub(r"\D", "", match[1]) if kind in _NUMERIC else match[1]
            if not _NO_HANDLE.fullmatch(value):
                yield kind, value, match.start(), match.end()
    yield from _mail(text)


def _wechat(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _WECHAT.finditer(text):
        value = match["value"]
        if not value[0].isalpha():
            value = re.sub(r"\D", "", value)[-11:]
        elif same := _MOBILE_AS_QQ.fullmatch(value):
            value = same[1]
        elif _NO_HANDLE.match(value) or (value.isalpha() and not match["said"] and not match["gap"].strip()):
            continue
        yield "wechat", value, match.start(), match.end()


def _mail(text: str) -> Iterator[tuple[str, str, int, int]]:
    signs = [match.span() for match in _AT.finditer(text)]
    if any(sign in text for sign in _HIDING_SIGNS) and any(word in text for word in _HIDING):
        signs += (match.span() for match in _HIDDEN_AT.finditer(text))
    for start, end in signs:
        name = _BEFORE_AT.search(text[max(0, start - 42) : start])
        host = _AFTER_AT.match(text, end)
        if name and host:
            where = re.sub(_DOT, ".", host[1])
            if not _NO_HOST.search(where):
                yield "mail", f"{name[1]}@{where}", start - len(name[0]), host.end()
