"""Make the pages that are made from code: ``python docs/make.py`` writes them, a test compares them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from review.messages import load_messages
from zhenwei.cli.manual import pages
from zhenwei.config import PREFIX, Settings

FOLDER = Path(__file__).parent
COLUMNS = 100  # of the help pages in commands.md, whatever the terminal


def settings_page() -> str:
    """Return docs/settings.md from the fields of Settings, and their English from the catalogue."""
    english = load_messages()["en"].sentences
    lines = [
        "# 设置 Settings",
        "",
        "Made from `zhenwei/config.py` by `python docs/make.py`; do not edit.",
        "",
        "每项设置是 `zhenwei.toml` 中的一个键（小写；文件路径在 `ZHENWEI_CONFIG` 中，缺省为当前目录），或者一个环境变量 "
        f"`{PREFIX}<名称>`，后者优先。环境变量中的列表用逗号分隔。写错的键会报错。",
        "",
        "Each setting is a key of `zhenwei.toml` (in lower case; the file's path in `ZHENWEI_CONFIG`, else the working folder) or an",
        f"environment variable `{PREFIX}<NAME>`, which wins. Lists are separated by commas in the environment. An unknown key is an error.",
        "",
        "| 名称 name | 缺省 default | 说明 | what |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        lines.append(
            f"| `{name.upper()}` | {_shown(field.default)} | {field.description} | {english[str(field.description)]} |"
        )
    return "\n".join(lines) + "\n"


def _shown(default: Any) -> str:
    if default is PydanticUndefined or default in (None, "", ()):
        return ""
    return f"`{','.join(default)}`" if isinstance(default, tuple) else f"`{default}`"


def commands_page() -> str:
    """Return docs/commands.md from the help page of every command."""
    lines = ["# 命令 Commands", "", "Made from `zhenwei … --help` by `python docs/make.py`; do not edit."]
    for command, page in pages(COLUMNS):
        lines += ["", f"## {command}", "", "```text", page, "```"]
    return "\n".join(lines) + "\n"


PAGES = {"settings.md": settings_page, "commands.md": commands_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
