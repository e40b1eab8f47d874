"""RDAP answers and the bootstrap registry, in texts made for these tests."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from crawler.rdap import bases_for, domain_url, read_answer, read_bootstrap, registration_of, retry_after

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def card(**values: object) -> list[object]:
    return ["vcard", [["version", {}, "text", "4.0"], *([key, {}, "text", value] for key, value in values.items())]]


ANSWER = {
    "objectClassName": "domain",
    "ldhName": "MEM-GOV.TOP",
    "status": ["client hold"],
    "nameservers": [{"objectClassName": "nameserver", "ldhName": "NS1.HOST.EXAMPLE."}, {"ldhName": 7}, "x"],
    "events": [
        {"eventAction": "expiration", "eventDate": "2027-10-15T20:00:00Z"},
        {"eventAction": "registration", "eventDate": "2026-10-15T20:00:00Z"},
        {"eventAction": "last changed", "eventDate": "2026-10-16T00:00:00+08:00"},
    ],
    "entities": [
        {"roles": ["abuse"], "vcardArray": card(fn="Not this one")},
        {"roles": ["registrar"], "vcardArray": card(fn="某注册商", email="a@b.example")},
        {"roles": ["registrant"], "vcardArray": card(fn="REDACTED", org=["某公司", "科"])},
    ],
}  # fmt: skip


def test_an_answer_is_read() -> None:
    said = registration_of(read_answer(json.dumps(ANSWER).encode()), "mem-gov.top")
    assert said.found
    assert (said.registered, said.expires) == (
        datetime(2026, 10, 15, 20, tzinfo=UTC),
        datetime(2027, 10, 15, 20, tzinfo=UTC),
    )
    assert said.updated == datetime(2026, 10, 15, 16, tzinfo=UTC)
    assert said.registered_on == date(2026, 10, 16), "the day in Beijing"
    assert (said.registrar, said.registrant) == ("某注册商", "某公司")
    assert (said.statuses, said.name_servers) == (("client hold",), ("ns1.host.example",))


def test_a_time_without_a_zone_is_beijing_time() -> None:
    answer = {"ldhName": "a.cn", "events": [{"eventAction": "registration", "eventDate": "2026-10-16 01:00:00"}]}
    assert registration_of(answer).registered == datetime(2026, 10, 15, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"<html>", b'{"errorCode": 404}', b'{"objectClassName": "entity"}', b"[" * 10_000, b"{}",
        b'{"ldhName": "other.top"}',
    ],
)  # fmt: skip
def test_what_is_no_answer_says_nothing(body: bytes) -> None:
    assert registration_of(read_answer(body), "mem-gov.top").found is None


@pytest.mark.parametrize("key", ["events", "entities", "status", "nameservers", "variants", "ldhName"])
@pytest.mark.parametrize("value", [None, 7, "x", {}, [None], [{}], [[]], [{"roles": 7, "vcardArray": [1, [2, [3]]]}]])
def test_a_member_of_the_wrong_kind_costs_only_itself(key: str, value: object) -> None:
    answer = {**ANSWER, key: value}
    if key == "ldhName" and value is not None:
        return
    assert registration_of(read_answer(json.dumps(answer).encode()), "mem-gov.top").found


def test_the_bootstrap_registry() -> None:
    body = {
        "version": "1.0",
        "services": [
            [["com", "Net"], ["http://rdap.example/com/", "https://rdap.example/com/"]],
            [["xn--fiqs8s"], ["ftp://no.example/"]],
            [["top"], ["https://rdap.top.example"]],
            [["co.top"], ["https://rdap.co.example"]],
            "rubbish", [], [["x"]],
        ],
    }  # fmt: skip
    found = read_bootstrap(json.dumps(body).encode())
    assert bases_for("mem-gov.com", found)[0] == "https://rdap.example/com/"
    assert bases_for("a.net", found) == bases_for("a.com", found)
    assert (bases_for("a.top", found), bases_for("a.co.top", found)) == (
        ("https://rdap.top.example",),
        ("https://rdap.co.example",),
    )
    assert bases_for("a.xn--fiqs8s", found) == bases_for("a.cn", found) == ()
    assert domain_url("https://rdap.example/com/", "a.com") == "https://rdap.example/com/domain/a.com"
    for rubbish in (b"", b"{}", b"[]", b'{"services": 7}'):
        with pytest.raises(ValueError):
            read_bootstrap(rubbish)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0), ("0", 1.0), ("999999", 3600.0), ("", 60.0), ("soon", 60.0), ("-5", 60.0),
        ("Sun, 22 Nov 2026 00:02:00 GMT", 120.0), ("Sun, 22 Nov 2020 00:02:00 GMT", 1.0),
    ],
)  # fmt: skip
def test_retry_after(header: str, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds
