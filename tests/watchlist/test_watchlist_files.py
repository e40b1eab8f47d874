"""A wrong file ends in one line that names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenwei.errors import WatchlistError
from zhenwei.watchlist import load_watchlist

GOOD = 'name = "海边市应急管理局"\ndomains = ["yjj.haibian.gov.cn"]\n'


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name = ", "organs/haibian.toml"),
        (b'name = "\xff\xfe"\n', "organs/haibian.toml"),
        ('name = "甲局"\n', "domains"),
        ('domains = ["a.gov.cn"]\n', "name"),
        (GOOD + 'colour = "red"\n', "colour"),
        (GOOD + 'region = "33"\n', "region"),
        (GOOD + "region = 330000\n", "region"),
        (GOOD + 'region = "990000"\n', "region"),
        (GOOD + 'level = "planet"\n', "level"),
        (GOOD + 'site_code = "bm12"\n', "site_code"),
        (GOOD + 'lookups = ["ftp://x.gov.cn"]\n', "lookups"),
        (GOOD + 'retired = [""]\n', "retired"),
        (GOOD.replace('["yjj.haibian.gov.cn"]', "[]"), "domains"),
    ],
)
def test_a_malformed_organ_names_file_and_key(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(WatchlistError) as caught:
        load_watchlist(written(tmp_path, "organs/haibian.toml", content))
    message = str(caught.value)
    assert "haibian.toml" in message
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("laws/x.toml", 'title = "甲法"\nshort = "甲"\nissuer = "乙"\nsource = "丙"\n', "valid_from"),
        ("laws/x.toml", 'title = "甲法"\nvalid_until = 2026-01-01\n', "x.toml"),
        ("catalogue/x.toml", 'title = "目录"\nvalid_from = "someday"\nsource = "丙"\n', "valid_from"),
        ("recipients/330000.toml", '[[office]]\nrecipient = "army"\nregion = "330000"\nname = "甲"\n', "recipient"),
        ("recipients/330000.toml", '[[offices]]\nrecipient = "police"\n', "offices"),
        ("recipients/sender.toml", 'name = "甲"\n', "short"),
        ("lawful.toml", '[[host]]\nname = "a.example"\nwhy = "x"\nby = "y"\n', "on"),
        ("lawful.toml", "host = 3\n", "host"),
    ],
)
def test_every_other_file_is_checked_too(tmp_path: Path, name: str, content: str, says: str) -> None:
    with pytest.raises(WatchlistError, match=says) as caught:
        load_watchlist(written(tmp_path, name, content))
    assert name.rsplit("/", 1)[-1] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("com", False), ("cn", False), ("com.cn", False), ("hl.cn", False), ("中国", False), ("ck", False),
        ("intranet", False), ("gov", False), ("gov.cn", True), ("gouv.fr", True), ("rj.gov.br", True),
        ("github.io", True), ("googleapis.com", True),
    ],
)  # fmt: skip
def test_no_list_takes_a_name_below_which_everybody_registers(tmp_path: Path, host: str, owned: bool) -> None:
    """Neither as cleared nor, unless it has one owner, as an organ's: all below it would be lawful, or genuine."""
    row = '[[host]]\nname = "a.example"\nwhy = "x"\nby = "y"\non = 2026-01-01\n'
    files = {
        "lawful.toml": ("name", 8, f"{row}\n{row.replace('a.example', host)}"),
        "organs/haibian.toml": ("domains.1", 4, f'name = "甲局"\ndomains = [\n  "a.gov.cn",\n  "{host}",\n]\n'),
        "organs/yanhai.toml": ("retired.0", 3, f'{GOOD}retired = ["{host}"]\n'),
    }
    for name, (key, line, content) in files.items():
        folder = written(tmp_path / name.replace("/", "-"), name, content)
        if owned and name != "lawful.toml":
            assert host in load_watchlist(folder).organs[name[7:-5]].model_dump()[key.partition(".")[0]]
            continue
        with pytest.raises(WatchlistError, match="公共后缀") as caught:
            load_watchlist(folder)
        assert f"{name} 的 {key} 有误（第 {line} 行）：{host} " in str(caught.value)


@pytest.mark.parametrize("host", ["a.gov.cn", "mem.gov.cn", "www.hl.cn", "school.github.io", "a.example", "192.0.2.1"])
def test_a_name_that_one_owner_holds_is_taken(tmp_path: Path, host: str) -> None:
    written(tmp_path, "lawful.toml", f'[[host]]\nname = "{host}"\nwhy = "x"\nby = "y"\non = 2026-01-01\n')
    written(tmp_path, "organs/haibian.toml", GOOD.replace("yjj.haibian.gov.cn", host))
    watchlist = load_watchlist(tmp_path)
    assert watchlist.is_lawful(host)
    assert watchlist.genuine_organ(f"x.{host}") is watchlist.organs["haibian"]


def test_an_overlay_adds_and_replaces_file_by_file(tmp_path: Path) -> None:
    written(tmp_path, "organs/haibian.toml", GOOD)
    written(tmp_path, "organs/yjt-hubei.toml", 'name = "湖北省应急管理厅"\ndomains = ["new.hubei.gov.cn"]\n')
    written(
        tmp_path, "lawful.toml", '[[host]]\nname = "aqpx.example.org"\nwhy = "考试点"\nby = "甲"\non = 2026-11-01\n'
    )
    plain, laid = load_watchlist(), load_watchlist(tmp_path)
    assert laid.organs.keys() - plain.organs.keys() == {"haibian"}
    assert laid.organs["yjt-hubei"].domains == ("new.hubei.gov.cn",)
    assert laid.organs["yjt-hubei"].aliases == ()
    assert laid.organs["mem"] == plain.organs["mem"]
    assert laid.is_lawful("www.aqpx.example.org")
    assert not laid.is_lawful("xaqpx.example.org")
    assert not plain.is_lawful("aqpx.example.org")


def test_a_file_whose_name_is_no_id_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="文件名"):
        load_watchlist(written(tmp_path, "organs/海边.toml", GOOD))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="WATCHLIST_DIR"):
        load_watchlist(tmp_path / "nowhere")
