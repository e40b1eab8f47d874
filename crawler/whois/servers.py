"""Which WHOIS server knows a suffix: the operator's lines, with the program's own table where they say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput, SettingsError

PORT = 43
BUILTIN = "builtin"
# From the root zone database of IANA (www.iana.org/domains/root/db, "WHOIS Server"), for the suffixes that expand uses.
# Most of the generic ones answer RDAP, which is asked first.
TABLE = {
    "cn": "whois.cnnic.cn", "xn--fiqs8s": "cwhois.cnnic.cn", "xn--fiqz9s": "cwhois.cnnic.cn",
    "xn--55qx5d": "whois.ngtld.cn", "xn--io0a7i": "whois.ngtld.cn",
    "com": "whois.verisign-grs.com", "net": "whois.verisign-grs.com", "cc": "ccwhois.verisign-grs.com",
    "tv": "whois.nic.tv", "org": "whois.publicinterestregistry.org", "info": "whois.nic.info",
    "top": "whois.nic.top", "xyz": "whois.nic.xyz", "vip": "whois.nic.vip", "club": "whois.nic.club",
    "shop": "whois.nic.shop", "site": "whois.nic.site", "online": "whois.nic.online", "work": "whois.nic.work",
    "wang": "whois.gtld.knet.cn", "ltd": "whois.nic.ltd", "icu": "whois.nic.icu", "pro": "whois.nic.pro",
    "asia": "whois.nic.asia", "mobi": "whois.nic.mobi", "biz": "whois.nic.biz", "me": "whois.nic.me",
    "hk": "whois.hkirc.hk", "tw": "whois.twnic.net.tw", "mo": "whois.monic.mo",
}  # fmt: skip
# How a registry wants the question put; all others take the bare name (RFC 3912).
_QUESTIONS = {"com": "domain {}", "net": "domain {}", "cc": "domain {}", "tv": "domain {}"}


@dataclass(frozen=True, slots=True)
class WhoisServer:
    """Where a registry answers."""

    host: str
    port: int = PORT


def read_servers(lines: Sequence[str]) -> Mapping[str, WhoisServer]:
    """Return servers by ASCII suffix from lines ``suffix=host[:port]`` and ``builtin``. Raises SettingsError."""
    found: dict[str, WhoisServer] = {}
    if BUILTIN in lines:
        found |= {suffix: WhoisServer(host) for suffix, host in TABLE.items()}
    for line in lines:
        if line == BUILTIN:
            continue
        suffix, is_pair, place = line.partition("=")
        host, colon, port = place.strip().partition(":")
        try:
            if not is_pair or (colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
                raise BadInput(line)
            found[ascii_host(suffix.strip().lstrip("."))] = WhoisServer(ascii_host(host), int(port or PORT))
        except BadInput:
            raise SettingsError(
                f"设置 whois_servers 有误：{line!r} 应写成 后缀=服务器 或 后缀=服务器:端口，或 {BUILTIN}"
            ) from None
    return found


def server_for(domain: str, servers: Mapping[str, WhoisServer]) -> WhoisServer | None:
    """Return the server of the longest suffix that is known."""
    rest = domain.partition(".")[2]
    while rest:
        if rest in servers:
            return servers[rest]
        rest = rest.partition(".")[2]
    return None


def question_for(domain: str) -> bytes:
    """Return the line to send about an ASCII domain."""
    return _QUESTIONS.get(domain.rpartition(".")[2], "{}").format(domain).encode("ascii") + b"\r\n"
