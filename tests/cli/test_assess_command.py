"""`zhenwei assess`: one answer a line, bad lines named, good ones answered all the same."""

from __future__ import annotations

import io
import json
import os
from io import BufferedIOBase
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detectors.detector import Detector
from zhenwei.cli.assessing import Judge, answers
from zhenwei.cli.pagelines import LONGEST_LINE, Line, groups_of
from zhenwei.cli.pagelines import given as given_of
from zhenwei.cli.pages import app
from zhenwei.types import Assessment, Site, Verdict

FIELDS = {"id", "verdict", "impersonation", "sale", "flagged", "reasons", "contacts", "target"}
OFFER: dict[str, Any] = {"id": 7, "text": "电工证免考包过，加微信 demo1900", "url": "http://www.shop.example.com/"}


@pytest.fixture(autouse=True)
def _deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "watchlist" / "recipients"
    folder.mkdir(parents=True)
    sender = 'name = "某市网信办"\nshort = "网信办"\ncode = "某网"\nregion = "330000"\n'
    (folder / "sender.toml").write_text(sender, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path / "watchlist"))


def test_one_answer_a_line() -> None:
    result = CliRunner().invoke(
        app, ["-"], input=json.dumps(OFFER) + "\n\n" + json.dumps({"id": "b", "html": "<p>面包</p>"})
    )
    assert result.exit_code == 0, result.stderr
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first.keys() == second.keys() == FIELDS
    assert (first["id"], first["verdict"], first["flagged"]) == (7, "certificate_sale", True)
    assert {"rule", "points", "quote", "start", "end", "detail"} == first["reasons"][0].keys()
    assert first["contacts"] == [{"kind": "wechat", "value": "dem***00", "source": "text"}]
    assert "demo1900" not in json.dumps(first["contacts"])
    assert not second["flagged"]


@pytest.mark.parametrize("line", ["nonsense", "[]", "{}", '{"text": "no id"}'])
def test_a_line_without_a_page_is_named_and_the_others_answered(line: str, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(f"{json.dumps(OFFER)}\n{line}\n{json.dumps(OFFER)}\n", encoding="utf-8")
    result = CliRunner().invoke(app, [str(file)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "第 2 行" in result.stderr


def judged(row: dict[str, object] | bytes) -> dict[str, Any]:
    """Judge one page between two others; all three must have their line."""
    line = row if isinstance(row, bytes) else json.dumps(row).encode()
    around = json.dumps(OFFER).encode()
    result = CliRunner().invoke(app, ["-"], input=b"\n".join((around, line, around)))
    assert result.exit_code == 0, result.stderr
    first, answer, last = (json.loads(text) for text in result.stdout.splitlines())
    assert first == last
    assert first["flagged"]
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": 3}, "缺少 html 或 text"),
        ({}, "缺少 html 或 text"),
        ({"html": "\x89PNG\r\n\x1a\n" + "\x00\x01" * 99}, "PNG 图片"),
        ({"html": "\ufffdPNG\r\n" + "\ufffd" * 99}, "PNG 图片"),
        ({"html": "%PDF-1.7\n%âãÏÓ"}, "PDF 文件"),
        ({"html": "PK\x03\x04\x14"}, "ZIP"),
        ({"html": "\x00\x01\x02\x03" * 50}, "二进制数据"),
    ],
)
def test_what_is_no_page_has_a_line_with_the_reason(row: dict[str, object], said: str) -> None:
    answer = judged({"id": "x"} | row)
    assert (answer["id"], answer["verdict"], answer["flagged"]) == ("x", "unclear", False)
    assert said in answer["reasons"][-1]["detail"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"url": "ftp://x"}, "按没有网址判断"),
        ({"url": 7}, "按没有网址判断"),
        ({"profile": "tv"}, "按 desktop 判断"),
        ({"text": OFFER["text"].encode().decode("latin-1")}, "按 UTF-8 还原"),
        ({"text": (OFFER["text"] + "特种作业操作证").encode("gb18030").decode("latin-1")}, "按 GB18030 还原"),
    ],
)
def test_what_can_be_mended_is_judged_and_said(row: dict[str, object], said: str) -> None:
    answer = judged(OFFER | row)
    assert answer["flagged"]
    assert said in answer["reasons"][-1]["detail"]


def test_a_declared_charset_does_not_matter_where_the_text_is_right() -> None:
    answer = judged({"id": 1, "html": f"<meta charset=big5><p>{OFFER['text']}</p>"})
    assert answer["flagged"]
    assert all(reason["rule"] != "assess" for reason in answer["reasons"])


def test_a_line_that_is_not_utf_8_is_read_all_the_same() -> None:
    answer = judged(json.dumps(OFFER, ensure_ascii=False).encode("gb18030"))
    assert answer["flagged"]
    assert "GB18030" in answer["reasons"][-1]["detail"]


def test_a_lone_surrogate_comes_out_as_an_escape() -> None:
    assert judged({"id": "\ud800", "text": f"\udfff {OFFER['text']}"})["id"] == "\ud800"


def test_a_page_beyond_all_measure_is_judged_by_its_beginning() -> None:
    html = f"<p>{OFFER['text']}</p>" + "<p>面包</p>" * (LONGEST_LINE // 12)
    answer = judged({"html": html, "url": OFFER["url"], "id": "big"})
    assert (answer["id"], answer["flagged"]) == ("big", True)
    assert "网页过大" in answer["reasons"][-1]["detail"]


def test_a_page_nested_without_end_says_what_was_not_read() -> None:
    answer = judged({"id": 1, "html": "<div>" * 500_000 + OFFER["text"]})
    said = [reason["detail"] for reason in answer["reasons"]]
    assert any("网页过长" in detail for detail in said)
    assert any("没有可读的文字" in detail for detail in said)


@given(st.text(max_size=30), st.text('证a\\"\n/é𐐀', max_size=60), st.integers(0, 60))
@settings(max_examples=200, deadline=None)
def test_a_long_line_cut_anywhere_keeps_id_and_beginning(key: str, html: str, cut: int) -> None:
    row = json.dumps({"html": html * 3, "id": key, "url": None}).encode()
    head = len(b'{"html": "') + cut
    assume(head < row.rindex(b'", "id"'))
    read = given_of(Line(1, row[:head], row[head:], len(row)))
    assert read.key == key
    if read.site is not None:
        assert (html * 3).startswith(read.site.pages[0].html)


def test_lines_come_out_as_they_come_in() -> None:
    class Slow(io.RawIOBase):
        parts: ClassVar[list[bytes]] = [b'{"id"', b": 1}\n{", b'"id": 2}\n\n', b'{"id": 3}']

        def read1(self, _size: int) -> bytes:
            return self.parts.pop(0) if self.parts else b""

    found = [[line.data for line in group] for group in groups_of(cast("BufferedIOBase", Slow()))]
    assert found == [[b'{"id": 1}'], [b'{"id": 2}'], [b'{"id": 3}']]


class Odd:
    """A detector that some pages are too much for."""

    def assess(self, site: Site) -> Assessment:
        text = site.pages[0].html
        if text == "crash":
            os._exit(9)
        if text == "error":
            raise RecursionError
        while text == "endless":
            pass
        return Assessment(Verdict.BENIGN, 0.0, 0.0, ())


def odd() -> Detector:
    return cast("Detector", Odd())


def test_a_page_that_ends_its_process_costs_only_its_own_answer() -> None:
    rows = [{"id": n, "text": "crash" if n in (3, 20) else "error" if n == 5 else "x"} for n in range(40)]
    stream = io.BytesIO("\n".join(map(json.dumps, rows)).encode())
    found = [json.loads(answer.text) for answer in answers(stream, odd, 2)]
    assert [row["id"] for row in found] == list(range(40))
    said = {row["id"]: row["reasons"][0]["detail"] for row in found if row["reasons"]}
    assert said.keys() == {3, 5, 20}
    assert "异常终止" in said[3]
    assert "RecursionError" in said[5]


def test_a_page_without_end_is_left_after_a_while() -> None:
    answer = Judge(odd(), seconds=0.05).answer(Line(1, b'{"id": 1, "text": "endless"}'))
    assert "仍未读完" in json.loads(answer.text)["reasons"][0]["detail"]


def test_a_missing_file_is_one_line() -> None:
    result = CliRunner().invoke(app, ["absent.jsonl"])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_workers_keep_the_order(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    rows = [json.dumps({"id": n, "text": f"第{n}页 面包"}) for n in range(150)]
    file.write_text("\n".join(rows), encoding="utf-8")
    result = CliRunner().invoke(app, [str(file), "--workers", "2"])
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(range(150))
