"""Every command and group explains itself in Chinese, with an example; the list of commands imports none of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhenwei.cli.layout import columns, wrapped
from zhenwei.cli.manual import pages
from zhenwei.cli.root import COMMANDS
from zhenwei.cli.wording import complaint

HAN = re.compile(r"[\u4e00-\u9fff]")
# Words of Typer that a Chinese page must not show.
ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|default|required|env var|<int>|<str>|Example")
HEAVY = {
    *(
        "scrapy",
        "twisted",
        "playwright",
        "cv2",
        "onnxruntime",
        "weasyprint",
        "uharfbuzz",
        "fastapi",
        "starlette",
        "uvicorn",
    ),
    *("sqlalchemy", "alembic", "lxml", "docx", "openpyxl", "numpy", "PIL", "pydantic_settings", "rich"),
    *("detectors", "crawler", "takedown", "review", "lab"),
}


@pytest.mark.parametrize(("command", "page"), pages(80), ids=[command for command, _ in pages(80)])
def test_every_command_explains_itself(command: str, page: str) -> None:
    assert page.startswith(f"用法：{command} ")
    about = page.split("\n\n")[1]
    assert HAN.search(about)
    examples = re.findall(r"^  例：(.+)$", page, re.M)
    assert examples
    assert all("zhenwei " in example for example in examples)
    if command.split()[1:2]:
        assert any(f"zhenwei {command.split()[1]}" in example for example in examples)
    assert not ENGLISH.search(page)
    for line in page.splitlines():
        assert columns(line) <= 80 or line.startswith("  例："), line
    options = page.partition("选项：\n")[2].partition("\n\n")[0]
    arguments = page.partition("参数：\n")[2].partition("\n\n")[0]
    for line in re.findall(r"^  \S.*$", f"{arguments}\n{options}", re.M):
        if "  " in line.strip():
            assert HAN.search(line), f"no explanation: {line}"


def test_the_list_of_commands_says_what_each_command_says_itself() -> None:
    said = dict(pages(400))
    for name, entry in COMMANDS.items():
        assert entry.about == said[f"zhenwei {name}"].split("\n\n")[1].strip(), name


def test_asking_for_help_imports_nothing_heavy(tmp_path: Path) -> None:
    script = "import sys; sys.argv = ['zhenwei', '--help']; from zhenwei.cli import main\n"
    script += "try: main()\nexcept SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True, env=_environ()
    )
    assert "用法：" in ended.stdout
    assert {name.split(".")[0] for name in ended.stderr.split()} & HEAVY == set()


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("发现网站，固定证据。", 10, ["发现网站，", "固定证据。"]),
        ("发现网站，固定证据。", 9, ["发现网", "站，固定", "证据。"]),
        ("见 docs/lab.md 一页", 12, ["见", "docs/lab.md", "一页"]),
        ("", 10, [""]),
        ("a-word-longer-than-the-line", 10, ["a-word-longer-than-the-line"]),
    ],
)
def test_lines_are_broken_by_columns(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cases", "show"], "缺少参数 CASE"),
        (["cases", "show", "x"], "CASE 的取值不对：应为数字"),
        (["cases", "show", "1", "2"], "多余的参数：2"),
        (["crawls"], "没有命令 crawls"),
        (["screen", "--threshold", "700"], "--threshold 的取值不对：不得大于 100"),
        (["screen", "--nonesuch"], "没有选项 --nonesuch"),
        (["screen", "--workers"], "选项 --workers 缺少取值"),
        (["user", "add", "x"], "缺少选项 --role"),
        (["cases", "list", "--state", "foo"], "--state 的取值不对：foo 不在"),
        (["lab", "serve", "/nonesuch"], "WORLD 的取值不对：/nonesuch 不存在"),
        (["notice", "draft"], "给出案件编号"),
        (["leads", "add", "--source", " "], "--source 的取值不对：来源名称不能为空"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_named_in_chinese(words: list[str], said: str, tmp_path: Path) -> None:
    ended = _run(words, tmp_path)
    assert ended.returncode == 2
    last = ended.stderr.splitlines()[-1]
    assert last.startswith(f"zhenwei: 用法错误：{said}"), last
    assert len(ended.stderr.splitlines()) <= 2


@pytest.mark.parametrize("words", [[], ["cases"]], ids=" ".join)
def test_a_group_alone_shows_its_help(words: list[str], tmp_path: Path) -> None:
    ended = _run(words, tmp_path)
    assert ended.returncode == 2
    assert "\n命令：\n" in ended.stderr


def test_an_unknown_complaint_is_passed_on() -> None:
    assert complaint("Something\nnew.") == "Something new."


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhenwei", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=_environ())


def _environ() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("ZHENWEI_", "COV_"))}
