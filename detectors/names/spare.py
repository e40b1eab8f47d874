"""Who is spared whatever the name says: the owners, cleared hosts, closed registries, networks that repeat names."""

from __future__ import annotations

import re

from detectors.names.opinion import Reason
from detectors.names.platforms import CLOSED_SUFFIXES, DELIVERY, MIRRORS, VENDORS
from detectors.names.split import SplitName
from zhenwei.sentences import said
from zhenwei.watchlist import Watchlist

_CHINESE_GOVERNMENT = re.compile(r"(^|.*\.)(gov\.cn|xn--zfr164b)")
_CLOUD = re.compile(r"(?P<vendor>.+?)-?(us-?)?gov(cloud)?")
_OTHER_GOVERNMENT = re.compile(r"(gov|gob|gouv|govt|go|gub|government|admin)(\.[a-z]{2})?")


def is_official(suffix: str) -> bool:
    """True for a public suffix below which only a government's offices register: gov.cn, gov.uk, gob.es, gov."""
    return _OTHER_GOVERNMENT.fullmatch(suffix) is not None


def spared(name: SplitName, watchlist: Watchlist) -> Reason | None:
    """Return why a name cannot be an imitation, or None. Labels are compared, never substrings."""
    if organ := watchlist.genuine_organ(name.host):
        return Reason("N901", 0, said("属于“{name}”的域名", name=organ.name))
    if watchlist.is_lawful(name.host):
        return Reason("N902", 0, said("在已核实的合法主机名单中"))
    if _CHINESE_GOVERNMENT.fullmatch(name.host):
        return Reason("N903", 0, said("位于仅限党政机关注册的后缀（.gov.cn、.政务）之下"))
    if name.suffix in CLOSED_SUFFIXES or is_official(name.suffix):
        return Reason("N904", 0, said("后缀 .{suffix} 由注册机构审核资格，不对公众开放", suffix=name.suffix))
    if name.registrable in DELIVERY:
        return Reason(
            "N905", 0, said("{registrable} 是内容分发或防护网络，别名中带有客户的主机名", registrable=name.registrable)
        )
    if name.registrable in MIRRORS:
        return Reason(
            "N906",
            0,
            said("{registrable} 是翻译、缓存或站点目录服务，域名中带有被查看的主机名", registrable=name.registrable),
        )
    if (cloud := _CLOUD.fullmatch(name.registrable.split(".")[0])) and cloud["vendor"].replace("-", "") in VENDORS:
        return Reason("N907", 0, said("{registrable} 是软件厂商为政府客户设立的云服务", registrable=name.registrable))
    return None
