"""Which office a letter goes to: the nearest competent one that the watchlist knows. What it lacks is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takedown.documents import system_of
from takedown.facts import Place, SiteFacts
from takedown.kinds import DISPOSAL, EQUIPMENT, HOUSING, MARKET, REGIONAL
from takedown.routing import Route
from takedown.seats import Seat, claimed_province, seat_of
from zhenwei.address import defang, owner_domain
from zhenwei.watchlist import Office, Registrar, Sender, Watchlist
from zhenwei.watchlist.regions import NATION, chain, name_of, own_chain

NAMES = {
    "cyberspace": "网信办",
    "market": "市场监督管理局",
    "police": "公安机关",
    "telecom": "通信管理局",
    "housing": "住房城乡建设主管部门",
    "organ": "应急管理部门",
    "owner": "网站主办单位",
    "registrar": "域名注册服务机构",
    "platform": "平台运营者",
}


class MissingOffice(Exception):
    """Raised by ``addressee_of`` for an office that no row names; ``plan_letters`` collects them for one error."""

    def __init__(self, recipient: str, region: str) -> None:
        super().__init__(f"{name_of(region)}的{NAMES[recipient]}")
        self.recipient, self.region = recipient, region


@dataclass(frozen=True, slots=True)
class Addressee:
    """An office, why it is this one, and what the drafter has to check about it."""

    office: Office
    reason: str
    notes: tuple[str, ...] = ()
    if not (found.placeholder or found.verified):
        notes += (f"收文单位“{found.name}”的名称尚未经人工核实",)
    lacking = own_chain(region)[0]
    if found.region != lacking and recipient != "telecom":
        notes += (f"recipients/ 中没有{name_of(lacking)}的{NAMES[recipient]}，按上一级致{found.name}",)
    return Addressee(found, "", notes)


def _first(rows: Sequence[Office], regions: Sequence[str]) -> Office | None:
    return next((office for region in regions for office in rows if office.region == region), None)
