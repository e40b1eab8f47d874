"""A small watchlist and the reading of test pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detectors.detector import Detector
from detectors.text.lexicon import Lexicon
from zhenwei.address import host_of
from zhenwei.types import Page, Profile, Site
from zhenwei.watchlist import Watchlist, load_watchlist

MOMENT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
FILES = {
    "recipients/sender.toml": 'name = "某市网信办"\nshort = "网信办"\ncode = "某网"\nregion = "330000"\n',
    "organs/mem.toml": """name = "应急管理部"
aliases = ["中华人民共和国应急管理部", "国家安全生产监督管理总局"]
level = "ministry"
domains = ["mem.gov.cn"]
retired = ["old-safety.example.net", "given-up.gov.cn"]
lookups = ["https://cx.mem.gov.cn/"]
titles = ["特种作业操作证及安全生产知识和管理能力考核合格信息查询平台"]
""",
    "organs/zhejiang.toml": """name = "浙江省应急管理厅"
level = "province"
region = "330000"
domains = ["yjt.zj.gov.cn"]
""",
    "organs/skills.toml": 'name = "技能人才评价网"\nrole = "neighbour"\ndomains = ["skills.example.org"]\n',
    "lawful.toml": '[[host]]\nname = "cleared.example.cn"\nwhy = "已核实"\nby = "甲"\non = 2026-01-01\n',
}


@pytest.fixture(scope="session")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Watchlist:
    folder = tmp_path_factory.mktemp("watchlist")
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    builtin = load_watchlist(folder)
    ours = {slug: organ for slug, organ in builtin.organs.items() if f"organs/{slug}.toml" in FILES}
    return Watchlist(
        ours, builtin.lexicon, builtin.catalogues, builtin.laws, builtin.offices, builtin.sender, builtin.lawful
    )


@pytest.fixture(scope="session")
def lexicon(watchlist: Watchlist) -> Lexicon:
    return Lexicon(watchlist.lexicon)


@pytest.fixture(scope="session")
def detector(watchlist: Watchlist) -> Detector:
    return Detector(watchlist, today=date(2026, 11, 21))


@pytest.fixture(scope="session")
def page_of() -> Callable[..., Page]:
    def make(html: str, url: str = "http://www.shop.example.com/", profile: str = "desktop", **more: object) -> Page:
        return Page(url, url, Profile(profile), int(str(more.pop("status", 200))), html, MOMENT, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def site_in() -> Callable[[Path], Site]:
    """Read a folder of captures: one file a profile, the first line a comment with url, registered, status."""

    def read(folder: Path) -> Site:
        pages, registered = [], None
        for file in sorted(folder.glob("*.html")):
            first, _, html = file.read_text("utf-8").partition("\n")
            meta = json.loads(first.removeprefix("<!-- ").removesuffix(" -->"))
            registered = date.fromisoformat(meta["registered"]) if "registered" in meta else None
            url = meta["url"]
            pages.append(Page(url, meta.get("final", url), Profile(file.stem), meta.get("status", 200), html, MOMENT))
        return Site(host_of(pages[0].url), tuple(pages), registered)

    return read
