"""Rules N001 to N005: the name pretends to stand below .gov.cn."""

from __future__ import annotations

import re

from detectors.names.opinion import Reason
from detectors.names.platforms import CHINESE_SUFFIXES
from detectors.names.split import SplitName

_LABELS = re.compile(r"(^|\.)gov\.cn(\.|$)")
_WRITTEN = re.compile(r"(?<![a-z])(?:[a-z0-9-]*?)gov[.-]?cn(?![a-z])|govcn")
_LAST_LABEL = re.compile(r"(^|\.)(?:[a-z0-9-]*-)?(?P<own>[a-z0-9]*)gov$")
_PART = re.compile(r"(?<![a-z0-9])gov(?![a-z0-9])")
_HAN = re.compile("政府网|人民政府|政务网")
# Names of companies and products that end so without pretending anything.
_HARMLESS = frozenset({"e", "my", "i", "u", "open", "smart", "digital", "the"})


def government_marks(name: SplitName, body: str) -> Reason | None:
    """Return the strongest sign that a name pretends to be below .gov.cn.

    ``body``: the part before the suffix in ASCII letters, as it stands or in another reading.
    """
    if _LABELS.search(body):
        return Reason("N001", 60, f"把 gov.cn 写作子域名，真正的注册域名是 {name.registrable}")
    if _WRITTEN.search(body):
        return Reason("N002", 55, f"把 gov.cn 写进域名标签（gov-cn、govcn 等），真正的注册域名是 {name.registrable}")
    last = _LAST_LABEL.search(body)
    if last and name.suffix in CHINESE_SUFFIXES and last["own"] not in _HARMLESS:
        return Reason("N003", 50, f"注册域名 {name.registrable} 以 gov 结尾又用中国的后缀，形似 .gov.cn")
    if _HAN.search(name.chosen):
        return Reason("N005", 42, "域名中有“政府网”“人民政府”一类字样，但不在 .gov.cn 或 .政务 之下")
    return None


def government_word(body: str) -> Reason | None:
    """Return the weaker sign: gov as a word of its own under a suffix that is not Chinese."""
    if _PART.search(body) or body.endswith("gov") or body.startswith("gov"):
        return Reason("N004", 30, "域名中有 gov 字样，但不是政府后缀")
    return None


def path_mark(path: str) -> Reason | None:
    """Return a reason if the customer's part of a path at a code host reads as a .gov.cn host."""
    first = path.split("/")[0]
    if re.search(r"(^|[a-z0-9.-])gov[.-]?cn$", first) or re.search(r"(^|\.)gov\.cn(\.|$)", path.split("/")[-1]):
        return Reason("N006", 55, f"托管平台上的路径“{first}”写成 gov.cn 主机名的样子")
    return None
