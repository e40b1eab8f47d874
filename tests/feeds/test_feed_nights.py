"""The spider night after night: what is new, what did not change, what dried up, and where the secret is not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from tests.crawler.crawler_farm import Deployment, Farm
from tests.feeds.list_server import ListServer
from zhenwei.clock import now
from zhenwei.config import load_settings
from zhenwei.stages.desk import Desk
from zhenwei.stages.lists import screen_lists
from zhenwei.stages.summary import Summary, summarize
from zhenwei.store.models import LeadRow, SourceRow, UnitRow
from zhenwei.store.nights import close_night, open_night, plan_units
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.sources import load_sources


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


class Nights(Deployment):
    """A deployment whose nights consist of its lists alone."""

    def __init__(self, farm: Farm, folder: Path, sources: str = "", **extra: str) -> None:
        overlay = folder / "watchlist"
        overlay.mkdir(exist_ok=True)
        (overlay / "sources.toml").write_text(sources, "utf-8")
        super().__init__(farm, folder, WATCHLIST_DIR=str(overlay), **extra)
        self.settings = load_settings(self.environ, folder)

    def night(self, *, close: bool = True) -> tuple[dict[str, UnitRow], Summary]:
        """Run one night of lists; return its units by source, and its summary."""
        with self.store.transaction() as session:
            night = open_night(session).id
            sources = load_sources(self.settings.feed_urls, self.settings.watchlist_dir)
            plan_units(session, night, "feeds", [(s.name, "tonight", {"day": "2026-11-22"}) for s in sources])
        done = self.crawl("feeds")
        assert done.returncode == 0, done.stderr
        self.said = done.stderr + done.stdout
        desk = Desk(self.settings, load_watchlist(self.settings.watchlist_dir), self.store)
        screen_lists(desk, night)
        with self.store.transaction() as session:
            summary = summarize(session, self.settings, night, now(), {})
            if close:
                close_night(session, night, summary.as_dict())
            units = session.scalars(select(UnitRow).filter_by(night_id=night, spider="feeds"))
            return {unit.source: unit for unit in units}, summary

    def leads(self) -> dict[str, str]:
        """Return the addresses of all leads with their reasons."""
        with self.store.reading() as session:
            return {lead.url: lead.why for lead in session.scalars(select(LeadRow))}


def fresh(unit: UnitRow) -> list[str]:
    file = unit.detail.get("file")
    return Path(file).read_text("ascii").split() if file else []


def _zone(serial: int, *names: str) -> bytes:
    head = f"test. 900 in soa a.nic.test. n.nic.test. {serial} 1 2 3 4\ntest. 900 in ns a.nic.test.\n"
    return (head + "".join(f"{n}.test. 900 in ns ns{i}.x.example.\n" for n in names for i in (1, 2))).encode()


SOURCES = """
[[source]]
name = "czds-test"
at = "{zone}"
token_file = "{token}"

[[source]]
name = "by query"
at = "{query}?key={{token}}&day={{date:%Y%m%d}}"
token_env = "LIST_SELLER_KEY"
"""
SECRET = "t0p-s3cret/+="


def test_zones_night_after_night(farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIST_SELLER_KEY", "other%s3cret")
    serial = int(f"{now():%Y%m%d}01")
    zone, query = ListServer(_zone(serial, "alpha", "cx-mem-gov", "delta"), token=SECRET), ListServer(b"a.example\n")
    farm.serve("zones.example", "/czds/downloads/test.zone", zone)
    farm.serve("seller.example", "/list", query)
    token = tmp_path / "token"
    token.write_text(SECRET + "\n", "utf-8")
    addresses = {
        "zone": farm.url("zones.example", "/czds/downloads/test.zone"),
        "query": farm.url("seller.example", "/list"),
    }
    own = Nights(farm, tmp_path, SOURCES.format(token=token, **addresses))

    units, summary = own.night()
    assert fresh(units["czds-test"]) == ["alpha.test", "cx-mem-gov.test", "delta.test"]
    assert units["czds-test"].detail["kind"] == "zone"
    assert list(own.leads()) == ["http://cx-mem-gov.test/"]
    assert summary.weak == {}
    assert [seen.get("Authorization") for seen in zone.seen if "robots" not in seen["path"]] == [f"Bearer {SECRET}"]
    assert "key=other%s3cret&day=20261121" in query.seen[-1]["path"]

    units, summary = own.night()  # nothing has changed
    assert (units["czds-test"].outcome, units["czds-test"].detail["why"]) == ("nothing", "名单没有变化")
    assert zone.given[-1][0] == 304

    zone.body = _zone(serial + 1, "alpha", "beta", "cx-mem-gov", "delta", "gamma", "zscx-mem-gov")
    units, summary = own.night()
    assert fresh(units["czds-test"]) == ["beta.test", "gamma.test", "zscx-mem-gov.test"]
    assert units["czds-test"].detail["names"] == 6

    zone.body = _zone(serial + 2, "alpha")
    units, summary = own.night()
    assert units["czds-test"].detail["fresh"] == 0
    assert summary.weak["feeds:czds-test"]["state"] == "shrunk"
    assert any("czds-test" in line and "只有 1 个域名，不到平时 3 的一半" in line for line in summary.silent)

    (tmp_path / "watchlist" / "lawful.toml").write_text(
        '[[host]]\nname = "x.example"\nwhy = "t"\nby = "t"\non = 2026-11-21\n'
    )
    units, summary = own.night()  # another watchlist: every name is looked at with it
    assert fresh(units["czds-test"]) == ["alpha.test"]
    assert zone.given[-1][0] == 304

    own.store.close()
    everything = own.said + json.dumps(summary.as_dict()) + "".join(
        path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file() and path != token
    )  # fmt: skip
    for secret in (SECRET, "other%s3cret", "other%25s3cret"):
        assert secret not in everything


def test_lists_that_dry_up_are_named(farm: Farm, tmp_path: Path) -> None:
    servers = {
        name: ListServer("".join(f"{name}{n}.example\n" for n in range(4000)).encode())
        for name in ("half", "dry", "old", "page")
    }
    for name, server in servers.items():
        farm.serve(f"{name}.lists.example", "/", server)
    urls = {name: farm.url(f"{name}.lists.example") for name in servers}
    own = Nights(farm, tmp_path, FEED_URLS=",".join(urls.values()))
    assert own.night()[1].weak == {}
    servers["half"].body = b"".join(b"x%d.example\n" % n for n in range(1200))
    servers["dry"].body = b"# nothing today\n"
    servers["page"].body = b"<!doctype html><title>sign in</title>" + b"<a href=/>a.example</a>\n" * 300
    with own.store.transaction() as session:
        for row in session.scalars(select(SourceRow)):
            row.changed_at = now() - timedelta(days=9)
    _rewind(own, days=9)
    units, summary = own.night()
    said = {line.split("：")[0].removeprefix("feeds:") + line.split(":")[-1]: line for line in summary.silent}
    assert {name: summary.weak.get(f"feeds:{url}", {}).get("state") for name, url in urls.items()} == {
        "half": "shrunk", "dry": "empty", "old": "stale", "page": None,
    }  # fmt: skip
    text = "\n".join(said.values())
    assert "只有 1 200 个域名，不到平时 4 000 的一半" in text
    assert "是空的，平时有 4 000 个域名" in text
    assert "已 9 天没有变化" in text
    assert "不是域名清单，而是网页" in units[urls["page"]].detail["why"]
    assert (units[urls["old"]].outcome, units[urls["dry"]].outcome) == ("stale", "nothing")
    own.night()
    _, summary = own.night()
    assert summary.weak[f"feeds:{urls['page']}"]["state"] == "silent"
    assert "连续 3 夜没有应答（不是域名清单" in summary.weak[f"feeds:{urls['page']}"]["said"]
    own.store.close()


def _rewind(own: Nights, days: int) -> None:
    """Make the last readings so many days older."""
    from zhenwei.store.models import PositionRow

    with own.store.transaction() as session:
        for row in session.scalars(select(PositionRow)):
            row.value = {**row.value, "changed": (now() - timedelta(days=days)).isoformat()}


def _workbook(*rows: tuple[int | str | None, ...]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def test_an_offices_own_list_is_looked_at_whole_with_its_notes(farm: Farm, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    rows = (("序号", "网址", "备注"), (1, "https://plain.example/cert/?id=3", "群众反映"), (2, "other.example", None))
    (folder / "线索.xlsx").write_bytes(_workbook(*rows))
    own = Nights(farm, tmp_path, f'[[source]]\nname = "本办"\nat = "{folder}/*.xlsx"\ntake = "all"\nstale_days = 0\n')
    own.night()
    assert own.leads() == {
        "https://plain.example/cert/?id=3": "来自清单 本办（清单备注：群众反映）",
        "http://other.example/": "来自清单 本办",
    }
    own.store.close()


def test_a_folder_is_one_source_and_only_its_new_files_are_read(farm: Farm, tmp_path: Path) -> None:
    folder = tmp_path / "daily"
    folder.mkdir()
    (folder / "2026-11-20.txt").write_text("a.example\nb.example\n", "utf-8")
    with zipfile.ZipFile(folder / "2026-11-21.zip", "w") as archive:
        archive.writestr("domain-names.txt", "c.example\nd.example\n")
    (folder / "half.txt.part").write_text("e.example\n", "utf-8")
    own = Nights(farm, tmp_path, FEED_URLS=str(folder))
    unit = own.night()[0][str(folder)]
    assert fresh(unit) == ["a.example", "b.example", "c.example", "d.example"]
    assert unit.detail["names"] == 2  # of a day
    (folder / "2026-11-22.csv").write_text("域名,日期\nf.example,2026-11-22\ng.example,2026-11-22\n", "gb18030")
    (folder / "rubbish.bin").write_bytes(bytes(range(256)) * 9)
    units, summary = own.night()
    assert fresh(units[str(folder)]) == ["f.example", "g.example"]
    assert summary.weak[f"feeds:{folder}"]["state"] == "partial"
    assert "rubbish.bin：不是域名清单" in summary.weak[f"feeds:{folder}"]["said"]
    own.store.close()


def test_the_address_in_the_list_is_the_address_that_is_visited(farm: Farm, tmp_path: Path) -> None:
    urls = ["https://cx-mem-gov.top/index.php?x=1", "http://unrelated.example/", "https://cx-mem-gov.github.io/login/"]
    given = tmp_path / "urls.txt"
    given.write_text("\n".join(urls), "utf-8")
    own = Nights(farm, tmp_path, FEED_URLS=str(given))
    own.night()
    assert urls[0] in own.leads()
    assert not any("unrelated" in url for url in own.leads())
    own.store.close()


def test_what_is_missing_is_an_error_of_that_source_alone(farm: Farm, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("a.example\n", "utf-8")
    sources = f'[[source]]\nname = "no token"\nat = "{farm.url("zones.example")}"\ntoken_env = "NOT_SET_ANYWHERE"\n'
    own = Nights(farm, tmp_path, sources, FEED_URLS=f"{good},{tmp_path}/absent.txt,{tmp_path}/no/*.gz")
    units, summary = own.night()
    assert units[str(good)].outcome == "results"
    assert {u.source: u.detail["why"] for u in units.values() if u.outcome == "error"} == {
        "no token": "来源 no token 的令牌为空或不可用：环境变量 NOT_SET_ANYWHERE",
        f"{tmp_path}/absent.txt": "名单文件读不出来：No such file or directory",
        f"{tmp_path}/no/*.gz": "没有符合的文件",
    }
    assert sum("出错 1" in line for line in summary.silent) == 3
    own.store.close()


def test_old_nights_lists_are_removed(farm: Farm, tmp_path: Path) -> None:
    from zhenwei.stages.lists import tidy_lists

    for name in ("1", "2", "3", "4", "state"):
        (tmp_path / "feeds" / name).mkdir(parents=True)
    tidy_lists(tmp_path, 4)
    assert sorted(path.name for path in (tmp_path / "feeds").iterdir()) == ["3", "4", "state"]
