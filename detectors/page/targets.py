"""What a QR code leads to: a messenger's friend link, a payment, a telephone, a mail, an address, or words.

Forms: the messengers' own share links (u.wechat.com, weixin.qq.com/r, work.weixin.qq.com, qm.qq.com, jq.qq.com, t.me),
payment codes of WeChat (wxp://) and Alipay (qr.alipay.com), tel: (RFC 3966), mailto: (RFC 6068), SMSTO:, vCard (RFC
6350), MECARD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from detectors.text.contacts import find_contacts, mask
from detectors.text.fold import fold
from zhenwei.address import is_below, registrable
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.types import Contact
from zhenwei.watchlist import Watchlist

# kind of contact → what the code leads to, as analysts read it.
LEADS = {
    "wechat": said("微信加好友、入群或关注"),
    "qq": said("QQ 加好友或入群"),
    "payment": said("收款码"),
    "telegram": said("Telegram 联系人"),
    "phone": said("电话号码"),
    "mail": said("电子邮箱"),
    "address": said("网址"),
    "qr": said("其他内容"),
}
# Kinds through which a seller is reached or paid; a plain address may lead anywhere.
REACHING = frozenset(("wechat", "qq", "payment", "telegram", "phone"))
_WECHAT_HOSTS = ("u.wechat.com", "weixin.qq.com", "work.weixin.qq.com", "wx.qq.com", "wechat.com")
_QQ_HOSTS = ("qm.qq.com", "jq.qq.com", "wpa.qq.com", "qun.qq.com", "im.qq.com")
_TELEGRAM_HOSTS = ("t.me", "telegram.me", "telegram.dog")
_PAYING = re.compile(
    r"wxp://|https?://(?:qr\.alipay\.com|payapp\.(?:weixin|wechatpay)\.(?:qq\.com|cn)|wx\.tenpay\.com|qpay\.qq\.com|"
    r"i\.qianbao\.qq\.com|qr\.95516\.com|ulink\.alipay\.com)/|alipays?://|weixin://wxpay",
    re.I,
)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_ACCOUNT = re.compile(r"(?:wxid_|wx|vx|weixin)[-_a-z0-9]{4,20}", re.I)
_CARD_LINE = re.compile(r"^(?:item\d*\.)?(TEL|EMAIL|URL)\b[^:\n]*:(?:tel:|mailto:)?(.+)$", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Target:
    """What a code leads to. ``kind``: a key of LEADS; ``value``: normalised; ``text``: as the code says it."""

    kind: str
    value: str
    text: str

    @property
    def leads(self) -> str:
        """What it leads to, for a person."""
        return LEADS[self.kind]

    @property
    def host(self) -> str:
        """The host of an address, "" for anything else."""
        return re.split(r"[/?:]", self.value, maxsplit=1)[0] if self.kind == "address" else ""

    def contact(self) -> Contact:
        """Return it as a way of contact; the whole text of the code is kept for official use."""
        return Contact(self.kind, self.value, masked(self), self.text, 0, 0, "qr")


def targets_of(text: str) -> tuple[Target, ...]:
    """Return what a code's text leads to; a visiting card leads to several, anything else to one."""
    plain = text.strip()
    upper = plain[:12].upper()
    if upper.startswith(("BEGIN:VCARD", "MECARD:")):
        return tuple(_card(plain)) or (Target("qr", plain, text),)
    target = _one(plain, text)
    if target.kind == "qr" and (spoken := find_contacts(fold(plain[:500]), "qr")):
        return tuple(Target(contact.kind, contact.value, text) for contact in spoken)
    return (target,)


def code_contacts(codes: Iterable[str], host: str, watchlist: Watchlist) -> Iterator[Contact]:
    """Yield the ways of contact in a page's codes: not its own address, nor one of an authority or a cleared host."""
    for code in codes:
        for target in targets_of(code):
            if not (target.host and is_vouched(target.host, host, watchlist)):
                yield target.contact()


def is_vouched(host: str, own: str, watchlist: Watchlist) -> bool:
    """True for a host of the page's own site, of an authority, or cleared by people."""
    try:
        if own and registrable(host) == registrable(own):
            return True
        if watchlist.retired_organ(host) is not None:
            return False
        return is_below(host, "gov.cn") or watchlist.genuine_organ(host) is not None or watchlist.is_lawful(host)
    except BadInput:
        return False


def masked(target: Target) -> str:
    """Return the value as shown: of a link the host and a little of what follows."""
    host, slash, rest = target.value.partition("/")
    if slash:
        return f"{host}/{mask('', rest)}"
    return host if target.kind == "address" else mask(target.kind, target.value)


def _one(plain: str, text: str) -> Target:
    scheme, colon, rest = plain.partition(":")
    if _PAYING.match(plain):
        return Target("payment", _without_scheme(plain), text)
    if scheme.lower() in ("http", "https"):
        return _linked(plain, text)
    if colon and (found := _by_scheme(scheme.lower(), plain, rest)):
        return Target(*found, text)
    if mobile := _MOBILE.fullmatch(re.sub(r"[\s-]", "", plain)):
        return Target("phone", mobile[1], text)
    if _ACCOUNT.fullmatch(plain):
        return Target("wechat", plain, text)
    if re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,18}(?:/\S*)?", plain, re.I):
        return _linked(f"http://{plain}", text)
    return Target("qr", plain, text)


def _by_scheme(scheme: str, plain: str, rest: str) -> tuple[str, str] | None:
    """Return kind and value of an address whose scheme says what it is for."""
    if scheme in ("tel", "sms", "smsto", "wtai"):
        number = _number(rest)
        return ("phone", number) if number else None
    if scheme in ("mailto", "matmsg"):
        mail = re.search(r"[\w.+%-]+@[\w.-]+\.[a-z]{2,}", rest, re.I)
        return ("mail", mail[0].lower()) if mail else None
    if scheme in ("weixin", "wechat"):
        return "wechat", plain
    if scheme in ("mqq", "mqqapi", "mqqwpa", "tencent"):
        uin = re.search(r"(?:uin|group_code)=(\d{5,11})", rest)
        return "qq", uin[1] if uin else plain
    name = re.search(r"domain=(\w{4,32})", rest) if scheme == "tg" else None
    return ("telegram", name[1].lower()) if name else None


def _linked(address: str, text: str) -> Target:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        asked = parse_qs(parts.query)
    except ValueError:
        return Target("qr", address, text)
    if not host:
        return Target("qr", address, text)
    whole = host + (parts.path.rstrip("/") or "") + (f"?{parts.query}" if parts.query else "")
    if host in _WECHAT_HOSTS and parts.path.strip("/"):
        return Target("wechat", whole, text)
    if host in _QQ_HOSTS:
        uin = next((asked[k][0] for k in ("uin", "group_code", "fuin") if asked.get(k)), "")
        key = next((asked[k][0] for k in ("k",) if asked.get(k)), "")
        return Target("qq", uin if uin.isdigit() else f"{host}/{key}" if key else whole, text)
    name = parts.path.strip("/").split("/")[0].lstrip("+@")
    if host in _TELEGRAM_HOSTS and name:
        return Target("telegram", name.lower(), text)
    if host in ("wa.me", "api.whatsapp.com") and (number := _number(name or "".join(asked.get("phone", ())))):
        return Target("phone", number, text)
    return Target("address", whole, text)


def _without_scheme(address: str) -> str:
    host, slash, rest = re.sub(r"^https?://", "", address, flags=re.I).partition("/")
    return host.lower() + slash + rest


def _card(text: str) -> Iterator[Target]:
    body = text[7:].replace(";", "\n") if text.upper().startswith("MECARD:") else text.replace("\r", "")
    for key, value in _CARD_LINE.findall(body):
        if key.upper() == "TEL" and (number := _number(value)):
            yield Target("phone", number, text)
        elif key.upper() == "EMAIL" and "@" in value:
            yield Target("mail", value.strip().lower(), text)
        elif key.upper() == "URL":
            yield _linked(value.replace("\\:", ":").strip(), text)


def _number(text: str) -> str:
    digits = re.sub(r"[^\d]", "", re.split(r"[:;?&,]", text, maxsplit=1)[0])
    mobile = _MOBILE.fullmatch(digits)
    return mobile[1] if mobile else digits if 5 <= len(digits) <= 15 else ""
