"""Host names and addresses, normalised one way everywhere: IDNA ASCII in the store, Unicode for people."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import idna
from publicsuffixlist import PublicSuffixList

from zhenwei.errors import BadInput
from zhenwei.sentences import said

# The label that governments stand below, by country: gov.cn, gob.ar, gouv.fr, go.kr, govt.nz ... None is on sale.
GOVERNMENT_LABELS = frozenset({"gov", "gob", "gouv", "gub", "govt", "go", "gc", "gv", "admin", "government", "guv"})
# Letters, digits, hyphen, underscore (names below a host use it) in labels, or an IP literal.
_ASCII_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]+")


@cache
def _icann() -> PublicSuffixList:
    # The list that ships with the package: no download, so results are the same on a closed network.
    return PublicSuffixList(accept_unknown=False, only_icann=True)


@cache
def _with_platforms() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def ascii_host(host: str) -> str:
    """Return the host in lower-case IDNA ASCII (RFC 5891; UTS 46 mapping), without a final dot.

    Raises BadInput for what can be no host name.
    """
    host = host.strip().rstrip(".").lower()
    if not host or len(host) > 512:
        raise BadInput(said("不是域名：{host!r}", host=host[:80]))
    if host.isascii():
        if not _ASCII_HOST.fullmatch(host):
            raise BadInput(said("不是域名：{host!r}", host=host[:80]))
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise BadInput(said("不是域名：{host!r}（{error}）", host=host[:80], error=error)) from error


def unicode_host(host: str) -> str:
    """Return the host as people read it; a label that does not decode stays as it is."""
    return ".".join(_unicode_label(label) for label in host.split("."))


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label


def registrable(host: str) -> str:
    """Return the registrable domain (eTLD+1 by the ICANN part of the public suffix list), or the host itself."""
    return _icann().privatesuffix(host) or host


def owner_domain(host: str) -> str:
    """Return the name that one owner holds: below hosting platforms (github.io, pages.dev ...) the customer's label."""
    return _with_platforms().privatesuffix(host) or host


def suffix(host: str) -> str:
    """Return the public suffix of the host (ICANN part)."""
    return _icann().publicsuffix(host) or ""


def is_public_suffix(host: str) -> bool:
    """True for a name below which everybody registers: a top-level domain, a suffix of a registry or of a platform.

    A single label is one, whether the list knows it or not.
    """
    return ("." not in host and ":" not in host) or _with_platforms().publicsuffix(host) == host


def host_of(url: str) -> str:
    """Return the ASCII host of an address or of a bare name. Raises BadInput if there is none."""
    text = url.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, _port = parts.hostname, parts.port  # asking for the port checks it
    except ValueError as error:
        raise BadInput(said("不是网址：{text!r}（{error}）", text=text[:80], error=error)) from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadInput(said("不是网址：{text!r}", text=text[:80]))
    return ascii_host(host)


def is_below(host: str, domain: str) -> bool:
    """True if the host is the domain or below it, compared label by label and never by substring."""
    return host == domain or host.endswith("." + domain)


def defang(address: str) -> str:
    """Return an address that no program turns into a link: ``hxxp://example[.]com/a``."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address.replace(".", "[.]")
    host, slash, path = rest.partition("/")
    return f"{scheme.replace('tt', 'xx')}://{host.replace('.', '[.]')}{slash}{path}"
