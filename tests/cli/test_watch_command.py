"""``zhenwei watch``: names come in whole or not at all, and their history reads in Chinese."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhenwei.store.database import open_store
from zhenwei.store.watched import save_look
from zhenwei.watching import Records, Says, Seen

FIELDS = {
    "domain", "unicode", "state", "family", "target", "source", "registered", "first_resolved", "first_page",
    "added_at", "last_look", "next_look", "answers",
}  # fmt: skip


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ZHENWEI_", "COV_"))}
    command = [sys.executable, "-m", "zhenwei", "watch", *words]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def rows(folder: Path, *words: str) -> list[dict[str, object]]:
    ended = run(folder, *words)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_names_are_added_once_and_listed(tmp_path: Path) -> None:
    added = rows(tmp_path, "add", "CX-mem-gov.top", "特种作业查询.com", "cx-mem-gov.top.", "--target", "mem")
    assert [(row["domain"], row["added"]) for row in added] == [
        ("cx-mem-gov.top", True), ("xn--vhq83ao25covj91iwk1a.com", True),
    ]  # fmt: skip
    assert [row["added"] for row in rows(tmp_path, "add", "cx-mem-gov.top")] == [False]
    listed = rows(tmp_path, "list", "--due", "--state", "unknown", "--target", "mem")
    assert {row["domain"] for row in listed} == {row["domain"] for row in added}
    assert set(listed[0]) == FIELDS
    assert rows(tmp_path, "list", "--state", "gone") == []
    assert (
        "特种作业查询.com（xn--vhq83ao25covj91iwk1a.com）\t尚未查到" in run(tmp_path, "list", "--format", "list").stdout
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "new.example", "cx.mem.gov.cn"], "官方域名"),
        (["add", "new.example", "a b"], "不是域名"),
        (["add", "new.example", "198.18.0.1"], "不是域名"),
        (["add", "new.example", "localhost"], "不是域名"),
        (["add", "new.example", "--target", "nobody"], "没有机构"),
        (["show", "new.example"], "没有监测域名 new.example"),
    ],
    ids=" ".join,
)
def test_all_or_none_and_one_line_why(tmp_path: Path, words: list[str], said: str) -> None:
    ended = run(tmp_path, *words)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert rows(tmp_path, "list") == []


def test_the_history_of_a_name_reads_in_chinese(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'var' / 'zhenwei.db'}")
    servers = ("ns1.host.example",)
    looks = [
        Seen(Says.EMPTY, Records(name_servers=servers)),
        Seen(Says.ADDRESS, Records(("198.18.0.5",), servers)),
        Seen(Says.ADDRESS, Records(("198.19.0.5",), servers)),
        Seen(Says.EMPTY, Records(name_servers=servers)),
    ]
    for seen in looks:
        with store.transaction() as session:
            save_look(session, None, "cx-mem-gov.top", seen, target="mem", free_before=True)
    store.close()
    (row,) = rows(tmp_path, "show", "cx-mem-gov.top")
    events = row["events"]
    assert isinstance(events, list)
    assert [event["text"] for event in events] == [
        "新注册：ns1.host.example",
        "开始解析：198.18.0.5",
        "解析地址变更：198.18.0.5 → 198.19.0.5",
        "停止解析：原为 198.19.0.5",
    ]
    assert set(row) == FIELDS | {"events"}
    shown = run(tmp_path, "show", "cx-mem-gov.top", "--format", "list").stdout.splitlines()
    assert "已注册、无解析" in shown[0]
    assert [line.split("\t")[1] for line in shown[1:]] == [event["text"] for event in events]
