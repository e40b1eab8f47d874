"""Look-up forms: what a page asks for, and whether it can know the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from detectors.text.characters import simplified

_NAME = re.compile(r"姓\s*名|持证人|(?<![a-z])(?:xm|xingming|real_?name|truename|username|name)(?![a-z])", re.I)
_ID = re.compile(
    r"身份证|证件号|公民身份|(?<![a-z])(?:sfz\w*|id_?card\w*|id_?no|zjhm|zjh|cardno|card_?num\w*|idnum\w*|certid)(?![a-z])",
    re.I,
)
_CERT = re.compile(
    r"证书编?号|操作证|证件编号|证书号|(?<!份)证\s*号|档案号|(?<![a-z])(?:zs(?:bh|h)|czzh|cert_?no|certnum\w*|cert_?code)(?![a-z])",
    re.I,
)
_CAPTCHA = re.compile(r"验证码|captcha|yzm|vcode", re.I)
_ASK = re.compile(r"查\s*询|核\s*验|验\s*证(?!码)|检\s*索|查\s*验|search|query", re.I)
_ENROL = re.compile(r"报\s*名|预约|注\s*册|提交申请|在线申请|留言|登\s*录|订单|缴费")
_MOST_LABELS = 600
# More words in a row are no form to be quoted, they are a page.
_LONGEST_ROW = 120
_NETWORK = re.compile(
    r"fetch\s*\(|XMLHttpRequest|\$\.(?:ajax|get|post|getJSON)|axios|uni\.request|wx\.request|\.submit\s*\(|sendBeacon|new\s+WebSocket"
)


@dataclass(frozen=True, slots=True)
class LookupForm:
    """A form that asks for a certificate's holder. ``asks``: name, id, certificate, captcha. ``action`` as written.
    ``words``: what it says it asks for: its labels in a row, what stands beside and within its
    fields, then any short text that may be a label."""

    asks: frozenset[str]
    action: str
    handler: str
    words: tuple[str, ...] = ()


def lookup_forms(tree: etree._Element) -> Iterator[LookupForm]:
    """Yield each form that looks up a person's certificate; without one, the page's loose inputs taken together."""
    found = [form for element in tree.iter("form") if (form := _lookup(element)) is not None]
    loose = None if found else _lookup(tree)
    yield from found or ([loose] if loose is not None else [])


def _lookup(scope: etree._Element) -> LookupForm | None:
    fields = [e for e in scope.iter("input", "select", "textarea") if _kind(e) not in ("hidden", "checkbox", "radio")]
    asked = [e for e in fields if _kind(e) not in ("submit", "button", "image")]
    if not asked or len(asked) > 12 or any(_kind(e) == "password" for e in fields):
        return None
    texts = _short_texts(scope)
    asks = _asked_by(asked, " ".join(texts))
    if not asks & {"id", "certificate"}:
        return None
    buttons = simplified(" ".join(_button_text(e) for e in scope.iter() if _is_button(e)))
    said = f"{buttons} {scope.get('action', '')} {scope.get('onsubmit', '')}"
    if not _ASK.search(said):
        return None
    if _ENROL.search(buttons) and not re.search(r"查\s*询|验\s*证|核\s*验", buttons):
        return None
    if len(asks & {"name", "id", "certificate"}) < 2 and "captcha" not in asks and len(asked) > 2:
        return None
    handler = " ".join(str(e.get(k)) for e in scope.iter() for k in ("onclick", "onsubmit") if _is_tag(e) and e.get(k))
    return LookupForm(asks, str(scope.get("action") or ""), handler[:500], _words_of(scope, texts, asked))


def _words_of(scope: etree._Element, texts: list[str], asked: list[etree._Element]) -> tuple[str, ...]:
    """Return the words by which a form says what it asks for, the most telling first."""
    labels = [text for text in texts if _names_a_field(text)]
    whole = "".join(texts)
    row = [whole] if scope.tag == "form" and len(labels) > 1 and len(whole) <= _LONGEST_ROW else []
    beside = [text for text in (*_before(asked), *map(_inside, asked)) if _names_a_field(text)]
    return (*row, *beside, *labels)


def _names_a_field(text: str) -> bool:
    plain = simplified(text)
    return any(pattern.search(plain) for pattern in (_NAME, _ID, _CERT, _CAPTCHA))


def fields_of(tree: etree._Element) -> str:
    """Return what a page's visible fields say they want: their own words and the short texts that stand before them."""
    fields = _visible_fields(tree)
    return simplified(" ".join([*map(_said_by, fields), *_before(fields)])) if fields else ""


def labels_of(tree: etree._Element) -> tuple[str, ...]:
    """Return what readers see beside and within a page's fields, as it is spelt there."""
    fields = _visible_fields(tree)
    return tuple(said for said in (*_before(fields), *map(_inside, fields)) if said)


def _visible_fields(tree: etree._Element) -> list[etree._Element]:
    kinds = ("hidden", "checkbox", "radio", "submit")
    return [e for e in tree.iter("input", "textarea") if _kind(e) not in kinds][:20]


def _before(fields: list[etree._Element]) -> list[str]:
    """Return the beginnings of the texts that stand before fields."""
    before = []
    for field in fields:
        previous, parent = field.getprevious(), field.getparent()
        before.append(str(previous.tail or previous.text or "") if previous is not None else "")
        before.append(str(parent.text or "") if parent is not None else "")
    return [text.strip()[:20] for text in before]


def _inside(field: etree._Element) -> str:
    return str(field.get("placeholder") or field.get("aria-label") or field.get("title") or "")


def _asked_by(fields: list[etree._Element], around: str) -> frozenset[str]:
    """Return what is asked for, by the fields' own words or by the short labels around them."""
    words = simplified(" ".join(_said_by(e) for e in fields))
    labels = simplified(around) if len(around) < _MOST_LABELS else ""
    found = {
        w
        for w, p in (("id", _ID), ("certificate", _CERT), ("captcha", _CAPTCHA))
        if p.search(words) or p.search(labels)
    }
    if _NAME.search(words) or re.search(r"姓\s*名", labels):
        found.add("name")
    return frozenset(found)


def _is_tag(element: etree._Element) -> bool:
    return isinstance(element.tag, str)


def _kind(element: etree._Element) -> str:
    return str(element.get("type") or "").lower()


def _is_button(element: etree._Element) -> bool:
    if not _is_tag(element):
        return False
    if element.tag == "input":
        return _kind(element) in ("submit", "button", "image")
    return (
        element.tag in ("button", "a")
        or "btn" in str(element.get("class") or "").lower()
        or bool(element.get("onclick"))
    )


def _said_by(element: etree._Element) -> str:
    keys = ("name", "id", "placeholder", "title", "aria-label", "data-label")
    return " ".join(str(element.get(k) or "") for k in keys)


def _button_text(element: etree._Element) -> str:
    text = "".join(str(t) for t in element.itertext()).strip()
    shown = text[:40] if element.tag == "button" or len(text) < 8 else ""
    return f"{shown} {element.get('value') or ''} {element.get('alt') or ''}"


def _short_texts(scope: etree._Element) -> list[str]:
    """Return the short texts of a form, as far as somebody would take them for labels."""
    parts: list[str] = []
    length = 0
    for element in scope.iter():
        if not _is_tag(element) or element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail):
            if text and 0 < len(said := text.strip()) <= 20:
                parts.append(said)
                length += len(said) + 1
        if length > _MOST_LABELS:
            break
    return parts


_ASKED = re.compile(
    r"(?:fetch|axios|\.(?:ajax|get|post|getJSON|open|request))\s*\(\s*[^()]{0,80}?[\"'`](?:https?:)?//([\w.-]{4,100})"
)


def loads_from(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the hosts that a page's scripts send requests to, at most ten."""
    found = (match[1].lower() for script in scripts for match in _ASKED.finditer(script[:200_000]))
    return tuple(dict.fromkeys(found))[:10]


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
