"""Every shape of list gives its names, and nothing but its names."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.feeds.reading import names_of, read
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

HAN = ascii_host("特种作业.中国")
PHISH = (
    b"phish_id,url,phish_detail_url,submission_time,verified,target\n"
    b'1,https://a.example/x?y=1,http://reports.example/1,2026-11-21T00:00:00+00:00,yes,"Bank, Other"\n'
    b"2,http://b.example/,http://reports.example/2,2026-11-21T00:00:00+00:00,yes,Other\n"
)
URLHAUS = (
    b"################\n# A list of addresses #\n################\n#\n"
    b"# id,dateadded,url,url_status,threat,tags,link,reporter\r\n"
    b'"3","2026-11-21 01:02:03","http://1.2.3.4:5/bin.sh","online","malware","elf","https://about.example/url/3/","x"\r\n'
    b'"4","2026-11-21","https://c.example:8443/a/b","online","malware","elf","https://about.example/4/","x"\r\n'
)
SHAPES: dict[str, tuple[bytes | str, list[str]]] = {
    "plain": ("A.example\nb.example.\r\n\n# remark\nc.example\n", ["a.example", "b.example", "c.example"]),
    "plain without a last line end": ("a.example\nb.example", ["a.example", "b.example"]),
    "byte order mark": (b"\xef\xbb\xbfa.example\nb.example\n", ["a.example", "b.example"]),
    "utf-16": ("域名\na.example\n".encode("utf-16"), ["a.example"]),
    "old Macintosh": (b"a.example\rb.example\r", ["a.example", "b.example"]),
    "Han names": (f"特种作业.中国\n{HAN}\n特种作业。中国\n", [HAN, HAN, HAN]),
    "Han names in GB 18030": ("特种作业.中国\nx.example\n".encode("gb18030"), [HAN, "x.example"]),
    "stars and services": (
        "*.a.example\n_dmarc.b.example\n_443._tcp.c.example\n*._x.d.example\n",
        ["a.example", "b.example", "c.example", "d.example"],
    ),
    "underscore inside": ("my_host.a.example\n", ["my_host.a.example"]),
    "numbers are addresses without a name": (
        "1.2.3.4\n2001:db8::1\na.example\n1.2.3.4:80\n10.0.0.0/8\n",
        ["a.example"],
    ),
    "addresses": (
        "https://u:p@a.example:8443/login?x=1#y\nhttp://1.2.3.4/x\nhttps://b.example\n",
        ["a.example/login", "b.example"],
    ),
    "defanged": ("hxxps://a[.]example/x\nb(.)example\nc[dot]example\n", ["a.example/x", "b.example", "c.example"]),
    "path of a platform": ("https://someone.github.io/cx/\n", ["someone.github.io/cx"]),
    "remarks behind": ("a.example # (malware)\nb.example ; c\n", ["a.example", "b.example"]),
    "hosts": (
        "# hosts\n127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 a.example # x\n0.0.0.0\tb.example c.example\n",
        ["a.example", "b.example", "c.example"],
    ),
    "Adblock": (
        "[Adblock]\n||a.example^\n||b.example^$third-party\n@@||c.example^\n##.advert\n||d.example/ad.js\n",
        ["a.example", "b.example"],
    ),
    "dnsmasq": ("address=/a.example/0.0.0.0\nserver=/b.example/\n", ["a.example", "b.example"]),
    "unbound": (
        'local-zone: "a.example" always_nxdomain\nlocal-zone: "b.example." static\n',
        ["a.example", "b.example"],
    ),
    "CSV with a header": (
        "num,domain_name,create_date\n1,a.example,2026-11-20\n2,B.example,2026-11-20\n",
        ["a.example", "b.example"],
    ),
    "CSV of two columns": ("域名,日期\nA.example,2026\n特种作业.中国,2026\n", ["a.example", HAN]),
    "CSV in GB 18030": ("注册域名;注册者\na.example;某公司\n".encode("gb18030"), ["a.example"]),
    "CSV without a header": ("1,a.example\n2,b.example\n3,c.example\n", ["a.example", "b.example", "c.example"]),
    "tabs": ("a.example\t2026-11-21\nb.example\t2026-11-21\n", ["a.example", "b.example"]),
    "quoted cells": ('"name of it","domain"\n"x, y","a.example"\n', ["a.example"]),
    "only a header": ("domain,created\n", []),
    "phishing addresses": (PHISH, ["a.example/x", "b.example"]),
    "addresses with a header in a remark": (URLHAUS, ["c.example/a/b"]),
    "JSON rows": (
        '[{"url": "https://a.example/x", "phish_detail_url": "http://r.example/1"},\n {"url": "http://b.example"}]',
        ["a.example/x", "b.example"],
    ),
    "JSON strings": ('["a.example", "b.example"]', ["a.example", "b.example"]),
    "JSON warning list": (
        '{"name": "Top of x.example", "description": "d", "version": 1, "list": ["a.example", "b.example"]}',
        ["a.example", "b.example"],
    ),
    "JSON by number": (
        '{"1": [{"url": "http://a.example/"}], "2": [{"url": "http://b.example/"}]}',
        ["a.example", "b.example"],
    ),
    "JSON lines": ('{"domain": "a.example", "n": 1}\n{"domain": "b.example"}\n', ["a.example", "b.example"]),
    "one JSON object": ('{"domain": "a.example"}', ["a.example"]),
    "empty": ("", []),
    "remarks only": ("# nothing today\n", []),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_its_names(shape: str, tmp_path: Path) -> None:
    data, wanted = SHAPES[shape]
    assert names_of(data, tmp_path) == wanted


def _zip(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


LIST = b"a.example\nb.example\n"


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(LIST),
        gzip.compress(b"a.example\n") + gzip.compress(b"b.example\n"),
        gzip.compress(gzip.compress(LIST)),
        bz2.compress(LIST),
        lzma.compress(LIST),
        _zip(("domain-names.txt", LIST)),
        _zip(("2026/", b""), ("2026/a.txt", b"a.example\n"), ("2026/b.txt", b"b.example\n")),
        _zip(("list.txt.gz", gzip.compress(LIST))),
        _zip(("../../etc/passwd", LIST)),
    ],
    # The bytes hold the time of packing, which must not name a test.
    ids=("gz", "two gz", "gz twice", "bz2", "xz", "zip", "folder in a zip", "gz in a zip", "hostile member"),
)
def test_packed_lists_are_unpacked_and_nothing_else_is_written(packed: bytes, tmp_path: Path) -> None:
    assert names_of(packed, tmp_path) == ["a.example", "b.example"]
    assert [path.name for path in tmp_path.iterdir()] == ["given"]


def test_a_workbook_of_an_office(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "涉案网址", "情况说明"])
    sheet.append([1, "https://a.example/cx/", "群众举报\n可查询"])
    sheet.append([2, "b.example", None])
    other = book.create_sheet("第二批")
    other.append(["域名"])
    other.append(["特种作业.中国"])
    file = io.BytesIO()
    book.save(file)
    names, abouts, tally = read(file.getvalue(), tmp_path)
    assert names[:2] == ["a.example/cx", "b.example"]
    assert [(a.url, a.note) for a in abouts] == [("https://a.example/cx/", "群众举报 可查询")]
    assert tally.shape == "sheet"


def test_the_address_is_kept_beside_the_name_without_user_or_fragment(tmp_path: Path) -> None:
    _, abouts, _ = read(b"hxxps://me:secret@A.example/%E4%B8%AD?q=1#top\n", tmp_path)
    assert [(a.name, a.url) for a in abouts] == [(b"a.example/%E4%B8%AD", "https://A.example/%E4%B8%AD?q=1")]


def test_an_array_larger_than_a_block_is_read_row_by_row(tmp_path: Path) -> None:
    rows = ",".join(f'{{"url": "http://n{number}.example/", "名": "很长的说明"}}' for number in range(60_000))
    assert len(rows) > 2 << 20
    assert len(set(names_of(f"[{rows}]", tmp_path))) == 60_000


@pytest.mark.parametrize("day", ["2026-11-21.zip"])
def test_the_address_of_a_day_as_sellers_write_it(day: str) -> None:
    from datetime import date

    from zhenwei.watchlist.sources import dated

    made = dated("https://lists.example/{base64:%Y-%m-%d.zip}/nrd", date(2026, 11, 22))
    assert made == f"https://lists.example/{base64.b64encode(day.encode()).decode()}/nrd"


NO_LISTS = {
    "login page": b"<!DOCTYPE html>\n<html><body>\n"
    + b"".join(b"<a href='http://n%d.example/'>n%d.example</a>\n" % (n, n) for n in range(300)),
    "piece of a page": b"\n".join(b"<li><a href=/x>n%d.example</a></li>" % n for n in range(300)),
    "words of a gatekeeper": b"Please sign in to download this file.\n",
    "refusal as JSON": b'{"error": "unauthorized", "message": "token expired"}',
    "XML": b'<?xml version="1.0"?><r><d>a.example</d></r>',
    "prose": "本页面暂时无法访问，请稍后再试。\n".encode() * 9,
    "a broken array": b'[{"url": "http://a.example/"}, {"url": ',
}


@pytest.mark.parametrize("what", NO_LISTS)
def test_what_is_no_list_is_said_to_be_none(what: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="不是域名清单") as caught:
        names_of(NO_LISTS[what], tmp_path)
    assert "\n" not in str(caught.value)
