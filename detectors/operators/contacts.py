"""Contacts and QR codes of a site as traits: one spelling for one account, whatever way it was shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from detectors.operators.shared import Shared
from zhenwei.address import host_of, owner_domain
from zhenwei.errors import BadInput

_MOBILE = re.compile(r"1[3-9]\d{9}")
_PAYMENT = (
    "wxp://",
    "weixin://wxpay",
    "https://qr.alipay.com/",
    "https://qr.95516.com/",
    "https://payapp.weixin.qq.com/",
)
_WECHAT = ("u.wechat.com", "weixin.qq.com", "work.weixin.qq.com", "wechat.com")
_LONGEST = 300


def contact_traits(kind: str, value: str, shared: Shared, host: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) of a contact as the detectors found it; nothing for what ties nobody."""
    value = value.strip()
    if kind == "qr":
        yield from code_traits(value, shared, host)
    elif kind == "phone":
        yield ("phone" if _MOBILE.fullmatch(value) else "landline"), value
    elif kind == "wechat":
        # Many sellers use their telephone number as the name of their account.
        yield ("phone" if _MOBILE.fullmatch(value) else "wechat"), value.lower()
    elif kind == "mail":
        yield from _mail(value.lower(), shared, host)
    elif kind in ("qq", "telegram"):
        yield kind, value.lower()


def _mail(value: str, shared: Shared, host: str) -> Iterator[tuple[str, str]]:
    name, _, at = value.partition("@")
    if at in ("qq.com", "vip.qq.com", "foxmail.com") and name.isdigit():
        yield "qq", name
    elif at in ("163.com", "126.com", "139.com", "189.cn") and _MOBILE.fullmatch(name):
        yield "phone", name
    elif not at.endswith(".gov.cn") and not at.startswith("example."):
        yield "mail", value


def code_traits(text: str, shared: Shared, host: str) -> Iterator[tuple[str, str]]:
    """Yield what a QR code stands for: a way to pay, an account, or an address of somebody else."""
    text = text.strip()
    low = text.lower()
    if low.startswith(_PAYMENT):
        yield "payment", _short(text)
        return
    to = _host(text)
    if to in _WECHAT or (to.endswith(".weixin.qq.com") and to != "mp.weixin.qq.com"):
        yield "wechat_code", _short(text.split("#")[0])
    elif to in ("qm.qq.com", "wpa.qq.com", "jq.qq.com"):
        number = parse_qs(urlsplit(text).query).get("uin", [""])[0]
        yield ("qq", number) if number.isdigit() else ("qr", _short(text))
    elif to in ("t.me", "telegram.me"):
        name = urlsplit(text).path.strip("/").split("/")[0].lower()
        if re.fullmatch(r"[a-z]\w{4,31}", name):
            yield "telegram", name
    elif to and owner_domain(to) != owner_domain(host) and not shared.is_service(to):
        parts = urlsplit(text)
        yield "qr", _short(f"{to}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}")


def _host(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        return ""
    try:
        return host_of(text)
    except BadInput:
        return ""


def _short(text: str) -> str:
    """Return a value that fits an index: what is very long is cut, with the digest of the whole at its end."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:200]}…{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
