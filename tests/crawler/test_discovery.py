"""The spiders of discovery against a lab: real proxy, real certificates, real DNS."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lab.serve import Lab
from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.evidence.capture import read_capture
from zhenwei.store.models import LeadRow, SiteRow, UnitRow
from zhenwei.store.nights import position
from zhenwei.store.watched import get_watched, watched_domains
from zhenwei.types import Profile

PAGE = "<html><head><title>电工证代办中心</title></head><body>特种作业操作证 办理 包过 全国可查</body></html>"
WORLD = """today = "2026-11-21"
[search]
results_per_page = 2
[search.blocks_after]
so360 = 1
[dns]
wildcard = ["catchall.example"]
servfail = ["silent.example"]
[ct]
names = ["ct-only.example"]
[feed]
names = ["feed-only.example"]
"""


class LabDeployment(Deployment):
    """A deployment that a lab's settings point at the lab."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        super().__init__(Farm(), folder)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
        self.environ = kept | lab.settings | {"ZHENWEI_DATA_DIR": str(folder), "ZHENWEI_DELAY": "0"}


def write_world(folder: Path) -> Path:
    for host in ("a-zheng.example", "b-zheng.example", "c-zheng.example"):
        site = folder / "sites" / host
        site.mkdir(parents=True)
        https = "true" if host.startswith("b") else "false"
        (site / "site.toml").write_text(f'https = {https}\nregistered = "2026-11-01"\nin_feed = true\n', "utf-8")
        (site / "index.html").write_text(PAGE, "utf-8")
    (folder / "world.toml").write_text(WORLD, "utf-8")
    return folder


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabDeployment]:
    with Lab(write_world(tmp_path_factory.mktemp("world"))) as lab:
        own = LabDeployment(lab, tmp_path_factory.mktemp("night"))
        engines = lab.settings["ZHENWEI_SEARCH_ENGINES"].split(",")
        asked = [("电工证 办理 包过", 1), ("电工证 办理 包过", 2), ("从来没有人写过的词", 1)]
        own.plan_units("search", [(e, f"{p}:{q}", {"query": q, "page": p}) for e in engines for q, p in asked])
        own.plan_units("search", [("unknown", "1:x", {"query": "x", "page": 1})])
        own.plan_units("feeds", [(lab.settings["ZHENWEI_FEED_URLS"], "", {}), ("/nonexistent/list.txt", "", {})])
        logs = [*lab.settings["ZHENWEI_CT_LOGS"].split(","), "http://a-zheng.example/"]
        own.plan_units("ctlog", [(log, "", {}) for log in logs])
        names = ["a-zheng.example", "x1.catchall.example", "silent.example", "nobody.example"]
        rows = [{"domain": name, "family": "affix", "target": "mem"} for name in names]
        own.plan_units("lookalikes", [("expand", "1", {"names": rows})])
        for spider in ("search", "feeds", "ctlog", "lookalikes"):
            done = own.crawl(spider)
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr, done.stderr
        yield own


def unit(own: Deployment, spider: str, source: str, key: str = "") -> UnitRow:
    return next(u for u in own.units() if u.spider == spider and u.source.startswith(source) and key in u.key)


@pytest.mark.parametrize("engine", ["baidu", "sogou", "bing"])
def test_results_become_leads_with_their_targets(night: LabDeployment, engine: str) -> None:
    with night.store.transaction() as session:
        urls = set(session.scalars(select(LeadRow.url).where(LeadRow.source == f"search:{engine}")))
    assert urls == {"http://a-zheng.example/", "https://b-zheng.example/", "http://c-zheng.example/"}
    assert unit(night, "search", engine, "1:电工").outcome == "results"
    assert unit(night, "search", engine, "1:从来").outcome == "nothing"


def test_a_blocked_engine_is_blocked_and_left_alone(night: LabDeployment) -> None:
    blocked = [u for u in night.units() if u.spider == "search" and u.source == "so360"]
    assert [u.outcome for u in blocked] == ["blocked"] * 3
    assert "不再查询" in blocked[-1].detail["why"]
    assert unit(night, "search", "unknown").outcome == "error"


def test_feeds_and_logs_become_files_of_names(night: LabDeployment) -> None:
    feed, log, tiles = (
        unit(night, "feeds", "http"),
        unit(night, "ctlog", "http://ct"),
        unit(night, "ctlog", "http://st"),
    )
    for done, name in ((feed, "feed-only.example"), (log, "ct-only.example"), (tiles, "ct-only.example")):
        assert done.outcome == "results"
        names = Path(done.detail["file"]).read_text("ascii").split()
        assert {name, "a-zheng.example"} <= set(names)
        assert done.looked_at >= len(names) > 0
    for done in (log, tiles):
        with night.store.transaction() as session:
            assert position(session, f"ctlog:{done.source}")["next"] == done.detail["size"]
        assert done.detail["verified"]
        assert done.detail["behind"] == 0
    assert unit(night, "feeds", "/nonexistent").outcome == "error"
    assert unit(night, "ctlog", "http://a-zheng").outcome == "error"


def test_look_alikes_resolve_by_themselves(night: LabDeployment) -> None:
    done = unit(night, "lookalikes", "expand")
    assert (done.outcome, done.found, done.looked_at) == ("results", 1, 3)
    assert {k: done.detail[k] for k in ("failed", "wildcard")} == {"failed": 1, "wildcard": 1}
    with night.store.transaction() as session:
        leads = list(session.scalars(select(LeadRow).where(LeadRow.source == "lookalikes")))
    assert [lead.url for lead in leads] == ["http://a-zheng.example/"]
    assert leads[0].why.startswith("与受保护机构“应急管理部”相似的域名已注册并可解析")
    assert leads[0].detail["address"].startswith(("198.18.", "198.19."))


def test_a_look_alike_that_somebody_holds_begins_its_history(night: LabDeployment) -> None:
    again = unit(night, "lookalikes", "expand").detail["again"]
    assert [row["domain"] for row in again] == ["silent.example"]  # no answer is none: asked again the next night
    with night.store.transaction() as session:
        assert watched_domains(session) == {"a-zheng.example"}
        row = get_watched(session, "a-zheng.example")
        assert (row.state, row.family, row.target, row.visit_due) == ("resolving", "affix", "mem", True)
        assert row.answers["addresses"] == [row.events[-1].after]
        assert [event.what for event in row.events] == ["found", "resolving"]


def test_through_a_proxy_certificates_addresses_and_registrations_are_recorded(night: LabDeployment) -> None:
    night.plan(["https://b-zheng.example/", "http://a-zheng.example/"], (Profile.DESKTOP,))
    done = night.crawl("visit")
    assert done.returncode == 0, done.stderr
    visit = next(v for v in night.visits() if v.url == "https://b-zheng.example/")
    page = read_capture(night.folder / "evidence", visit.folder)
    assert page.chain[0].certificate is not None
    assert "b-zheng.example" in page.chain[0].certificate.sans
    assert page.chain[0].address.startswith(("198.18.", "198.19."))
    assert night.record(visit, "tls")["b-zheng.example"] == {
        "verified": True, "reason": "", "sha256": page.chain[0].certificate.sha256,
    }  # fmt: skip
    with night.store.transaction() as session:
        dates = {host: str(day) for host, day in session.execute(select(SiteRow.host, SiteRow.registered_on))}
    assert dates["b-zheng.example"] == "2026-11-01"


def test_a_certificate_that_nobody_vouches_for_is_noted_and_the_page_read(night: LabDeployment) -> None:
    night.plan(["https://b-zheng.example/?again"], (Profile.DESKTOP,))
    done = night.crawl("visit", EGRESS_CA="/etc/ssl/certs/ca-certificates.crt")
    assert done.returncode == 0, done.stderr
    visit = next(v for v in night.visits() if v.url.endswith("?again"))
    assert visit.outcome == "ok"
    seen = night.record(visit, "tls")["b-zheng.example"]
    assert isinstance(seen, dict)
    assert seen["verified"] is False
    assert "证书" in seen["reason"]


def test_rubbish_is_no_list(tmp_path: Path) -> None:
    with Farm() as farm:
        own = Deployment(farm, tmp_path)
        lists = {
            "binary": (bytes(range(256)) * 40, "error"), "html": (b"<html><p>not a list\n" * 30, "error"),
            "cut": (gzip.compress(b"a.example\n" * 999)[:30], "error"), "empty": (b"", "nothing"),
            "csv": ("域名,日期\nA.example,2026\n特种作业.com,2026\n*.b.example\n# x\n".encode(), "results"),
            "gone": (None, "error"),
        }  # fmt: skip
        for name, (body, _) in lists.items():
            if body is not None:
                farm.serve("feeds.example", f"/{name}", body, "application/octet-stream")
        own.plan_units("feeds", [(farm.url("feeds.example", f"/{name}"), "", {}) for name in lists])
        assert own.crawl("feeds").returncode == 0
        ended = {u.source.rpartition("/")[2]: u for u in own.units()}
        assert {name: u.outcome for name, u in ended.items()} == {name: want for name, (_, want) in lists.items()}
        assert all("\n" not in u.detail.get("why", "") for u in ended.values())
        names = Path(ended["csv"].detail["file"]).read_text("ascii").split()
        assert names == ["a.example", "b.example", "xn--vhq83aq48eoeg.com"]
