"""What is well-formed in recipients/ but still wants a person's eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zhenwei.watchlist.load import Watchlist
from zhenwei.watchlist.models import Office
from zhenwei.watchlist.regions import NATION, chain, is_known, name_of, province_of, short_name


@dataclass(frozen=True, slots=True)
class OfficeDoubt:
    """One open point about an office: a Chinese sentence."""

    recipient: str
    region: str
    name: str
    what: str


def office_doubts(watchlist: Watchlist) -> Iterator[OfficeDoubt]:
    """Yield the open points: the sender first, then a deployment's rows, then those that ship and are near to it."""
    sender = watchlist.sender
    if sender.placeholder:
        what = "发文机关为占位，请在 recipients/sender.toml 中填写"
        yield OfficeDoubt("sender", sender.region, sender.name, what)
    elif not is_known(sender.region):
        what = f"发文机关的区划代码 {sender.region} 不是现行的县级以上行政区"
        yield OfficeDoubt("sender", sender.region, sender.name, what)
    if sender.placeholder_offices:
        what = "placeholder_offices = true：允许向占位单位拟稿，正式使用前应删除"
        yield OfficeDoubt("sender", sender.region, sender.name, what)
    held = Counter((o.recipient, o.region) for o in watchlist.offices if not o.public)
    near = chain(sender.region)
    for office in watchlist.offices:
        if not office.public or office.region in near:
            for what in _of(office, watchlist, held):
                yield OfficeDoubt(office.recipient, office.region, office.name, what)


def _of(office: Office, watchlist: Watchlist, held: Counter[tuple[str, str]]) -> Iterator[str]:
    place = name_of(office.region)
    if office.placeholder:
        yield f"{place}的“{office.name}”为占位，请填写全称"
        return
    if not office.verified:
        yield f"“{office.name}”尚未经人工核实（verified_by、verified_on）"
    if not is_known(office.region):
        yield f"“{office.name}”的区划代码 {office.region} 不是现行的县级以上行政区"
    elif office.region != NATION and not _fits(office):
        yield f"“{office.name}”与区划代码 {office.region}（{place}）不一致"
    if office.recipient == "telecom" and office.region != province_of(office.region):
        yield f"“{office.name}”：通信管理局只设到省级，区划代码应以 0000 结尾"
    if not office.public and held[office.recipient, office.region] > 1 and office.recipient != "organ":
        yield f"{place}有多个同类收文单位，函件只致第一个；“{office.name}”请核对"
    for row in watchlist.renamed:
        if office.name.endswith(row.old):
            yield f"“{office.name}”已更名，现为{'或者'.join(row.new)}（{row.since.isoformat()}起，{row.source}）"


def _fits(office: Office) -> bool:
    """True if the name bears the region's name, or that of a region that it lies in or that lies in it."""
    return any(short_name(step) in office.name for step in chain(office.region) if short_name(step))
