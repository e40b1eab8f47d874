from __future__ import annotations

import json

from typer.testing import CliRunner

from zhenwei.cli.organs import app
from zhenwei.errors import NoSuch


def test_list_names_every_organ() -> None:
    result = CliRunner().invoke(app, ["list"])
    rows = {row["target"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert rows["mem"]["domains"] == ["mem.gov.cn"]
    assert rows["samr"]["role"] == "neighbour"
    assert "待核实" in CliRunner().invoke(app, ["list", "--format", "list"]).stdout


def test_check_says_what_is_open() -> None:
    assert CliRunner().invoke(app, ["check", "mem"]).stdout == ""
    row = json.loads(CliRunner().invoke(app, ["check", "yjt-hubei"]).stdout)
    assert row["key"] == "confirmed"
    assert isinstance(CliRunner().invoke(app, ["check", "nobody"]).exception, NoSuch)
