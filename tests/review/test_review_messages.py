"""The catalogue holds every text that pages ask for, in every language; and pages hold nothing that could run."""

from __future__ import annotations

import hashlib
import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import review
from detectors.standing.values import Stands
from review.lettering import ACTS
from review.messages import DEFAULT, load_messages
from review.noting import FIELDS
from review.rights import ROUTES, Right
from review.views.beside import Why
from zhenwei.store.accounts import ROLES
from zhenwei.store.nights import OUTCOMES
from zhenwei.types import CONTACT_KINDS, CONTACT_PLACES, CaseState, Outcome, Profile, Side, Verdict, Word
from zhenwei.watching import Change, NameState, Says

PAGES = sorted((Path(review.__file__).parent / "pages").rglob("*.html"))
MESSAGES = load_messages()
WORDS = [
    *(f"verdict.{value}" for value in Verdict),
    *(f"state.{value}" for value in CaseState),
    *(f"word.{value}" for value in Word),
    *(f"side.{value}" for value in Side),
    *(f"profile.{value}" for value in Profile),
    *(f"outcome.{value}" for value in Outcome),
    *(f"unit.{value}" for value in OUTCOMES),
    *(f"role.{value}" for value in ROLES),
    *(f"change.{value}" for value in Change),
    *(f"watched.{value}" for value in NameState),
    *(f"standing.{value}" for value in Stands),
    *(f"says.{value}" for value in Says),
    *(f"contact.{value}" for value in sorted(CONTACT_KINDS)),
    *(f"beside.{value}" for value in Why),
    *(f"where.{value}" for value in CONTACT_PLACES),
    *(f"act.{name}" for name, right in ROUTES.items() if right is not Right.TOKEN),
    *(f"noted.{field}" for field in FIELDS),
]


CHINESE = re.compile(r"[\u3400-\u9fff]")
FOLDER = Path(review.__file__).parent


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_text_of_a_page_is_in_the_catalogue(page: Path) -> None:
    with page.open("rb") as file:
        asked = [str(row[1]) for row in extract("jinja2.ext:babel_extract", file, keywords={"t": None})]
    assert [key for key in asked if not key.endswith(".") and key not in MESSAGES[DEFAULT].texts] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_says_nothing_past_the_catalogue(page: Path) -> None:
    text = re.sub(r"{#.*?#}", "", page.read_text("utf-8"), flags=re.S)
    assert CHINESE.findall(re.sub(r"[（）：，、。]", "", text)) == []


PARTS = sorted((FOLDER / "texts").rglob("*.po"))


def rows(part: Path) -> dict[str, str]:
    with part.open("rb") as file:
        return {
            str(row.id): "" if row.fuzzy else str(row.string) for row in read_po(file, abort_invalid=True) if row.id
        }


@pytest.mark.parametrize("part", PARTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_text_is_translated_and_stands_once(part: Path) -> None:
    here = rows(part)
    assert [key for key, text in here.items() if not text] == []
    elsewhere = {key for path in part.parent.glob("*.po") if path != part for key in rows(path)}
    assert here.keys() & elsewhere == set()


def test_the_other_language_holds_no_chinese() -> None:
    assert {key: text for key, text in MESSAGES["en"].texts.items() if CHINESE.search(text)} == {}


@pytest.mark.parametrize("key", WORDS)
def test_every_value_of_the_data_has_a_word(key: str) -> None:
    assert key in MESSAGES[DEFAULT].texts


def placeholders(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", sorted(MESSAGES))
def test_languages_say_the_same(language: str) -> None:
    default, other = MESSAGES[DEFAULT].texts, MESSAGES[language].texts
    assert other.keys() == default.keys()
    assert [key for key in default if placeholders(default[key]) != placeholders(other[key])] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_hold_nothing_that_runs_or_switches_escaping_off(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|\bstyle\s*=|<style|\son\w+\s*=|javascript:|https?://", text)
    scripts = re.findall(r"<script[^>]*>", text)
    assert [tag for tag in scripts if not re.fullmatch(r'<script src="/static/[\w./-]+\.js" defer>', tag)] == []


def test_scripts_of_others_are_the_ones_that_were_chosen() -> None:
    vendor = FOLDER / "static" / "vendor"
    digests = dict(line.split() for line in (vendor / "SHA256SUMS").read_text().splitlines())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.glob("*.js")}
    assert found == {name: digest for digest, name in digests.items()}
    assert [name for name in found if not (vendor / f"{name.split('-')[0]}.LICENSE").exists()] == []


def test_a_source_is_called_by_its_engine() -> None:
    assert MESSAGES[DEFAULT].word("spider", "search:baidu") == "搜索·百度"
    assert MESSAGES[DEFAULT].word("spider", "search:own") == "搜索·own"


def test_a_value_new_to_the_catalogue_is_shown_cut_short() -> None:
    assert MESSAGES[DEFAULT].word("state", "some new state") == "some new state"
    assert len(MESSAGES[DEFAULT].word("state", "x" * 100)) == 25


def test_all_that_is_said_of_an_act_is_in_the_catalogue() -> None:
    routes = "\n".join(path.read_text("utf-8") for path in (FOLDER / "routes").glob("*.py"))
    said = set(re.findall(r'proceed\([^\n]*"([a-z.]+)"', routes)) - {"word.", "step.", "account."}
    said |= {f"word.{word}" for word in Word} | {f"step.{step}" for step in (*ACTS, "edit")}
    said |= {f"account.{act}" for act in re.findall(r'_change\(request, account_id, "([a-z]+)"', routes)}
    assert len(said) > 20
    assert [key for key in said if f"told.{key}" not in MESSAGES[DEFAULT].texts] == []
