"""All commands under one name. Groups of commands are mounted here and written elsewhere."""

from __future__ import annotations

import typer

from zhenwei.cli import (
    cases,
    check,
    evidence,
    lab,
    leads,
    names,
    night,
    notices,
    organs,
    pages,
    reports,
    review,
    setup,
    users,
)

HELP = "甄伪：发现仿冒应急管理部门网站和售卖假冒特种作业操作证的网站，固定证据，起草函件。"


def build() -> typer.Typer:
    """Return the command line."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, rich_markup_mode=None
    )
    for command in (setup.init, night.nightly, night.recheck, night.crawl, night.schedule, check.check):
        app.command()(command)
    app.command("expand")(names.expand_command)
    app.command("screen")(names.screen_command)
    app.command("assess")(pages.assess)
    app.command()(review.review)
    groups = {
        "cases": cases,
        "evidence": evidence,
        "lab": lab,
        "leads": leads,
        "notice": notices,
        "organ": organs,
        "report": reports,
        "user": users,
    }
    for name, module in groups.items():
        app.add_typer(module.app, name=name)
    return app
