"""The catalogue holds every text that pages ask for, in every language; and pages hold nothing that could run."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import review
from detectors.standing.values import Stands
from review.messages import DEFAULT, load_messages
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
    *(f"where.{value}" for value in CONTACT_PLACES),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_text_of_a_page_is_in_the_catalogue(page: Path) -> None:
    asked = re.findall(r"\bt\('([\w.-]+)'(?:\)|,)", page.read_text("utf-8"))
    assert [key for key in asked if key not in MESSAGES[DEFAULT].texts] == []


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
    assert re.findall(r"<script[^>]*>", text) in ([], ['<script src="/static/desk.js" defer>'])


def test_a_value_new_to_the_catalogue_is_shown_cut_short() -> None:
    assert MESSAGES[DEFAULT].word("state", "some new state") == "some new state"
    assert len(MESSAGES[DEFAULT].word("state", "x" * 100)) == 25
