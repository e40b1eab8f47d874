"""Host names as people write them into lists: what cannot be one is named by the character that is in the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator

from zhenwei.address import GOVERNMENT_LABELS, ascii_host, is_public_suffix, suffix
from zhenwei.errors import BadInput
from zhenwei.sentences import Said, said

LONGEST_LABEL = 63
# What people type that belongs to an address or to another field, and what to do about it.
_ADVICE: Mapping[str, Said] = {
    "://": said("只填域名，不填“http://”和路径"),
    "/": said("只填域名，不填“/”和它后面的路径"),
    ":": said("域名中不能有“:”，端口不用填"),
    "*": said("域名中不能有“*”；填上级域名，即包括它的全部下级"),
    "@": said("这是邮箱地址；只填“@”后面的域名"),
    " ": said("域名中不能有空格，一行只填一个"),
    "、": said("域名中不能有“、”，一行只填一个"),
    "，": said("域名中不能有“，”，一行只填一个"),
    ",": said("域名中不能有“,”，一行只填一个"),
}
_ODD = re.compile(r"[^\w.\-。．｡]")


def host_as_written(text: str) -> str:
    """Return the ASCII form of a host. Raises ValueError saying which character is in the way and what to do."""
    if not text.strip():
        raise ValueError(said("域名不能为空"))
    if told := _in_the_way(text.strip()):
        raise ValueError(said("{host}：{what}", host=text.strip()[:80], what=told))
    try:
        return ascii_host(text)
    except BadInput as error:
        raise ValueError(said("{host} 不是域名，请核对写法", host=text.strip()[:80])) from error


def owned_host(text: str) -> str:
    """Return a host that somebody can own: no public suffix, below which everybody registers. Raises ValueError."""
    host = host_as_written(text)
    if is_public_suffix(host):
        raise _everybodys(text)
    return host


def official_host(text: str) -> str:
    """Return a host that an organ can own. Raises ValueError.

    Some public suffixes have one owner: those of governments (``gov.uk``), where nobody else registers, and those of
    a firm's platform (``googleapis.com``). A file may name them; what registries sell to everybody it may not.
    """
    host = host_as_written(text)
    sold = suffix(host) == host and not GOVERNMENT_LABELS.intersection(host.split("."))
    if is_public_suffix(host) and (sold or "." not in host):
        raise _everybodys(text)
    return host


def _everybodys(text: str) -> ValueError:
    return ValueError(
        said("{host} 是公共后缀，其下是许多单位和个人各自的网站；请填写具体网站的域名", host=text.strip())
    )


Host = Annotated[str, AfterValidator(host_as_written)]
OwnedHost = Annotated[str, AfterValidator(owned_host)]
OfficialHost = Annotated[str, AfterValidator(official_host)]


def _in_the_way(text: str) -> Said | None:
    if _is_address(text):
        return None
    if advice := next((told for sign, told in _ADVICE.items() if sign in text), None):
        return advice
    if odd := _ODD.search(text):
        return said("域名中不能有“{sign}”", sign=odd[0])
    labels = text.rstrip(".").split(".")
    if not all(labels):
        return said("两个点之间不能是空的")
    if any(len(label) > LONGEST_LABEL for label in labels):
        return said("两个点之间不能超过 {most} 个字符", most=LONGEST_LABEL)
    return None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
