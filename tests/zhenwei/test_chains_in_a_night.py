"""A night over sites that lead elsewhere: whoever only stands at the end or in the middle of a chain has nothing to
do with it, and a seller at its end is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from lab.serve import Lab
from tests.zhenwei.little_world import COPY, OFFICIAL, SALE, SCHOOL
from zhenwei.store.database import Store, open_store
from zhenwei.store.faces import choices_of, differences_of
from zhenwei.store.models import AssessmentRow, CaseRow, LeadRow, SiteRow, TieRow, TraitRow, VisitRow

PLAIN = "<title>晨光机械</title><p>晨光机械有限公司生产各类水泵与电机，欢迎新老客户来电洽谈业务。</p>"
SHORT = "<p>正在跳转</p>"
PHONE = '[[route]]\npath = "/"\nwhen = "phone"\n'
# host: (markup of the front page, further lines of site.toml)
SITES = {
    "cx.mem.gov.cn": (OFFICIAL, "https = false\nin_feed = false"),
    "www.mem.gov.cn": (OFFICIAL, "in_feed = false"),
    "px-school.com": (SCHOOL, "in_feed = false"),
    # redirects to the genuine look-up, and over a lawful site to a seller
    "cx-mem-gov.top": (SHORT, '[[route]]\npath = "/"\nredirect = "http://cx.mem.gov.cn/"'),
    "mem-gov-cn.vip": (f"<script>var u='http://www.mem.gov.cn/';location.href=u</script>{SHORT}", ""),
    "cxmemgov.com": (SHORT, '[[route]]\npath = "/"\nredirect = "http://px-school.com/go"'),
    "dgz-seller.com": (SALE, "in_feed = false"),
    # a copy for phones, an error for everybody else
    "mem-gov.club": (SHORT, f'{PHONE}file = "copy.html"\n[[route]]\npath = "/"\nstatus = 404'),
}


@dataclass(frozen=True)
class Night:
    store: Store
    environ: dict[str, str]

    def show(self, case: int) -> dict[str, Any]:
        command = [sys.executable, "-m", "zhenwei", "cases", "show", str(case)]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=60, check=True)
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    world = tmp_path_factory.mktemp("worlds") / "led"
    (world / "sites").mkdir(parents=True)
    (world / "world.toml").write_text('today = "2026-11-22"\n', "utf-8")
    for host, (html, more) in SITES.items():
        site = world / "sites" / host
        site.mkdir()
        (site / "index.html").write_text(html, "utf-8")
        (site / "copy.html").write_text(COPY, "utf-8")
        (site / "site.toml").write_text(
            f'truth = "unclear"\nin_search = false\nregistered = 2026-10-01\n{more}\n', "utf-8"
        )
    jump = '[[route]]\npath = "/go"\nredirect = "http://dgz-seller.com/"\n'
    with (world / "sites" / "px-school.com" / "site.toml").open("a", encoding="utf-8") as file:
        file.write(jump)
    data = tmp_path_factory.mktemp("data")
    with Lab(world) as lab:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
        more_settings = {"ZHENWEI_DATA_DIR": str(data), "ZHENWEI_LOOKALIKE_BUDGET": "0", "ZHENWEI_SEARCH_BUDGET": "0"}
        environ = kept | lab.settings | more_settings
        done = subprocess.run(
            [sys.executable, "-m", "zhenwei", "nightly"],
            env=environ,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield Night(open_store(f"sqlite:///{data / 'zhenwei.db'}"), environ)


def test_who_is_led_to_a_genuine_or_lawful_site_is_no_copy(night: Night) -> None:
    with night.store.reading() as session:
        by_host = {a.site.host: a for a in session.scalars(select(AssessmentRow))}
        for host in ("cx-mem-gov.top", "mem-gov-cn.vip"):
            rules = {finding.rule for finding in by_host[host].findings if finding.points > 0}
            assert not rules & {"P001", "P002", "P003", "P004", "P005", "P011"}, host
            assert by_host[host].verdict not in ("counterfeit_site", "certificate_sale")


def test_a_lawful_site_on_the_way_is_not_touched(night: Night) -> None:
    lawful = ("cx.mem.gov.cn", "www.mem.gov.cn", "px-school.com")
    with night.store.reading() as session:
        assert not list(session.scalars(select(LeadRow).join(SiteRow).where(SiteRow.host.in_(lawful))))
        assert not list(session.scalars(select(CaseRow).join(SiteRow).where(SiteRow.host.in_(lawful))))
        assert not {tie.value for tie in session.scalars(select(TieRow))} & {*lawful, "mem.gov.cn"}
        named = TraitRow.value.like("%mem.gov.cn")
        led = select(TraitRow).join(SiteRow).where(named, ~SiteRow.host.like("%mem.gov.cn"))
        assert not list(session.scalars(led))
        asked = session.scalars(select(VisitRow).where(VisitRow.final_url.like("%cx.mem.gov.cn%")))
        assert {visit.site.host for visit in asked} == {"cx-mem-gov.top"}


def test_the_seller_at_the_end_is_found(night: Night) -> None:
    with night.store.reading() as session:
        leads = list(session.scalars(select(LeadRow).join(SiteRow).where(SiteRow.host == "dgz-seller.com")))
        assert [lead.source for lead in leads] == ["links"]
        assert "cxmemgov.com" in leads[0].why
        seller = session.scalars(select(CaseRow).join(SiteRow).where(SiteRow.host == "dgz-seller.com")).one()
        assert seller.verdict == "certificate_sale"


def test_what_phones_alone_were_shown_is_stored_and_told(night: Night) -> None:
    with night.store.reading() as session:
        site = session.scalars(select(SiteRow).filter_by(host="mem-gov.club")).one()
        kinds = {row.kind: row for row in differences_of(session, site.id)}
        assert kinds["status"].others == "phone"
        assert "手机" in kinds["claims"].detail
        (choice,) = choices_of(session, site.id)
        assert choice.why == "name"
        case = session.scalars(select(CaseRow).filter_by(site_id=site.id)).one()
    shown = night.show(case.id)
    assert "P017" in {reason["rule"] for reason in shown["reasons"]}
    assert {one["kind"] for one in shown["differences"]} >= {"status", "claims"}
    assert shown["profiles_chosen"][0]["reason"].startswith("域名可疑")
    assert {hop["kind"] for capture in shown["captures"] for hop in capture["chain"]} == {"http"}


def test_the_way_to_the_seller_is_told_hop_by_hop(night: Night) -> None:
    with night.store.reading() as session:
        case = session.scalars(select(CaseRow).join(SiteRow).where(SiteRow.host == "cxmemgov.com")).one()
        assert case.url == "http://cxmemgov.com/"
    chain = next(capture["chain"] for capture in night.show(case.id)["captures"] if not capture["rendered"])
    assert [(hop["url"], hop["status"]) for hop in chain] == [
        ("http://cxmemgov.com/", 302), ("http://px-school.com/go", 302), ("http://dgz-seller.com/", 200),
    ]  # fmt: skip
    assert all(hop["address"] for hop in chain)
