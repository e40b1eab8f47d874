"""``zhenwei check``: look at addresses now, every profile, and say what the machine makes of them."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer
from sqlalchemy import select

from crawler.policy import first_profiles
from detectors.page.reference import Reference
from zhenwei.address import host_of
from zhenwei.cli import context
from zhenwei.cli.progress import bars
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.sentences import said
from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import baseline, detect
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.render import render
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.types import Lead, Verdict


def check(targets: Annotated[list[str], typer.Argument(metavar="TARGET", help="网址或域名，可多个。")]) -> None:
    """立即访问并研判各网址（每个一页，全部访问身份），不影响夜间任务的数据。

    每个网址输出一个 JSON 对象；取证文件夹存入 DATA_DIR 的 checks 之下。

    例：zhenwei check cx-mem-gov.example.com
    """
    addresses = {target: target if "://" in target else f"http://{target}/" for target in targets}
    hosts = {target: host_of(url) for target, url in addresses.items()}
    deployment = context.settings()
    references = _baseline(deployment)
    settings = _own_folder(deployment)
    store = open_store(settings.database)
    with store.transaction() as session:
        night = open_night(session).id
        for target, url in addresses.items():
            add_lead(session, Lead(url=url, source="check", why=said("人工核查")))
            plan_visits(session, night, site_for(session, hosts[target]).id, [url], first_profiles())
    with bars() as bar:
        desk = Desk(settings, context.watchlist(), store, bar)
        make_visits(desk, night, ("visit",))
        detect(desk, references)
        render(desk)
        detect(desk, references)
    for target, host in hosts.items():
        sys.stdout.write(json.dumps({"id": target, **_result(store, settings, host)}, ensure_ascii=False) + "\n")


def _baseline(settings: Settings) -> tuple[Reference, ...]:
    """Return the fingerprints of protected pages that the nights of this deployment have taken."""
    with open_store(settings.database).reading() as session:
        return baseline(session, settings.evidence_dir)


def _own_folder(settings: Settings) -> Settings:
    """A check has a store and an evidence folder of its own, so that it may run beside a night."""
    folder = settings.data_dir / "checks" / now().strftime("%Y%m%dT%H%M%S.%fZ")
    return settings.model_copy(update={"data_dir": folder, "database_url": ""})


def _result(store: Store, settings: Settings, host: str) -> dict[str, Any]:
    with store.reading() as session:
        site = session.scalars(select(SiteRow).filter_by(host=host)).one()
        visits = list(session.scalars(select(VisitRow).filter_by(site_id=site.id).order_by(VisitRow.id)))
        opinion = latest_assessment(session, site.id)
        found: dict[str, Any] = {"verdict": "unclear", "impersonation": 0.0, "sale": 0.0, "flagged": False}
        found |= {"reasons": [], "contacts": [], "target": ""}
        if opinion is not None:
            found |= {
                "verdict": opinion.verdict, "impersonation": opinion.impersonation, "sale": opinion.sale,
                "flagged": Verdict(opinion.verdict).flagged, "contacts": opinion.contacts, "target": opinion.target,
                "reasons": [
                    {"rule": f.rule, "points": f.points, "quote": f.quote, "start": f.start, "end": f.end,
                     "detail": f.detail}
                    for f in opinion.findings
                ],
            }  # fmt: skip
    found["final_url"] = next((v.final_url for v in visits if v.final_url), "")
    found["captures"] = [
        {"url": v.url, "profile": v.profile, "rendered": v.rendered, "outcome": v.outcome, "status": v.status,
         "final_url": v.final_url, "title": v.title}
        for v in visits
    ]  # fmt: skip
    found["evidence"] = [str(settings.evidence_dir / v.folder) for v in visits if v.folder]
    return found
