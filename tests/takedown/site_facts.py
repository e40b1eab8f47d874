"""Facts of sites for tests that need no store, and a watchlist of a sender in 杭州."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from takedown.facts import CaptureFacts, ContactFacts, Filing, OrganFacts, Place, PlatformFacts, SiteFacts
from zhenwei.types import Verdict
from zhenwei.watchlist import Office, Sender, Watchlist, load_watchlist

AT = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)
MEM = OrganFacts("mem", "应急管理部", ("mem.gov.cn",), confirmed=True)
ACCOUNT = PlatformFacts("深圳市腾讯计算机系统有限公司", "微信", "account", "440300")
SHOP = PlatformFacts("浙江淘宝网络有限公司", "淘宝", "shop", "330110")


def capture(url: str) -> CaptureFacts:
    return CaptureFacts("f", url, url, "desktop", True, 200, AT, "ab" * 32, ())


def group(number: int) -> ContactFacts:
    return ContactFacts("qq", f"10000{number}", "10****", f"QQ群：10000{number}")


def site(case: int = 1, host: str = "", **changes: Any) -> SiteFacts:
    """A counterfeit of the ministry's site, place and filing unknown."""
    host = host or f"site{case}.example"
    plain = SiteFacts(
        case=case, host=host, url=f"http://{host}/", title="查询", finding=Verdict.COUNTERFEIT, sells=False, organ=MEM,
        operator="", alive_from=date(2026, 5, 20), alive_to=date(2026, 11, 20), impersonation=80, sale=5,
        place=Place.UNKNOWN, filing=Filing.MISSING, icp=(), police_filing=(), addresses=(), registrar="",
        registered_on=None, certificate="", regimes=(), contacts=(), findings=(), captures=(capture(f"http://{host}/"),),
        confirmed_by="chen", confirmed_at=AT,
    )  # fmt: skip
    return replace(plain, **changes)


@cache
def _built_in() -> Watchlist:
    return load_watchlist()


def lists(name: str = "杭州市临江区数据局", region: str = "330100", *rows: Office, **sender: Any) -> Watchlist:
    """The built-in watchlist with a sender, and offices of its own before those that ship."""
    who = Sender(name=name, short=name, code="某函", region=region, **sender)
    return replace(_built_in(), sender=who, offices=(*rows, *_built_in().offices))


def office(recipient: str, region: str, name: str, **more: Any) -> Office:
    return Office(recipient=recipient, region=region, name=name, **more)
