"""Which host an address of a page names, in every way that a common program would read it. Pure.

Two programs that read one spelling differently are how a guard is passed by. So the grammar here is narrow, what is
outside it is refused, and a spelling that some program reads as an address counts as that address too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from crawler.special import Address
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput, Egress
from zhenwei.sentences import said

# What browsers strip, drop or turn into a slash, and what ends a line of HTTP.
BAD = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_SPLIT = re.compile(r"(https?)://([^/?#]*)([/?#]?)", re.IGNORECASE | re.ASCII)
_PLACE = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::([0-9]{0,5}))?", re.IGNORECASE | re.ASCII)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII)
# Names that only a local network knows (RFC 6761, 6762, 8375, 9476, ICANN's .internal and common usage), and metadata
# services that are asked for by name.
LOCAL_NAMES = frozenset(
    (
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa",
        "arpa", "invalid", "onion", "alt", "localhost6", "localdomain6", "localdomain4",
        "metadata.tencentyun.com", "metadata.goog", "metadata.packet.net", "metadata.platformequinix.com",
    )
)  # fmt: skip


def split(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host as written (lower case, without brackets), port, and the whole authority.

    Raises Egress for anything but ``http`` or ``https`` with a plain host and port.
    """
    if BAD.search(url):
        raise Egress(said("网址里有控制字符、空格或反斜杠"))
    match = _SPLIT.match(url)
    if match is None:
        scheme = url.split(":", 1)[0][:20] if ":" in url else ""
        raise Egress(said("只访问 http 和 https，不访问 {scheme}", scheme=scheme or said("无协议的网址")))
    scheme, authority, end = match[1].lower(), match[2], match[3]
    if "@" in authority:
        raise Egress(said("网址里带有用户名或口令"))
    if end in ("?", "#"):
        # Old readers end the authority at a slash only: http://public.example#@127.0.0.1/
        rest = url[match.end() :].split("/", 1)[0]
        if "@" in rest:
            raise Egress(said("网址的主机部分有歧义"))
    place = _PLACE.fullmatch(authority)
    if place is None:
        raise Egress(said("主机名或端口不合法：{host}", host=authority[:60]))
    port = int(place[2]) if place[2] else (443 if scheme == "https" else 80)
    if not 0 < port < 65536:
        raise Egress(said("端口不合法：{port}", port=port))
    return scheme, place[1].lower(), port, authority


def host_of(raw: str) -> tuple[str, tuple[Address, ...]]:
    """Return the canonical ASCII host and the addresses that its spelling is read as; none for a name.

    The first address is the one that browsers read. Raises Egress for what is no host.
    """
    if raw.startswith("["):
        six = _six(raw[1:-1])
        return str(six), (six,)
    text = raw if raw.isascii() else _mapped(raw)
    text = text[:-1] if text.endswith(".") else text
    if found := tuple(readings(text)):
        return str(found[0]), found
    if not _HOST.fullmatch(text) or "." not in text or is_local(text) or not all(map(_honest, text.split("."))):
        raise Egress(said("主机名不合法或只在本地网络有效：{host}", host=raw[:60]))
    return text, ()


def is_local(host: str) -> bool:
    """True for a name that only a local network knows, or below one."""
    labels = host.split(".")
    return any(".".join(labels[i:]) in LOCAL_NAMES for i in range(len(labels)))


def host_address(host: str) -> Address | None:
    """Return the address that browsers read in a host of any spelling, or None if it is a name.

    The spellings are those of the WHATWG URL standard (IPv4 parser): one to four decimal, octal or hexadecimal
    numbers. Raises Egress for a number that is no address, as browsers refuse it.
    """
    text = host.strip("[]").lower()
    if ":" in text:
        return _six(text.split("%")[0])
    return next(readings(text.removesuffix(".")), None)


def readings(text: str) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that programs read in a host: as browsers do, and with leading zeros as decimals.

    ``0127.0.0.1`` is 87.0.0.1 to a browser and 127.0.0.1 to others. Nothing for a name. Raises Egress.
    """
    parts = text.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Egress(said("主机名的写法像 IP 地址但不合法：{text}", text=text[:60]))
    first = _joined([_number(part) for part in parts], text)
    yield first
    if any(part[0] == "0" and part[1:2].isdigit() for part in parts):
        plain = [_number(part if part.startswith("0x") else part.lstrip("0") or "0") for part in parts]
        try:
            second = _joined(plain, text)
        except Egress:
            return
        if second != first:
            yield second


def _joined(numbers: list[int], text: str) -> IPv4Address:
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise Egress(said("主机名的写法像 IP 地址但不合法：{text}", text=text[:60]))
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(numbers[:-1])) + numbers[-1])


def _number(part: str) -> int:
    """Read one part as browsers do. Too long a run of digits is no address in any reading."""
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16)
        if len(part) > 64:
            raise ValueError
        return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)
    except ValueError as error:
        raise Egress(said("主机名的写法像 IP 地址但不合法：{text}", text=part[:60])) from error


def _six(text: str) -> IPv6Address:
    try:
        found = ip_address(text)
    except ValueError as error:
        raise Egress(said("不是合法的 IP 地址：{text}", text=text[:60])) from error
    if not isinstance(found, IPv6Address):
        raise Egress(said("方括号里不是 IPv6 地址：{text}", text=text[:60]))
    return found


def _mapped(raw: str) -> str:
    """Return a host in ASCII as browsers map it (UTS 46). Raises Egress."""
    try:
        found = ascii_host(raw)
    except BadInput as error:
        # Other programs fold more than UTS 46 allows; what they would read as an address is named as one.
        folded = unicodedata.normalize("NFKC", raw)
        if folded.isascii() and _NUMBER.fullmatch(folded.rstrip(".").rpartition(".")[2]):
            return folded.lower()
        raise Egress(said("主机名不合法：{host}", host=raw[:60])) from error
    return found.lower()


def _honest(label: str) -> bool:
    """False for Punycode that hides plain ASCII, which some programs undo and others do not (RFC 5891, 5.4)."""
    if not label.startswith("xn--"):
        return True
    try:
        plain = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return False
    return bool(plain) and not unicodedata.normalize("NFKC", plain).isascii()
