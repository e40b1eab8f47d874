"""A visit to a site under .cn, through the lab: its registration comes by WHOIS and is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from lab.serve import Lab
from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.store.models import SiteRow
from zhenwei.types import Profile

HOSTS = {"cx.memgov.cn": "whois", "www.memgov.cn": "", "mem-gov.example": "rdap"}


@pytest.fixture
def lab_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "world"
    for host in HOSTS:
        site = folder / "sites" / host
        site.mkdir(parents=True)
        (site / "site.toml").write_text("registered = 2026-10-30\n", "utf-8")
        (site / "index.html").write_text("<title>查询</title>证书查询", "utf-8")
    (folder / "world.toml").write_text('today = "2026-11-21"\n', "utf-8")
    return folder


def test_cn_by_whois_and_the_rest_by_rdap(lab_folder: Path, tmp_path: Path) -> None:
    with Lab(lab_folder) as lab:
        own = Deployment(Farm(), tmp_path / "night")
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
        own.environ = kept | lab.settings | {"ZHENWEI_DATA_DIR": str(tmp_path / "night"), "ZHENWEI_DELAY": "0"}
        own.plan([f"http://{host}/" for host in HOSTS], (Profile.DESKTOP,))
        done = own.crawl("visit")
    assert done.returncode == 0, done.stderr
    with own.store.transaction() as session:
        sites = {site.host: site for site in session.scalars(select(SiteRow))}
        assert {str(site.registered_on) for site in sites.values()} == {"2026-10-30"}
        assert sites["www.memgov.cn"].registration["registrar"] == "试验场注册商"
        assert sites["mem-gov.example"].registration["registrar"] == "Lab Registrar"
    pages = [json.loads((own.folder / "evidence" / v.folder / "page.json").read_text("utf-8")) for v in own.visits()]
    assert sorted({"whois", "rdap"} & {name for page in pages for name in page["records"]}) == ["rdap", "whois"]
