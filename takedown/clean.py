"""Text from hostile pages, made inert before it goes into a letter, a table or a file name."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 (2.2 Characters) forbids, line ends, and marks that reorder or hide text for the reader.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]+"
)


def bare(text: str) -> str:
    """Return a text without what makes no other words of it: white space, full width, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def inert(text: str) -> str:
    """Return text that any XML file can hold, spaces as they are."""
    return _FORBIDDEN.sub(" ", text)


def plain(text: str, longest: int = 0) -> str:
    """Return text on one line, without control, hidden or reordering characters; ``longest`` cuts it."""
    line = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", text)).strip()
    return f"{line[: longest - 1]}…" if longest and len(line) > longest else line


# A name of two labels or more below an end that registries give out; Chinese ends as IANA lists them.
_ENDS = r"(?:[A-Za-z][A-Za-z0-9-]{1,62}|中国|中國|公司|网络|網絡|网站|网址|政务|公益|在线|中文网|商城|集团|我爱你|移动)"
_ADDRESS = re.compile(rf"(?:(https?)(://))?((?:[\w-]{{1,63}}\.){{1,8}}{_ENDS})(?![\w.-]*\])", re.I)
# No word of any language ends in these two; the others may (profile:, metadata:).
_SCHEME = re.compile(r"(?:(?:javascript|vbscript)|(?<![A-Za-z])(?:data|file|mailto|weixin|alipays?)):", re.I)


def defanged(text: str) -> str:
    """Return a text in which no address is a link: each host name and scheme written as ``hxxp`` and ``[.]``."""
    text = _SCHEME.sub(lambda m: f"{m[0][:-1]}：", text)
    text = _ADDRESS.sub(lambda m: f"{_scheme(m[1] or '')}{m[2] or ''}{m[3].replace('.', '[.]')}", text)
    return re.sub(r"(h)tt(ps?://)", r"\1xx\2", text, flags=re.I)


def _scheme(name: str) -> str:
    return name[:1] + "xx" + name[3:] if name else ""
