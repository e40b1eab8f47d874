"""Which office a letter goes to: the nearest one of its kind that the watchlist knows."""

from __future__ import annotations

from collections.abc import Sequence

from takedown.facts import SiteFacts
from takedown.marks import region_of
from zhenwei.address import defang, owner_domain
from zhenwei.errors import WatchlistError
from zhenwei.watchlist import Office, Watchlist


def office_for(recipient: str, site: SiteFacts, watchlist: Watchlist) -> Office:
    """Return the addressee for a site. Raises WatchlistError if recipients/ knows none of that kind.

    The imitated organ and a site's owner are addressed by their own names; 市场监管 and 通信管理局 at the place
    that the filing number claims, else at the sender's; 网信办 and 公安 of the sender's own level.
    """
    own = watchlist.sender.region
    if recipient == "organ" and site.organ is not None:
        known = [o for o in watchlist.offices if o.recipient == "organ" and o.name == site.organ.name]
        return (
            known[0]
            if known
            else Office(recipient="organ", region=site.organ.region, name=site.organ.name, placeholder=False)
        )
    if recipient == "owner":
        return Office(
            recipient="owner", region=own, name=f"{defang(owner_domain(site.host))}网站主办单位", placeholder=True
        )
    claimed = region_of(site.icp) if recipient in ("market", "telecom") else ""
    rows = [office for office in watchlist.offices if office.recipient == recipient]
    for region in (claimed, own, own[:4] + "00", own[:2] + "0000", "000000"):
        if found := _in_region(rows, region):
            return found
    if rows:
        return rows[0]
    raise WatchlistError(f"名单 recipients/ 中没有 {recipient!r} 类收文单位，请添加 [[office]]")


def _in_region(rows: Sequence[Office], region: str) -> Office | None:
    return next((office for office in rows if region and office.region == region), None)
