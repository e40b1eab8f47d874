"""P021: A notice says that the official look-up has moved to an address that no regulator owns.

Why: a forged notice sends readers to the copy; a regulator moves its pages within gov.cn and says so there.
Catches: 查询入口变更为 with a link or an address outside gov.cn, on a foreign host.
Spares: notices whose only addresses are genuine ones, news about closed copies, schools that moved their own page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.rules.base import Rule, View
from zhenwei.address import is_below, registrable
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_MOVED = re.compile(
    r"(?:查询|核验|验证|认证|官方|官网|证书|证件)[^。！？\n]{0,14}(?:入口|网址|平台|系统|网站|域名|地址|渠道)[^。！？\n]{0,12}"
    r"(?:变更|迁移|更换|更新|升级|调整|启用|切换|改为|改版|搬迁|停用|统一|整合)|"
    r"(?:启用|变更|迁移|更换|切换)[^。！？\n]{0,10}(?:新的?)?[^。！？\n]{0,8}(?:查询|核验|验证)(?:入口|网址|平台|系统|网站|域名)"
)
# In an organ's name, readers are sent somewhere to have something done about their certificates.
_SENT = re.compile(
    r"(?:访问|登录|登陆|前往|打开|点击|通过|扫描)[^。！？\n]{0,50}(?:申领|激活|换发|换领|核验|办理|登记|查询|认证|备案|年检)"
)
_ADDRESS = re.compile(r"(?<![\w@.-])((?:[a-z0-9-]{1,40}\.){1,4}(?:[a-z]{2,6}))(?![\w-])")
_WARNED = frozenset(
    ("假冒", "冒充", "诈骗", "骗子", "骗局", "谨防", "警惕", "不法分子", "查处", "嫌疑人", "仿冒", "举报")
)


class MovedLookup(Rule):
    """A notice says that the official look-up has moved to an address that no regulator owns."""

    id, side = "P021", Side.IMPERSONATION
    about = "伪造查询入口变更公告"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            reading = doc.reading
            topical = reading.of("lookup_work") or reading.of("goods_work")
            moved = _MOVED.search(reading.folded.text) if topical else None
            if topical and not moved and any(c.kind == "organ" for c in doc.claims):
                moved = _SENT.search(reading.folded.text)
            if not moved or reading.words("reported") & _WARNED:
                continue
            near = reading.folded.text[max(0, moved.start() - 60) : moved.end() + 160]
            named = [*doc.hosts_linked, *_ADDRESS.findall(near)]
            strange = [host for host in dict.fromkeys(named) if _is_strange(host, view)]
            if strange:
                detail = said("公告称查询入口变更，却指向非官方地址 {url}", url=strange[0])
                target, points = ministry(view.watchlist), self.worth("found")
                yield self.find(doc, points, detail, target=target, against=strange[0], key="moved", words=moved[0])


def _is_strange(host: str, view: View) -> bool:
    """True for a host that belongs neither to a regulator nor to the page's own site."""
    try:
        own = registrable(host) == registrable(view.host)
    except BadInput:
        return False
    if not registrable(host) or is_below(host, "gov.cn") or view.watchlist.genuine_organ(host) is not None:
        return False
    return not own and not view.watchlist.is_lawful(host) and not host.endswith(("qq.com", "weixin.com"))
