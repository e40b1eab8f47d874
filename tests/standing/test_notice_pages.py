"""Which pages are taken for notices in a site's place, and which are not."""

from __future__ import annotations

import pytest

from detectors.standing.notices import notice_of, rules
from tests.standing.notice_pages import CATCHES, SPARES
from zhenwei.clock import now
from zhenwei.types import Page, Profile


def _page(body: str) -> Page:
    html = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return Page("http://a.example/", "http://a.example/", Profile.DESKTOP, 200, html, now())


@pytest.mark.parametrize("name", CATCHES)
def test_a_notice_is_known(name: str) -> None:
    kind, body = CATCHES[name]
    notice = notice_of(_page(body))
    assert notice is not None
    assert notice.sign.value == kind, notice


@pytest.mark.parametrize("name", SPARES)
def test_a_page_about_such_things_is_spared(name: str) -> None:
    assert notice_of(_page(SPARES[name])) is None


def test_every_rule_has_a_page_that_it_catches() -> None:
    caught = {notice.id for _, body in CATCHES.values() if (notice := notice_of(_page(body)))}
    assert {rule.id for rule in rules()} - caught == set()


def test_a_notice_in_a_title_counts_and_what_is_hidden_does_not() -> None:
    titled = Page("http://a.example/", "", Profile.DESKTOP, 200, "<title>站点已暂停</title><p>请联系管理员</p>", now())
    hidden = "<p>特种作业操作证办理</p><div style='display:none'>该网站已被公安机关依法关停</div>"
    assert notice_of(titled) is not None
    assert notice_of(_page(hidden)) is None
