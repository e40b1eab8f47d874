"""What a WHOIS answer says, in the forms of CNNIC, Verisign, ICANN's registrars and their like. Pure."""

from __future__ import annotations

import re
from datetime import UTC, tzinfo

from crawler.whois.fields import Record, forms, records
from crawler.whois.moments import read_moment
from crawler.whois.registration import CHINA, Registration
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

# Registries that print Beijing time without saying so.
_BEIJING = ("cn", "xn--fiqs8s", "xn--fiqz9s")
_LONGEST_LINE, _TOP = 160, 12
_FACTS = ("registered", "expires", "registrar", "name_server", "registrant")
_FREE = re.compile(r"(?i)(?:free|available|not registered|no object found|reserved|prohibited|blocked)\b")


def decode(data: bytes) -> str:
    """Return the text of an answer: UTF-8 with or without BOM, else the Chinese national charset, else Latin-1."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_answer(text: str, domain: str = "") -> Registration:
    """Return what an answer says of ``domain`` (any domain if that is empty).

    A record is believed before any sentence beside it; sentences are believed only where they stand on a line of their
    own, since terms of use speak of limits, prohibitions and names that do not exist, too.
    """
    text = text.removeprefix("\ufeff")
    asked = _ascii(domain)
    everything, says = records(text), forms().sentences
    named = [r for r in everything if r.has(*_FACTS, "status") and (r.has("domain") or asked)]
    if (mine := _about(named, asked)) and not _is_empty_form(mine):
        return _registration(mine, asked)
    lines = [line.strip(" \t\r*%#>=-!.") for line in text.splitlines() if len(line) <= _LONGEST_LINE]
    # Only at the top: terms of use, further down, are full of what is reserved and prohibited.
    top = [line for line in lines if line][:_TOP]
    if any(map(says["reserved"].match, top)):
        return Registration(asked, found=False, reserved=True, why="注册局保留或禁止注册")
    if any(map(says["not_found"].match, lines)):
        return Registration(asked, found=False, why="未注册")
    if limit := next(filter(says["limited"].search, lines), ""):
        return Registration(asked, why=f"WHOIS 服务器拒绝应答（{limit[:60]}）")
    if any(r.named("domain") for r in everything):
        return Registration(asked, found=False, why="未注册")  # the form of a record, with nothing filled in
    return Registration(asked, why="WHOIS 应答无法识别" if text.strip() else "WHOIS 应答为空")


def _about(found: list[Record], asked: str) -> list[Record]:
    """Return the records about the name asked for: a registry's, and a registrar's behind it."""
    if not asked:
        first = found[:1]
        name = _names(first[0])[:1] if first else []
        return first + [r for r in found[1:] if _names(r)[:1] == name]
    own = [r for r in found if asked in _names(r)]
    return own or [r for r in found[:1] if not r.has("domain")]


def _names(record: Record) -> list[str]:
    """Return the ASCII spellings of the names a record is about, each once."""
    values = record.all("ascii") + record.all("domain")
    return list(dict.fromkeys(name for name in (_ascii(value.split()[0]) for value in values) if name))


def _is_empty_form(found: list[Record]) -> bool:
    """True for a record that says only that the name is free."""
    return not any(r.has(*_FACTS) for r in found) and all(_FREE.match(s) for r in found for s in r.all("status"))


def _registration(found: list[Record], asked: str) -> Registration:
    names = list(dict.fromkeys(name for record in found for name in _names(record)))
    domain = asked or (names[0] if names else "")
    zone: tzinfo = CHINA if domain.rpartition(".")[2] in _BEIJING else UTC

    def best(meaning: str) -> str:
        return next((value for record in found if (value := record.best(meaning))), "")

    def every(meaning: str) -> list[str]:
        return [value for record in found for value in record.all(meaning)]

    # What stands alone on a line below "Name servers:" may be several names.
    servers = (word for value in every("name_server") for word in value.lower().replace(",", " ").split())
    return Registration(
        domain,
        registered=read_moment(best("registered"), zone),
        expires=read_moment(best("expires"), zone),
        updated=read_moment(best("updated"), zone),
        registrar=_name(best("registrar")),
        registrant=_name(best("registrant")),
        statuses=tuple(dict.fromkeys(value.split()[0].strip(",;(") for value in every("status"))),
        name_servers=tuple(dict.fromkeys(word.rstrip(".") for word in servers if _is_host(word))),
        found=True,
        names=tuple(names),
        referral=_host(best("referral")),
    )


def _ascii(name: str) -> str:
    try:
        return ascii_host(name) if name else ""
    except BadInput:
        return ""


def _name(value: str) -> str:
    """Return an organisation's name without the handle or address that some registries put behind it."""
    return re.sub(r"\s*(?:\[Tag = .*\]|\(https?://\S*\)|https?://\S+)\s*$", "", value)[:200]


def _is_host(word: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?", word)) and not re.fullmatch(r"[\d.]+", word)


def _host(value: str) -> str:
    """Return the host of a referral (``whois.x.com``, ``whois://whois.x.com:43``), or nothing."""
    host = re.sub(r"^\w+://", "", value.strip().lower()).partition("/")[0].partition(":")[0]
    return host if _is_host(host) else ""
