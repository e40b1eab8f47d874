"""The small world keeps its own promises: every site is described, findable if bad, and holds nobody's data."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WORLDS = Path(__file__).parents[2] / "lab" / "worlds"
WORLD = WORLDS / "small"
BAD = {"counterfeit_site", "certificate_sale", "hijacked_site"}
TEXTS = {".html", ".htm", ".js", ".toml", ".csv", ".txt"}
LARGEST_FILE = 60_000  # bytes


def _hosts() -> list[str]:
    return sorted(path.name for path in (WORLD / "sites").iterdir())


def _site(host: str) -> dict[str, Any]:
    return tomllib.loads((WORLD / "sites" / host / "site.toml").read_text(encoding="utf-8"))


def _texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(WORLD.rglob("*")):
        if path.suffix in TEXTS:
            yield path, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reports() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in WORLD.glob("leads/*.csv"))


@pytest.fixture(scope="module")
def linked() -> set[str]:
    return {link for host in _hosts() for link in _site(host).get("links_to", [])}


@pytest.mark.parametrize("host", _hosts())
def test_a_site_is_described_and_its_files_exist(host: str) -> None:
    site, folder = _site(host), WORLD / "sites" / host
    assert site["note"].endswith(".")
    assert {"truth", "registered", "in_search", "in_feed"} <= site.keys()
    assert all((folder / route["file"]).is_file() for route in site.get("route", []) if "file" in route)
    assert f"| `{host}` |" in (WORLDS / "README.md").read_text(encoding="utf-8")
    for page in folder.rglob("*.htm*"):
        page.read_text(encoding="utf-8").encode(site.get("charset", "utf-8"))


@pytest.mark.parametrize("host", [host for host in _hosts() if _site(host)["truth"] in BAD])
def test_a_bad_site_can_be_found(host: str, reports: str, linked: set[str]) -> None:
    site = _site(host)
    assert site["in_search"] or site["in_feed"] or host in linked or host in reports


def test_links_and_world_keys_name_sites_that_exist(linked: set[str]) -> None:
    world = tomllib.loads((WORLD / "world.toml").read_text(encoding="utf-8"))
    lacking = {host for hosts in world["search"]["lacks"].values() for host in hosts}
    assert linked | lacking | world["failures"].keys() <= set(_hosts())


def test_good_sites_are_no_fewer_than_bad_ones() -> None:
    truths = [_site(host)["truth"] for host in _hosts()]
    assert sum(truth in BAD for truth in truths) <= sum(truth not in BAD for truth in truths)


def test_no_number_belongs_to_anybody() -> None:
    for path, text in _texts():
        mobiles = re.findall(r"(?<![\dA-F])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", text)
        assert all(re.sub(r"[- ]", "", found).startswith("1900000") for found in mobiles), path
        certificates = re.findall(r"T\d{17}[\dX]", text)  # T and an identity number; no area begins with 99
        assert all(found.startswith("T99") for found in certificates), path


def test_files_are_small() -> None:
    assert [path.name for path in WORLD.rglob("*") if path.is_file() and path.stat().st_size > LARGEST_FILE] == []
