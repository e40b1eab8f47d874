"""When each clock ends and how it stands: terms over holidays, answers, marks, months, what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from takedown.asked import Asked, asked
from takedown.clocks import Clock, LastSeen, SentLetter, Stand, Table, clocks_of, due_of, shown_due
from takedown.numerals import article
from zhenwei.clock import BEIJING
from zhenwei.errors import WatchlistError
from zhenwei.watchlist.clocks import load_clocks
from zhenwei.watchlist.load import load_watchlist

CLOCKS = load_clocks()
RULES = {rule.id: rule for rule in CLOCKS.rules}


def at(text: str) -> datetime:
    """Return Beijing time given as 2026-11-20 09:00 (noon if only a day is)."""
    return datetime.fromisoformat(text if " " in text else f"{text} 12:00").replace(tzinfo=BEIJING)


def letter(recipient: str, sent: str, **more: object) -> SentLetter:
    return SentLetter(7, recipient, f"{recipient}-clue", "某办", "东网函〔2026〕3号", (3, 5), at(sent), **more)  # type: ignore[arg-type]


def running(letters: list[SentLetter], now: str, cases: list[LastSeen] | None = None) -> dict[str, Clock]:
    found = clocks_of(Table(CLOCKS, at(now)), letters, cases or [])
    return {clock.rule.id: clock for clock in found}


@pytest.mark.parametrize(
    ("rule", "began", "ends"),
    [
        ("market-check", "2026-02-10", "2026-03-09 23:59"),  # Spring Festival, two worked Saturdays
        ("market-check-extended", "2026-02-10", "2026-03-30 23:59"),
        ("market-check", "2025-12-19", "2026-01-12 23:59"),  # New Year, a worked Sunday
        ("advertising", "2026-09-30", "2026-10-15 23:59"),  # National Day
        ("advertising", "2026-09-30 23:59", "2026-10-15 23:59"),  # whatever the hour of the day
        ("police-pass-on", "2026-11-20 16:40", "2026-11-21 16:40"),  # hours run over weekends
        ("police-decide", "2026-11-17", "2026-11-20 23:59"),
        ("police-decide", "2026-11-19", "2026-11-23 23:59"),  # the third day is a Sunday: Monday
        ("police-decide", "2026-09-30", "2026-10-08 23:59"),  # the third day is in National Day
        ("police-decide", "2026-02-12", "2026-02-24 23:59"),
        ("access-records", "2026-11-20", "2027-01-19 23:59"),  # data go on a day off, too
        ("access-records", "2024-01-01", "2024-03-01 23:59"),  # a leap year
        ("network-logs", "2025-08-31", "2026-02-28 23:59"),
        ("public-order", "2026-05-20", "2026-11-20 23:59"),
        ("trade-records", "2024-02-29", "2027-02-28 23:59"),
    ],
)
def test_when_a_term_ends(rule: str, began: str, ends: str) -> None:
    assert due_of(RULES[rule], at(began), CLOCKS.calendar) == at(ends)


def test_a_term_counts_beijing_days() -> None:
    late = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)  # one in the morning of the 17th
    assert due_of(RULES["police-decide"], late, CLOCKS.calendar) == at("2026-11-20 23:59")


def test_a_year_without_holidays_is_said_and_no_date_is_shown() -> None:
    clocks = running([letter("market", "2026-12-21")], "2026-12-22")
    assert (clocks["market-check"].due, clocks["market-check"].left) == (None, None)
    assert clocks["market-check"].stand is Stand.NO_DATA
    assert shown_due(clocks["market-check"]) == "日历数据缺失（2027 年）"


@pytest.mark.parametrize(
    ("now", "stand"),
    [
        ("2026-11-20 18:00", Stand.RUNNING),
        ("2026-12-07 09:00", Stand.RUNNING),  # four working days left
        ("2026-12-08 09:00", Stand.SOON),
        ("2026-12-11 23:59", Stand.SOON),  # the last minute still counts
        ("2026-12-12 00:00", Stand.OVERDUE),
    ],
)
def test_how_a_clock_stands(now: str, stand: Stand) -> None:
    clocks = running([letter("market", "2026-11-20")], now)
    assert (clocks["market-check"].stand, clocks["market-check"].due) == (stand, at("2026-12-11 23:59"))
    assert ("market-check-extended" in clocks) == (stand is Stand.OVERDUE)


def test_receipt_counts_where_it_is_known() -> None:
    assert running([letter("market", "2026-11-20")], "2026-11-20")["market-check"].assumed
    known = running([letter("market", "2026-11-20", received_at=at("2026-11-24"))], "2026-11-24")["market-check"]
    assert (known.due, known.assumed) == (at("2026-12-15 23:59"), False)


LETTERS: list[tuple[str, dict[str, object], set[str]]] = [
    ("market", {}, {"market-check"}),
    ("market", {"cites": ("《中华人民共和国广告法》第四条",)}, {"market-check", "advertising"}),
    ("police", {}, {"police-pass-on", "police-decide"}),
    ("police", {"cites": ("《中华人民共和国广告法》第四条",)}, {"police-pass-on", "police-decide"}),
    ("police", {"reply_by": date(2026, 12, 4)}, {"police-pass-on", "police-decide", "reply"}),
    ("cyberspace", {}, set()),
    ("organ", {"reply_by": date(2026, 12, 4)}, {"reply"}),
]


@pytest.mark.parametrize(("recipient", "more", "ids"), LETTERS)
def test_which_clocks_run(recipient: str, more: dict[str, object], ids: set[str]) -> None:
    assert running([letter(recipient, "2026-11-20", **more)], "2026-11-20").keys() == ids


@pytest.mark.parametrize(
    ("result", "ended"),
    [
        ("accepted", {"police-pass-on", "reply"}),
        ("filed", {"police-pass-on", "police-decide", "reply"}),
        ("other", {"reply"}),
        ("", {"reply"}),
    ],
)
def test_which_answers_end_a_clock(result: str, ended: set[str]) -> None:
    sent = letter("police", "2026-11-17", reply_by=date(2026, 12, 4), results=((result, date(2026, 11, 18)),))
    clocks = running([sent], "2026-11-19")
    assert {name for name, clock in clocks.items() if clock.stand is Stand.ENDED} == ended


def test_an_answer_after_the_last_day_is_late() -> None:
    sent = letter("police", "2026-11-16", results=(("filed", date(2026, 11, 20)),))
    assert running([sent], "2026-11-21")["police-decide"].late
    sent = letter("police", "2026-11-16", results=(("filed", date(2026, 11, 19)),))
    assert not running([sent], "2026-11-21")["police-decide"].late


def test_a_letter_that_is_closed_ends_its_clocks() -> None:
    clocks = running([letter("market", "2026-11-02", closed_on=date(2026, 11, 5))], "2026-12-30")
    assert {clock.stand for clock in clocks.values()} == {Stand.ENDED}


def test_records_of_a_case() -> None:
    seen = LastSeen(3, "counterfeit_site", at("2026-10-01"))
    clocks = running([], "2026-11-20", [seen])
    assert clocks.keys() == {"access-records", "network-logs", "public-order"}
    assert clocks["access-records"].stand is Stand.SOON
    assert clocks["access-records"].key == "access-records:c3"
    told = LastSeen(3, "certificate_sale", at("2026-10-01"), frozenset({"police"}))
    assert running([], "2026-11-20", [told]).keys() == {"access-records", "network-logs", "trade-records"}


def test_a_mark_ends_a_clock_until_the_site_is_seen_again() -> None:
    done = {"access-records:c3": at("2026-11-01")}
    for seen, stand in (("2026-10-01", Stand.ENDED), ("2026-11-10", Stand.RUNNING)):
        found = clocks_of(Table(CLOCKS, at("2026-11-20"), done), [], [LastSeen(3, "x", at(seen))])
        assert {c.stand for c in found if c.rule.id == "access-records"} == {stand}


@pytest.mark.parametrize(
    ("now", "since", "done", "months"),
    [
        ("2026-11-10", "2026-11-01", (), ["2026-11"]),
        ("2026-11-10", "2026-09-01", (), ["2026-10", "2026-11"]),
        ("2026-11-10", "2026-10-25", (), ["2026-11"]),  # nothing was owed for October
        ("2026-11-25", "2026-11-21", (), ["2026-12"]),  # the first case came after the day
        ("2026-11-25", "2026-11-01", ("2026-11",), ["2026-11", "2026-12"]),
        ("2026-11-25", "2026-11-01", (), ["2026-11"]),
    ],
)
def test_months_that_are_owed(now: str, since: str, done: tuple[str, ...], months: list[str]) -> None:
    marks = {f"monthly-report:{month}": at(now) for month in done}
    found = clocks_of(Table(CLOCKS, at(now), marks), [], [], date.fromisoformat(since))
    assert [clock.key.partition(":")[2] for clock in sorted(found, key=lambda c: c.key)] == months


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-10", "2026-11-20"),
        ("2026-06-10", "2026-06-18"),
        ("2026-09-10", "2026-09-20"),
        ("2026-12-01", "2026-12-18"),
    ],
)
def test_a_report_is_due_before_a_day_off(now: str, due: str) -> None:
    """20 June 2026 lies in the Dragon Boat holiday, 20 September is a worked Sunday, 20 December a free one."""
    found = clocks_of(Table(CLOCKS, at(now)), [], [], at(now).date().replace(day=1))
    assert found[0].due == at(f"{due} 23:59")


def test_what_lacks_a_date_comes_first_then_the_earliest() -> None:
    letters = [letter("market", "2026-12-21"), letter("police", "2026-12-14")]
    found = clocks_of(Table(CLOCKS, at("2026-12-21")), letters, [LastSeen(3, "x", at("2026-12-01"))])
    assert found[0].due is None
    dues = [clock.due for clock in found if clock.due]
    assert dues == sorted(dues)


def test_the_built_in_rules_name_a_law_that_the_table_knows() -> None:
    """A term is not called verified unless its article is, where the law table has the article."""
    laws = load_watchlist().laws.values()
    for rule in CLOCKS.rules:
        known = [law for law in laws if law.title == rule.law]
        assert known or rule.law in ("本函正文所提期限", "专项行动方案"), rule.id
        assert rule.article or not known
        now = [row for law in known if law.valid_to is None for row in law.article]
        mine = [row for row in now if rule.article == article(row.number)]
        assert not rule.verified or not known or any(row.verified for row in mine), rule.id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("length = 15", "length = 0"), "length"),
        (('unit = "working_days"', 'unit = "weeks"'), "unit"),
        (('starts = "received"', 'starts = "month"'), "starts = month"),
        (('after = "market-check"', 'after = "market-later"'), "market-later"),
        (('id = "market-check-extended"', 'id = "market-check"'), "写了两次"),
        (("warn_days = 3", "warm_days = 3"), "warm_days"),
        (('recipients = ["market"]', 'verdicts = ["x"]'), "只用于案件"),
    ],
)
def test_a_wrong_file_of_clocks_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (Path(__file__).parents[2] / "watchlist" / "clocks.toml").read_text("utf-8")
    start = text.index('[[clock]]\nid = "market-check"')
    (tmp_path / "clocks.toml").write_text(text[:start] + text[start:].replace(*change, 1), "utf-8")
    with pytest.raises(WatchlistError, match=said):
        load_clocks(tmp_path)


@pytest.mark.parametrize(
    ("more", "due", "assumed"),
    [
        ({"reply_by": date(2026, 12, 6)}, "2026-12-06 23:59", False),  # a day that people gave is kept
        ({"reply_days": 15}, "2026-12-11 23:59", True),
        ({"reply_days": 15, "received_at": at("2026-11-24")}, "2026-12-15 23:59", False),
        ({"reply_days": 15, "reply_working": False}, "2026-12-07 23:59", True),  # 5 December is a Saturday
        ({"reply_days": 15, "reply_by": date(2026, 12, 6)}, "2026-12-06 23:59", False),
    ],
)
def test_the_letters_own_term(more: dict[str, object], due: str, assumed: bool) -> None:
    clock = running([letter("organ", "2026-11-20", **more)], "2026-11-20")["reply"]
    assert (clock.due, clock.assumed) == (at(due), assumed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+ 请于收到本函之日起15个工作日内，将处理结果反馈我单位。", Asked(15, True)),
        ("+ 请于收到本函之日起 10 个工作日内函复。", Asked(10, True)),
        ("+ 请在收到之日起7日内答复。", Asked(7, False)),
        ("+ 处理情况请及时函复我单位。", None),
        ("+ 自收到材料起十五个工作日内核查。", None),
        ("+ 请于收到本函之日起0个工作日内。", None),
    ],
)
def test_terms_in_a_text(text: str, found: Asked | None) -> None:
    assert asked(text) == found


def test_a_clock_of_hours_is_over_at_its_minute() -> None:
    sent = letter("police", "2026-11-20 16:40")
    assert running([sent], "2026-11-21 16:39")["police-pass-on"].stand is Stand.SOON
    assert running([sent], "2026-11-21 16:40")["police-pass-on"].stand is Stand.OVERDUE
    assert running([sent], "2026-11-21 16:40")["police-pass-on"].due == sent.sent_at + timedelta(hours=24)
