"""Taking a name, or an address, apart: host, public suffix, what the registrant chose, first part of the path."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detectors.names.platforms import CODE_HOSTS, DYNAMIC, STORAGE
from zhenwei.address import ascii_host, host_of, owner_domain, registrable, suffix, unicode_host
from zhenwei.errors import BadInput
from zhenwei.sentences import said

HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")


@dataclass(frozen=True, slots=True)
class SplitName:
    """A name in its parts, ASCII unless said otherwise.

    ``before``: the host without its ICANN suffix; ``chosen``: the Unicode host without suffix or platform name;
    ``path``: what belongs to the customer of a code host, else empty.
    """

    host: str
    unicode: str
    registrable: str
    suffix: str
    before: str
    chosen: str
    platform: str
    path: str


def split_name(text: str) -> SplitName:
    """Take a host name or address apart. Raises BadInput for what is neither."""
    text = text.strip()
    rest = text.split("://", 1)[-1]
    bare, slash, path = rest.partition("/")
    host = host_of(text) if slash or ":" in text or "@" in text else ascii_host(bare.removeprefix("*."))
    if not HOST.fullmatch(host):
        raise BadInput(said("不是域名：{text!r}", text=text[:80]))
    readable, own, ending = unicode_host(host), registrable(host), suffix(host)
    # Registrable at a platform: everything behind the customer's label is the platform's.
    owner = owner_domain(host)
    platform = owner.split(".", 1)[1] if owner != own and owner.endswith("." + own) else ""
    platform = platform or (own if own in CODE_HOSTS or (own in DYNAMIC and host != own) else "")
    if own in STORAGE and host != own:
        platform = host.split(".", 1)[1]
    tail = (platform or ending).count(".") + 1 if (platform or ending) else 0
    chosen = ".".join(readable.split(".")[:-tail] if tail else readable.split("."))
    return SplitName(
        host=host,
        unicode=readable,
        registrable=own,
        suffix=ending,
        before=host.removesuffix(ending).rstrip(".") if ending else host,
        chosen=chosen,
        platform=platform,
        path=path.split("?")[0].split("#")[0].strip("/").lower() if platform else "",
    )
