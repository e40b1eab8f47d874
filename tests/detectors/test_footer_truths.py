"""The reader of the foot against saved feet of real pages, where that data is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detectors.page.borrowing import copying_marks
from detectors.page.footer import marks_of
from detectors.text.visible import read_html

FIXTURES = Path(__file__).parents[3] / "shared" / "data" / "fixtures"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FIXTURES.is_dir(), reason="needs ../shared/data/fixtures (saved pages)"),
]


def _truths(kind: str) -> list[dict[str, object]]:
    rows = map(json.loads, (FIXTURES / "truth.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["kind"] == kind]


def test_every_mark_of_every_foot_is_read() -> None:
    for row in _truths("footer"):
        source = (FIXTURES / str(row["file"])).read_text("utf-8", "replace")
        marks = marks_of(read_html(source).text, source)
        said = {
            "icp": sorted(marks.icp),
            "gongan": sorted(marks.police),
            "site_id": sorted(marks.site_codes),
            "conac_mark": marks.party_mark,
        }
        expect = {k: sorted(v) if isinstance(v, list) else v for k, v in dict(row["expect"]).items()}  # type: ignore[call-overload]
        assert said == expect, row["file"]


def test_every_copying_mark_is_read() -> None:
    names = {"httrack": "HTTrack", "saved-from": "浏览器另存"}
    for row in _truths("clone"):
        source = (FIXTURES / str(row["file"])).read_text("utf-8", "replace")
        expect = dict(row["expect"])  # type: ignore[call-overload]
        wanted = expect["saved_mark"] or []
        tools = [tool for tool, _ in copying_marks(source) if tool in names.values()]
        assert sorted(tools) == sorted(names[w] for w in ([wanted] if isinstance(wanted, str) else wanted)), row["file"]
        origins = expect.get("source_url") or []
        hosts = {host for _, host in copying_marks(source)}
        for origin in [origins] if isinstance(origins, str) else origins:
            assert origin.split("://")[-1].split("/")[0] in hosts, row["file"]
