"""Pages that make a certificate out of typed words: by a form of its fields, a drawing script, or a picture's address.

A back office of this kind stood behind the forged look-ups of a known case (docs/rules.md, P031).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

# Fields of the state's card that no enrolment form asks for.
_STATE = ("准操项目", "操作项目", "作业类别", "签发机关", "初领日期", "初次领证", "复审日期")
_CARD = (*_STATE, "发证机关", "发证日期", "签发日期", "有效期", "证书编号", "证件编号", "证号", "档案编号")
# What is done with them: a picture is made.
_MAKING = re.compile(
    r"(?:生成|制作|合成|绘制)[^\n]{0,6}(?:证|图|照|卡)|(?:一键|立即|在线)(?:生成|制作|合成)|预览(?:证|效果|图)|"
    r"(?:下载|保存|导出)(?:证[件书照]|图片|电子证|卡片)|^\s*(?:生成|制作|合成)\s*$",
    re.M,
)
_DRAWING = re.compile(r"html2canvas|dom-?to-?image|toDataURL|fillText|canvas2image|jsPDF|createObjectURL|toBlob")
_ABOUT = re.compile(r"特种作业|操作证|应急管理|安全生产知识和管理能力")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_NAMES = {"name", "xm", "xingming", "username", "realname", "姓名"}
_NUMBERS = {
    "id",
    "no",
    "sfz",
    "sfzh",
    "idcard",
    "idno",
    "zjhm",
    "zjh",
    "zsbh",
    "certno",
    "cert",
    "num",
    "number",
    "证号",
}
_SCRIPTED = re.compile(r"\.(?:php|aspx?|jsp|do|cgi|py)$|/(?:card|cert|zs|zheng\w*|make|draw|create|image|img)/?$", re.I)
_LONGEST = 200_000


def fields_of_a_card(asked: str) -> tuple[str, ...]:
    """Return the fields of the state's card among what a page asks for; () unless some are the card's alone."""
    found = tuple(word for word in _CARD if word in asked)
    return found if len(found) >= 3 and any(word in _STATE for word in found) else ()


def makes_pictures(buttons: str, scripts: Iterable[str]) -> str:
    """Return the words of a button or a script by which a picture is made, or ""."""
    if match := _MAKING.search(buttons):
        return match[0].strip()
    return next((match[0] for script in scripts if (match := _DRAWING.search(script[:_LONGEST]))), "")


def drawn_by_script(scripts: Iterable[str]) -> str:
    """Return the fields that a script writes onto a card of its own drawing, or ""."""
    for script in scripts:
        if "fillText" not in script[:_LONGEST]:
            continue
        plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), script[:_LONGEST])
        found = [word for word in _CARD if word in plain]
        if len(found) >= 3 and any(word in _STATE for word in found) and _ABOUT.search(plain):
            return "、".join(found[:4])
    return ""


def drawn_by_address(tree: etree._Element) -> str:
    """Return the address of a picture that a server draws from a name and a number in that address, or ""."""
    for image in tree.iter("img"):
        source = str(image.get("src") or "")
        if "?" not in source or source.startswith("data:"):
            continue
        try:
            parts = urlsplit(source)
            keys = {key.lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=40)}
        except ValueError:
            continue
        if keys & _NAMES and keys & _NUMBERS and _SCRIPTED.search(parts.path):
            return source[:120]
    return ""
