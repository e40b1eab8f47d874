"""Which look-alike names exist: batches of names looked up over the deployment's DNS servers."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any

from crawler.discovering import DiscoverySpider
from crawler.dns.answers import Answered, Resolution
from crawler.dns.look import Looker
from crawler.families import FAMILY_WORDS
from crawler.items import NameLook, UnitDone
from zhenwei.sentences import said
from zhenwei.store.models import UnitRow
from zhenwei.types import Lead
from zhenwei.watching import Records, Says, Seen


class LookalikesSpider(DiscoverySpider):
    """Adds a lead for each name with an address of its own, and hands on every look for the history of names."""

    name = "lookalikes"
    looker: Looker

    async def start(self) -> AsyncIterator[Any]:
        """Work with one set of sockets, so that the limits per server hold over all units."""
        async with Looker.of(self.deployment.settings) as self.looker:
            async for item in super().start():
                yield item

    async def work(self, unit: UnitRow) -> UnitDone:
        rows: dict[str, Mapping[str, Any]] = {str(row["domain"]): row for row in unit.detail.get("names", [])}
        looks: list[NameLook] = []
        organs = self.deployment.watchlist.organs
        leads: list[Lead] = []
        async for told in self.looker.look(rows):
            look = _look(rows[told.name], seen_of(told))
            looks.append(look)
            if look.seen.says is Says.ADDRESS:
                organ = organs.get(look.target)
                leads.append(_lead(look, organ.name if organ else look.target))
        # The order of answers is chance; what is stored is not.
        looks.sort(key=lambda look: look.domain)
        leads.sort(key=lambda lead: lead.url)
        counts = Counter(look.seen.says for look in looks)
        found = counts[Says.ADDRESS] + counts[Says.EMPTY]
        failed = [dict(rows[look.domain]) for look in looks if look.seen.says is Says.FAILED]
        # Servers that cannot say are not "nothing found".
        outcome = "results" if found else "error" if rows and len(failed) == len(rows) else "nothing"
        detail: dict[str, object] = {
            "failed": len(failed),
            "wildcard": counts[Says.WILDCARD],
            "empty": counts[Says.EMPTY],
            "again": failed,
        }
        if self.looker.liars:
            detail["liars"] = list(self.looker.liars)
        return UnitDone(
            unit.id, outcome, leads, looked_at=len(rows) - len(failed), detail=detail, looks=looks, found=found
        )


def seen_of(told: Resolution) -> Seen:
    """Return a resolution as the history of names takes it."""
    if told.answered is Answered.FAILED:
        return Seen(Says.FAILED)
    if told.answered is Answered.NO_NAME:
        return Seen(Says.ABSENT)
    if told.wildcard:
        return Seen(Says.WILDCARD)
    records = Records(
        told.addresses,
        tuple(sorted(name.lower().rstrip(".") for name in told.ns)),
        tuple(sorted(mail.split()[-1].lower().rstrip(".") for mail in told.mx if mail.split())),
        told.cname[0].lower().rstrip(".") if told.cname else "",
    )
    return Seen(Says.ADDRESS if told.addresses else Says.EMPTY, records, told.parked, partial=bool(told.why))


def _look(row: Mapping[str, Any], seen: Seen) -> NameLook:
    return NameLook(
        str(row["domain"]), seen, str(row.get("family", "")), str(row.get("target", "")), bool(row.get("free", False))
    )


def _lead(look: NameLook, organ: str) -> Lead:
    what = said("与受保护机构“{target}”相似的域名", target=organ) if look.target else said("监测的域名")
    family = FAMILY_WORDS.get(look.family, look.family)
    by = said("{what}已注册并可解析（手法：{family}）", what=what, family=family)
    return Lead(
        url=f"http://{look.domain}/",
        source="lookalikes",
        why=by if look.family else said("{what}已注册并可解析", what=what),
        detail={"family": look.family, "target": look.target, "address": look.seen.records.addresses[0]},
    )
