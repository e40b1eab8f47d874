"""What ties two sites, and how well: the one table of kinds. docs/operators.md says how to add a row."""

from __future__ import annotations

from dataclasses import dataclass

from detectors.text.contacts import mask


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of trait.

    ``strong``: one shared value makes a tie; of weak kinds two of different ``family`` are needed.
    ``most``: a value that more owners' names show is common and ties nobody.
    ``personal``: masked wherever it is shown. ``contact``: one lawful site that shows it too proves nothing yet.
    ``planted``: an intruder brings it along, so it counts on a hijacked site; everything else there is the victim's.
    ``copied``: comes along when a genuine page is copied. ``built``: a site builder gives it to all its customers.
    ``points``: the value is a host, and the site of that host takes part in the tie.
    """

    id: str
    name: str
    strong: bool
    family: str
    most: int
    personal: bool = False
    contact: bool = False
    planted: bool = False
    copied: bool = False
    built: bool = False
    points: bool = False


def _contact(slug: str, name: str, most: int = 400, *, copied: bool = False, personal: bool = True) -> Kind:
    return Kind(slug, name, True, "contact", most, personal=personal, contact=True, planted=True, copied=copied)


_ALL = (
    # How a seller is reached or paid. Gangs run dozens of sites with one account, so much is allowed.
    _contact("phone", "手机号码"),
    _contact("landline", "固定电话或 400 电话", 40, copied=True),
    _contact("wechat", "微信号"),
    _contact("qq", "QQ 号"),
    _contact("telegram", "Telegram 账号"),
    _contact("mail", "电子邮箱", 40, copied=True),
    _contact("payment", "收款码"),
    _contact("wechat_code", "微信二维码", 100),
    _contact("qr", "二维码指向", 100),
    _contact("code_picture", "二维码图片", 100, personal=False),
    # Accounts that the operator opened for the site.
    Kind("statistics", "统计、客服或站长代码", True, "statistics", 100, built=True),
    Kind("icp", "ICP 备案号", True, "filing", 20, copied=True, built=True),
    Kind("police", "公安备案号", True, "filing", 20, copied=True, built=True),
    # What the server shows.
    Kind("certificate", "TLS 证书", True, "certificate", 30, built=True),
    Kind("tls_key", "TLS 密钥", True, "certificate", 30, built=True),
    Kind("san", "同一证书列出的域名", True, "certificate", 30, built=True, points=True),
    Kind("host_certificate", "服务器默认证书", False, "host", 6, built=True),
    Kind("address", "IP 地址", False, "host", 6, built=True),
    Kind("domain", "同一注册域名", True, "domain", 50),
    # What the pages look like.
    Kind("template", "页面模板（文字框架与结构）", True, "look", 60, copied=True, built=True),
    Kind("layout", "页面结构", False, "look", 8, copied=True, built=True),
    Kind("icon", "网站图标", False, "look", 8, copied=True, built=True),
    # Where the pages lead.
    Kind("redirect", "跳转", True, "target", 30, planted=True, points=True),
    Kind("lookup", "查询入口指向", True, "target", 60, planted=True, points=True),
    Kind("backend", "数据接口", True, "backend", 60, built=True, points=True),
    # What the registry says.
    Kind("registrant", "域名注册单位", True, "registration", 100),
    Kind("registrant_name", "域名注册人姓名", False, "registration", 12, personal=True),
    Kind("registration_batch", "同日同注册商同域名服务器", False, "registration", 8),
)
# Not a kind: stands in for the traits of a site whose pages broke their reading; logged and never stored.
UNREAD = "unread"
KINDS: dict[str, Kind] = {kind.id: kind for kind in _ALL}
# Compared by likeness and not by equality (detectors/operators/template.py).
FUZZY = frozenset({"template"})
# The host that a redirect leads to only ties if it is a case itself: anybody may send visitors away to a third site.
NEEDS_A_CASE = frozenset({"redirect", "lookup"})


def name_of(kind: str) -> str:
    """Return a kind's name in Chinese; one that no longer exists is called by its id."""
    return KINDS[kind].name if kind in KINDS else kind


def shown(kind: str, value: str) -> str:
    """Return a value as people may read it: masked where it is personal (or nobody knows), cut where it is long."""
    if kind not in KINDS or KINDS[kind].personal:
        return mask(kind, value)
    return value if len(value) <= 80 else value[:77] + "…"


def strength(strong: bool) -> str:
    """Return the word that is stored."""
    return "strong" if strong else "weak"
