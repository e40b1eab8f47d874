"""What a night says at its end reads well on a narrow and on a wide terminal."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

from zhenwei.cli.layout import columns
from zhenwei.cli.night import show
from zhenwei.stages.summary import Summary

SUMMARY = Summary(
    night=3,
    started_at="2026-11-20T17:30:00+00:00",
    duration_s=312.4,
    seconds={},
    stages={
        "discover": {"units": 318, "leads": 1204, "sites": 633},
        "screen": {"names": 120_034, "hits": 211},
    },
    sources={},
    visits={"ok": 1302, "http_error": 12, "no_such_name": 31, "timeout": 22, "robots": 3, "not_rendered": 3},
    verdicts={"counterfeit_site": 8, "certificate_sale": 12, "hijacked_site": 2, "benign": 580, "unclear": 31},
    cases={},
    silent=["feeds:https://feed.example/names.txt[1]：共 60 项，出错 60"],
    weak={},
    warnings=["未找到浏览器：网页未渲染、无截图，相关案件标为“未渲染”（设置 BROWSER_PATH 或安装 Chromium）"],
)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_summary_fits_and_keeps_each_count_beside_its_name(width: int) -> None:
    out = StringIO()
    show(SUMMARY, Console(file=out, width=width))
    lines = out.getvalue().splitlines()
    assert max(columns(line) for line in lines) <= width
    counts = (
        "任务 318",
        "域名 120034",
        "正常 1302",
        "HTTP 错误 12",
        "域名不存在 31",
        "未渲染 3",
        "仿冒网站 8",
        "尚不明确 31",
    )
    for count in counts:
        assert any(re.search(rf"{count}\b", line) for line in lines), count
    assert re.search(r"案件 │ 无 ", out.getvalue())
    assert "names.txt[1]" in out.getvalue()  # no word in brackets is taken for a style
    assert not re.search(r"counterfeit_site|not_rendered", out.getvalue())
