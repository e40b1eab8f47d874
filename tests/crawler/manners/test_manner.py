"""What may not leave whatever its target, and how we say who asks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError
from scrapy.http import Request

from crawler.manner import identity, manner_of, signed
from crawler.middlewares.egress import unmannerly
from zhenwei.config import Settings
from zhenwei.types import Profile, Visit

VISIT = Visit(id=1, site="shop.example", url="http://shop.example/", profile=Profile.PHONE, rendered=False)
CONTACT = "https://office.example/crawler"


@pytest.mark.parametrize(
    ("what", "visits", "why"),
    [
        ({}, True, ""),
        ({"method": "HEAD"}, True, ""),
        ({"method": "POST"}, True, "GET"),
        ({"method": "POST", "body": "a=1"}, False, "GET"),
        ({"method": "PUT"}, False, "GET"),
        ({"method": "OPTIONS"}, False, "GET"),
        ({"body": "a=1"}, True, "正文"),
        ({"headers": {"Cookie": "a=1"}}, False, "Cookie"),
        ({"headers": {"Authorization": "Bearer x"}}, True, "登录"),
        ({"headers": {"Authorization": "Bearer x"}}, False, ""),  # a list's token, from its operator
        ({"method": "POST", "body": "{}", "meta": {"api_query": True}}, False, ""),
        ({"method": "POST", "body": "{}", "meta": {"api_query": True}}, True, "GET"),
    ],
)
def test_a_request_is_mannerly_or_says_why_not(what: dict[str, Any], visits: bool, why: str) -> None:
    found = unmannerly(Request("http://shop.example/", **what), visits=visits)
    assert bool(found) is bool(why)
    assert why in found


def test_our_name_and_contact() -> None:
    plain, named = Settings(), Settings(contact=CONTACT)
    assert identity(plain) == "zhenwei"
    assert identity(named) == f"zhenwei (+{CONTACT})"
    assert signed("Mozilla/5.0", plain) == "Mozilla/5.0"
    once = signed("Mozilla/5.0", named)
    assert once == f"Mozilla/5.0 zhenwei (+{CONTACT})"
    assert signed(once, named) == once  # a request that is sent again


@pytest.mark.parametrize("contact", ["a b", "a\r\nX-Evil: 1", "中文", "a)b"])
def test_a_contact_that_would_break_the_header_is_refused(contact: str) -> None:
    with pytest.raises(ValidationError, match=re.escape("contact")):
        Settings(contact=contact)


@pytest.mark.parametrize(
    ("meta", "settings", "as_visitor", "robots", "identified"),
    [
        ({"robots": "allowed"}, {}, True, "allowed", False),
        ({"robots": "forbidden"}, {}, True, "forbidden", False),
        ({"robots": "allowed"}, {"robots": False}, True, "not obeyed", False),
        ({"robots": "allowed"}, {"contact": CONTACT}, True, "allowed", False),
        ({"robots": "allowed"}, {"contact": CONTACT}, False, "allowed", True),
        ({"robots": "allowed"}, {}, False, "allowed", False),
    ],
)
def test_the_record_says_how_a_capture_was_made(
    meta: dict[str, Any], settings: dict[str, Any], as_visitor: bool, robots: str, identified: bool
) -> None:
    record = manner_of(VISIT, meta, "Mozilla/5.0", Settings(**settings), as_visitor=as_visitor)
    assert record["robots"] == robots
    assert record["identified"] is identified
    assert record["appearance"] == "phone"
    assert ("why" in record) is as_visitor
    assert ("note" in record) is (robots == "forbidden")
