"""Look-up forms: what a page asks for, and whether it can know the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

_NAME = re.compile(r"姓\s*名|(?<![a-z])(?:xm|xingming|real_?name|truename|username|name)(?![a-z])", re.I)
_ID = re.compile(
    r"身份证|证件号|公民身份|(?<![a-z])(?:sfz\w*|id_?card\w*|id_?no|zjhm|zjh|cardno|card_?num\w*|idnum\w*|certid)(?![a-z])",
    re.I,
)
_CERT = re.compile(
    r"证书编?号|操作证|证件编号|证书号|证\s*号|档案号|(?<![a-z])(?:zs(?:bh|h)|czzh|cert_?no|certnum\w*|cert_?code)(?![a-z])",
    re.I,
)
_CAPTCHA = re.compile(r"验证码|captcha|yzm|vcode", re.I)
_ASK = re.compile(r"查\s*询|核\s*验|验\s*证(?!码)|检\s*索|查\s*验|search|query", re.I)
_ENROL = re.compile(r"报\s*名|预约|注\s*册|提交申请|在线申请|留言|登\s*录|订单|缴费")
_NETWORK = re.compile(
    r"fetch\s*\(|XMLHttpRequest|\$\.(?:ajax|get|post|getJSON)|axios|uni\.request|wx\.request|\.submit\s*\(|sendBeacon|new\s+WebSocket"
)


@dataclass(frozen=True, slots=True)
class LookupForm:
    """A form that asks for a certificate's holder. ``asks``: name, id, certificate, captcha. ``action`` as written."""

    asks: frozenset[str]
    action: str
    handler: str


def lookup_forms(tree: html.HtmlElement) -> Iterator[LookupForm]:
    """Yield each form (or, without form elements, the page's inputs taken together) that looks up a person's certificate."""
    forms = list(tree.iter("form"))
    for form in forms or [tree]:
        found = _lookup(form)
        if found is not None:
            yield found


def _lookup(scope: etree._Element) -> LookupForm | None:
    fields = [
        e for e in scope.iter("input", "select", "textarea") if e.get("type", "").lower() not in ("hidden", "checkbox")
    ]
    if not fields or len(fields) > 12 or any(e.get("type", "").lower() == "password" for e in fields):
        return None
    words = " ".join(_said_by(e) for e in fields if e.get("type", "").lower() not in ("submit", "button"))
    around = _short_text(scope)
    asks = frozenset(
        what
        for what, pattern in (("name", _NAME), ("id", _ID), ("certificate", _CERT), ("captcha", _CAPTCHA))
        if pattern.search(words)
        or (len(around) < 400 and what != "name" and pattern.search(around))
        or (what == "name" and re.search(r"姓\s*名", around[:400]))
    )
    buttons = " ".join(
        _button_text(e)
        for e in scope.iter("button", "input", "a")
        if e.tag != "input" or e.get("type", "").lower() in ("submit", "button", "image")
    )
    said = f"{buttons} {scope.get('action', '')} {scope.get('onsubmit', '')}"
    if (
        not asks & {"id", "certificate"}
        or not _ASK.search(said)
        or (_ENROL.search(buttons) and not re.search(r"查\s*询|验\s*证|核\s*验", buttons))
    ):
        return None
    if len(asks & {"name", "id", "certificate"}) < 2 and "captcha" not in asks and len(fields) > 2:
        return None
    handler = " ".join(
        str(e.get(k)) for e in scope.iter() if isinstance(e.tag, str) for k in ("onclick", "onsubmit") if e.get(k)
    )
    return LookupForm(asks, str(scope.get("action") or ""), handler[:500])


def _said_by(element: etree._Element) -> str:
    return " ".join(
        str(element.get(k) or "") for k in ("name", "id", "placeholder", "title", "aria-label", "data-label")
    )


def _button_text(element: etree._Element) -> str:
    text = "".join(str(t) for t in element.itertext())
    return f"{text[:40] if element.tag != 'a' or len(text) < 8 else ''} {element.get('value') or ''} {element.get('alt') or ''}"


def _short_text(scope: etree._Element) -> str:
    parts = []
    for element in scope.iter("label", "span", "td", "th", "div", "p", "dt", "li", "b", "strong", "h2", "h3", "form"):
        for text in (element.text, element.tail):
            if text and 0 < len(text.strip()) <= 20:
                parts.append(text.strip())
    return " ".join(parts)[:1200]


def answers_itself(scripts: tuple[str, ...], form: LookupForm | None) -> str:
    """Return the words of a script that answers a look-up without asking anybody, or "".

    Such a script holds the answer (有效, 准操项目 …) and touches inputs, but has no request of any kind.
    """
    for script in scripts:
        plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), script[:200_000])
        answer = re.search(
            r"(?:证书|证件|状态|结果|查询|核验|验证)[^'\"`<>\n]{0,12}(?:有效|成功|通过|正常|真实)|准操项目|作业类别[^'\"`\n]{0,8}[电焊高制]",
            plain,
        )
        if not answer or _NETWORK.search(plain):
            continue
        if re.search(
            r"getElementById|querySelector|innerHTML|\.value|\$\(|location\.(?:search|href)|URLSearchParams|v-model|onclick",
            plain,
        ):
            return answer[0]
    return ""
