"""Web addresses in cells and in free text, as people write them: full-width, defanged, several at once, between words.

A whole cell is believed to be an address if it can be one; inside a text only what ends in a public suffix is, so that
file names, versions and mail addresses are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from zhenwei.address import ascii_host, host_of, suffix
from zhenwei.errors import BadInput

LONGEST_ADDRESS = 2000  # characters, as browsers take
MOST_ADDRESSES = 50  # of one report; a list of more is a file of its own
_SCHEME = r"(?:h(?:tt|xx|\*\*|tx|xt)ps?)\s*[:：]\s*/\s*/"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_WIDE = r"[a-z0-9_\u3400-\u9fff](?:[a-z0-9_\u3400-\u9fff-]{0,61}[a-z0-9_\u3400-\u9fff])?"
_TAIL = r"(?::\d{1,5})?(?:[/?#][!-~]*)?"
_ADDRESS = re.compile(
    rf"(?P<scheme>{_SCHEME})\s*(?P<full>(?:{_WIDE}\.)+{_WIDE}{_TAIL}|\[[0-9a-f:.]+\]{_TAIL})"
    rf"|(?<![a-z0-9@._/\-])(?P<bare>(?:{_LABEL}\.)+{_LABEL}{_TAIL})"
    rf"|(?:(?<=^)|(?<=[\s,;:'\"()<>|]))(?P<wide>(?:{_WIDE}\.)+{_WIDE}{_TAIL})",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![a-z0-9@._/\-])(?:{_LABEL}\.)+{_LABEL}{_TAIL}", re.IGNORECASE)
# Words before a Chinese name that are not part of it.
_LEADING = re.compile(
    r"^(?:(?:我们?)?(?:在|上|从|用|通过|登录了?|登陆了?|访问了?|打开了?|进入了?)|(?:网址|网站|域名|链接|地址)(?:是|为)?)+(?=.{2,}\.)"
)
_DOTS = re.compile(
    r"\s*(?:\[\s*\.\s*\]|\(\s*\.\s*\)|\{\s*\.\s*\}|\[dot\]|\(dot\)|\[点\]|\(点\)|【点】|【\.】|〔\.〕)\s*",
    re.IGNORECASE,
)
_SPOKEN_DOT = re.compile(r"(?<=[a-z0-9])\s*点\s*(?=[a-z0-9-]+(?:\s*点|\.|/|\b))", re.IGNORECASE)
_WIDE_STOP = re.compile(r"[。｡．](?=[a-z0-9\u3400-\u9fff])", re.IGNORECASE)
# Not part of an address although printable: what closes a sentence or a bracket around it.
_CLOSING = ".,;:!?'\"`*|<>)}]"
# Endings that are public suffixes and, in a text, far more often those of files.
_FILES = frozenset("zip mov md py sh rs pl ps so cab app doc docx xls xlsx pdf jpg png gif rar txt csv exe apk".split())  # noqa: SIM905
_ENDING = re.compile(r"\.(?:[a-z]{2,63}|xn--[a-z0-9-]+)$")
_BREAKS = re.compile(r"[\n\r\t]+|\s*[,;、|]\s*|\s+")


def is_address(cell: str) -> bool:
    """True if a whole cell is an address or several, and nothing else."""
    parts = [part for part in _BREAKS.split(undone(cell.strip())) if part]
    return bool(parts) and all(_whole(part, meant=True) for part in parts)


def addresses_in(text: str) -> list[str]:
    """Return every address of a text, spelt as a browser takes it, each once, in order; at most MOST_ADDRESSES."""
    found: dict[str, str] = {}
    for url in _written(undone(text)):
        try:
            found.setdefault(address_key(url), url[:LONGEST_ADDRESS])
        except BadInput:
            continue
        if len(found) >= MOST_ADDRESSES:
            break
    return list(found.values())


def _written(text: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(text):
        if match["scheme"]:
            yield ("https://" if "s" in match["scheme"].lower() else "http://") + _cut(match["full"])
            continue
        bare = _cut(match["bare"] or _LEADING.sub("", match["wide"]))
        if _believable(bare):
            yield f"http://{bare}"
        elif match["wide"]:
            # Words stuck to an ASCII address: look for it alone.
            inner = (_cut(one[0]) for one in _BARE.finditer(match["wide"]))
            yield from (f"http://{one}" for one in inner if _believable(one))


def cell_addresses(cell: str, *, meant: bool = False) -> list[str]:
    """Return the addresses of a cell: one address, several, or a sentence around them.

    ``meant``: the column is one of addresses, so a name below an ending that nobody registers is believed, too.
    """
    text = undone(cell.strip())
    if not text:
        return []
    parts = [part for part in _BREAKS.split(text) if part]
    whole = [_whole(part, meant=meant) for part in parts]
    if whole and all(whole):
        return list({address_key(url): url for url in whole if url}.values())[:MOST_ADDRESSES]
    return addresses_in(cell)


def undone(text: str) -> str:
    """Return a text with the ways undone in which people keep an address from being one (full-width, hxxp, [.])."""
    if not text.isascii():
        text = _WIDE_STOP.sub(".", text.replace("【.】", "[.]"))
        text = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
    text = _DOTS.sub(".", text).replace("[:]", ":").replace("[/]", "/")
    text = re.sub(r"\bh(?:xx|\*\*|tx|xt)p(s?)(?=\s*:)", r"http\1", text, flags=re.IGNORECASE)
    return _SPOKEN_DOT.sub(".", text)


def address_key(url: str) -> str:
    """Return what is the same for all spellings of an address: host without ``www.``, port, path and query.

    Scheme, case of the host, ``www.``, the usual ports, a final slash, an index page and the fragment do not count; a
    fragment that is a route (``#/``, ``#!``) does. Raises BadInput for what is no address.
    """
    host = host_of(url)
    parts = urlsplit(url if "://" in url else f"http://{url}")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", "/", unquote(parts.path), flags=re.IGNORECASE)
    query = f"?{unquote(parts.query)}" if parts.query else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{bare_host(host)}{port}{path.rstrip('/')}{query}{route}"[:LONGEST_ADDRESS]


def bare_host(host: str) -> str:
    """Return a host without a leading ``www.``, as long as a name is left."""
    short = host.removeprefix("www.")
    return short if "." in short else host


def _whole(part: str, *, meant: bool) -> str:
    """Return a part that is one address and nothing else, or nothing."""
    part = part.strip("<>\"'“”‘’《》「」()[]").rstrip(".,;!?。，；")
    if not part or "@" in part.partition("//")[2].partition("/")[0] or ("@" in part and "//" not in part):
        return ""
    url = part if "://" in part else f"http://{part}"
    try:
        host = host_of(url)
        address_key(url)
    except (BadInput, ValueError):
        return ""
    if not re.match(r"https?://", url, re.IGNORECASE) or any(c.isspace() for c in url):
        return ""
    named = "." in host and bool(_ENDING.search(host)) and (meant or "://" in part)
    good = _is_ip(host) or (bool(suffix(host)) and suffix(host) != host) or named
    return url[:LONGEST_ADDRESS] if good and _fits(host) else ""


def _believable(bare: str) -> bool:
    """True if an address in a text without a scheme is one: it ends in a public suffix and is no file, or is an IP."""
    name = re.split(r"[:/?#]", bare, maxsplit=1)[0]
    try:
        host = ascii_host(name)
    except BadInput:
        return False
    if _is_ip(host):
        return True
    ending = suffix(host)
    if not ending or ending == host or not _fits(host):
        return False
    return not (host.count(".") == 1 and ending in _FILES and len(bare) == len(name))


def _fits(host: str) -> bool:
    return ":" in host or (len(host) <= 253 and all(0 < len(label) <= 63 for label in host.split(".")))


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _cut(address: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in."""
    while address and address[-1] in _CLOSING:
        opening = {")": "(", "]": "[", "}": "{"}.get(address[-1], "")
        if opening and address.count(address[-1]) <= address.count(opening):
            break
        address = address[:-1]
    return address
