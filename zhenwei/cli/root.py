"""All commands under one name. Groups of commands are mounted here and written elsewhere."""

from __future__ import annotations

import typer

from zhenwei.cli import check, evidence, lab, night, setup

HELP = "甄伪：发现仿冒应急管理部门网站和售卖假冒特种作业操作证的网站，固定证据，起草函件。"


def build() -> typer.Typer:
    """Return the command line."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None
    )
    for command in (setup.init, night.nightly, night.recheck, night.crawl, night.schedule, check.check):
        app.command()(command)
    app.add_typer(lab.app, name="lab")
    app.add_typer(evidence.app, name="evidence")
    return app
