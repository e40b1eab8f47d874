"""Help pages and usage errors in Chinese: Typer's own words are English, and its line breaks count characters."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from zhenwei.cli.layout import listed, paragraphs, wrapped

WIDEST = 100  # columns of a page; longer lines are hard to read

# What Typer says, and what we say instead; the rest is left as it is.
WORDS = (
    (r"^Show this message and exit\.$", "显示本说明并退出。"),
    (r"  \[", " ["),
    (r"\bdefault: ", "缺省："),
    (r"\benv var: ", "环境变量："),
    (r"\brequired\]", "必填]"),
    (r"\b0<=x<=(\d+)", r"0 至 \1"),
    (r"\bx>=0", "不小于 0"),
    (r"; ", "；"),
)
COMPLAINTS = (
    (r"^Missing argument '(.+?)'\..*", r"缺少参数 \1"),
    (r"^Missing option '(.+?)'\..*", r"缺少选项 \1"),
    (r"^Missing command\.$", "缺少子命令"),
    (r"^No such command '(.+?)'\.?", r"没有命令 \1"),
    (r"^No such option: (\S+)", r"没有选项 \1"),
    (r" \(Possible options: (.+)\)$", r"（是否指 \1？）"),
    (r" Did you mean (.+)\?$", r"（是否指 \1？）"),
    (r"^Got unexpected extra argument.*? \((\S.*)\)$", r"多余的参数：\1"),
    (r"^Option '(.+?)' does not take a value\.$", r"选项 \1 不带取值"),
    (r"^Option '(.+?)' requires .+$", r"选项 \1 缺少取值"),
    (r"^Invalid value for '(.+?)': ", r"\1 的取值不对："),
    (r"^Invalid value for (--\S+): ", r"\1 的取值不对："),
    (r"^Invalid value: ", ""),
    (r"Input should be a valid (integer|number).*$", "应为数字"),
    (r"Input should be less than or equal to (\S+)$", r"不得大于 \1"),
    (r"Input should be greater than or equal to (\S+)$", r"不得小于 \1"),
    (r"Value error, '(.*?)' is not one of (.+)\.$", r"\1 不在 \2 之列"),
    (r"(?:file|path|dir|directory) '(.+?)' does not exist\.$", r"\1 不存在"),
    (r"(?:file|path|dir|directory) '(.+?)' is a file\.$", r"\1 是文件，应为文件夹"),
)
USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}


class Command(TyperCommand):
    """A command whose help page is Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx, ())


class Group(TyperGroup):
    """A group of commands whose help page is Chinese."""

    def get_usage(self, ctx: Any) -> str:
        return usage(self, ctx)

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx, self.summaries(ctx))

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """Return each command of the group with the first sentence of its help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, paragraphs(command.help or "")[0][0]) for name, command in found if command]


def in_chinese(app: typer.Typer) -> typer.Typer:
    """Give every command and group of an application a Chinese help page."""
    app.rich_markup_mode = None
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    return app


def complaint(message: str) -> str:
    """Return the message of a usage error in Chinese, as one line."""
    for pattern, ours in COMPLAINTS:
        message = re.sub(pattern, ours, message, flags=re.DOTALL)
    return " ".join(message.split())


def usage(command: Any, ctx: Any) -> str:
    """Return the line that says how a command is called."""
    pieces = (USAGE.get(piece, piece) for piece in command.collect_usage_pieces(ctx))
    shown = (re.sub(r"^\{(.+)\}", r"\1", piece).replace("...", "…") for piece in pieces)
    return f"用法：{ctx.command_path} {' '.join(shown)}"


def page(command: Any, ctx: Any, commands: Sequence[tuple[str, str]]) -> str:
    """Return the whole help page of a command, broken for the width of the terminal."""
    width = ctx.terminal_width or min(shutil.get_terminal_size().columns, WIDEST)
    lines = wrapped(usage(command, ctx), width, "    ")
    for paragraph in paragraphs(command.help or "") + paragraphs(command.epilog or ""):
        lines.append("")
        for line in paragraph:
            # An example stays whole, to be copied.
            lines += [f"  {part}" for part in ([line] if line.startswith("例：") else wrapped(line, width - 2))]
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if record := param.get_help_record(ctx):
            rows[param.param_type_name].append((re.sub(r" <.+>$", "", record[0]), _reworded(record[1])))
    for title, named in (("参数", rows["argument"]), ("选项", rows["option"]), ("命令", commands)):
        if named:
            lines += ["", f"{title}：", *listed(named, width)]
    return "\n".join(lines)


def _reworded(text: str) -> str:
    for pattern, ours in WORDS:
        text = re.sub(pattern, ours, text)
    return text
