"""The decision about one look, as a table."""

from __future__ import annotations

import pytest

from detectors.standing.look import view_of
from detectors.standing.values import Notice, Sight, Sign, Stands, Told
from zhenwei.types import Outcome
from zhenwei.watching import Says


def told(*says: Says, special: bool = False, parked: str = "") -> list[Told]:
    return [Told(f"192.0.2.{n}", one, special=special, parked=parked) for n, one in enumerate(says)]


def notice(sign: Sign) -> Notice:
    return Notice(sign, "x", "公告", "已被依法关停")


THERE = told(Says.ADDRESS, Says.ADDRESS)
GONE = told(Says.ABSENT, Says.ABSENT)
SPLIT = told(Says.ABSENT, Says.ADDRESS)
OK, LOST = Outcome.OK, Outcome.NO_SUCH_NAME
SHOWS, CLEAN = Sight(OK, 200, shows=True), Sight(OK, 200)
AWAY = Sight(OK, 200, ended="new.example", ended_url="http://new.example/x", how="meta")
REFUSED = Sight(Outcome.UNREACHABLE, error="连接被拒绝")
FORBIDDEN = Sight(Outcome.HTTP_ERROR, 403)
S = Stands

ROWS: list[tuple[str, list[Sight], list[Told], Stands, str]] = [
    ("it still shows it", [SHOWS, CLEAN], THERE, S.ALIVE, "shows"),
    ("one profile sees it, another is refused", [SHOWS, FORBIDDEN], THERE, S.ALIVE, "shows"),
    ("it shows it behind a 404", [Sight(Outcome.HTTP_ERROR, 404, shows=True)], THERE, S.ALIVE, "shows"),
    ("another page of the host shows it", [CLEAN, Sight(OK, 200, own=False, shows=True)], THERE, S.ALIVE, "shows"),
    ("a resolver denies it, it is seen all the same", [SHOWS], SPLIT, S.ALIVE, "shows"),
    ("it was cleaned", [CLEAN, CLEAN], THERE, S.CHANGED, "page"),
    ("the host is empty", [Sight(OK, 200, notice=notice(Sign.VACANT))], THERE, S.CHANGED, "vacant"),
    ("it leads to a lawful site", [Sight(OK, 200, ended="gov.example", how="http", lawful=True)], THERE, S.CHANGED,
     "led_to_lawful"),
    ("it leads elsewhere", [AWAY], THERE, S.MOVED, "meta"),
    ("phones are led elsewhere", [CLEAN, AWAY], THERE, S.MOVED, "meta"),
    ("it leads to the same offence", [Sight(OK, 200, shows=True, ended="n.example", how="http")], THERE, S.MOVED,
     "http"),
    ("both resolvers deny the name", [Sight(LOST)], GONE, S.DOWN, "no_name"),
    ("only one resolver was asked", [Sight(LOST)], told(Says.ABSENT), S.UNCLEAR, "one_resolver"),
    ("one denies, the other cannot say", [Sight(LOST)], told(Says.ABSENT, Says.FAILED), S.UNCLEAR, "one_resolver"),
    ("the resolvers disagree", [Sight(LOST)], SPLIT, S.UNCLEAR, "resolvers_disagree"),
    ("no resolver was asked", [Sight(LOST)], [], S.UNCLEAR, "dns_unsure"),
    ("a name without address", [Sight(LOST)], told(Says.EMPTY, Says.EMPTY), S.DOWN, "no_address"),
    ("an address that leads nowhere", [Sight(Outcome.EGRESS)], told(Says.ADDRESS, Says.ADDRESS, special=True), S.DOWN,
     "nowhere"),
    ("an address that one calls special", [Sight(Outcome.EGRESS)],
     [*told(Says.ADDRESS, special=True), Told("x", Says.ADDRESS)], S.UNCLEAR, "resolvers_disagree"),
    ("an exit rule of ours", [Sight(Outcome.EGRESS)], THERE, S.UNCLEAR, "dns_unsure"),
    ("broken name servers, seen by both", [Sight(Outcome.DNS_FAILED)], told(Says.FAILED, Says.FAILED), S.DOWN,
     "dns_failed"),
    ("broken for us only", [Sight(Outcome.DNS_FAILED)], THERE, S.UNCLEAR, "dns_unsure"),
    ("refused", [REFUSED, REFUSED], THERE, S.DOWN, "refused"),
    ("a proxy hides that the name is gone", [Sight(Outcome.UNREACHABLE)], GONE, S.DOWN, "no_name"),
    ("no answer in time", [Sight(Outcome.TIMEOUT)], THERE, S.DOWN, "timeout"),
    ("no handshake", [Sight(Outcome.TLS_FAILED)], THERE, S.DOWN, "tls_failed"),
    ("refused and silent: the surer is named", [Sight(Outcome.TIMEOUT), REFUSED], THERE, S.DOWN, "refused"),
    ("silent, and the resolvers disagree", [Sight(Outcome.TIMEOUT)], SPLIT, S.UNCLEAR, "resolvers_disagree"),
    ("HTTP 404", [Sight(Outcome.HTTP_ERROR, 404)], THERE, S.DOWN, "http_404"),
    ("HTTP 410", [Sight(Outcome.HTTP_ERROR, 410)], THERE, S.DOWN, "http_410"),
    ("HTTP 502", [Sight(Outcome.HTTP_ERROR, 502)], THERE, S.DOWN, "http_5xx"),
    ("HTTP 451", [Sight(Outcome.HTTP_ERROR, 451)], THERE, S.SUSPENDED, "http_451"),
    ("HTTP 403 is no end", [FORBIDDEN, FORBIDDEN], THERE, S.BARRED, "http_403"),
    ("one is refused, one is cleaned", [FORBIDDEN, CLEAN], THERE, S.BARRED, "http_403"),
    ("a captcha is no end", [Sight(OK, 200, notice=notice(Sign.CHALLENGE))], THERE, S.BARRED, "challenge"),
    ("a captcha with 503 is no end", [Sight(Outcome.HTTP_ERROR, 503, notice=notice(Sign.CHALLENGE))], THERE, S.BARRED,
     "challenge"),
    ("robots.txt is no end", [Sight(Outcome.ROBOTS)], THERE, S.BARRED, "robots"),
    ("a notice of the police", [Sight(OK, 200, notice=notice(Sign.SEIZED))], THERE, S.SEIZED, "notice"),
    ("a notice that reads like an offence", [Sight(OK, 200, shows=True, notice=notice(Sign.SEIZED))], THERE, S.SEIZED,
     "notice"),
    ("a captcha above the offence", [Sight(OK, 200, shows=True, notice=notice(Sign.CHALLENGE))], THERE, S.ALIVE,
     "shows"),
    ("a notice of the provider with 403", [Sight(Outcome.HTTP_ERROR, 403, notice=notice(Sign.SUSPENDED))], THERE,
     S.SUSPENDED, "notice"),
    ("a notice to one, silence to another", [Sight(OK, 200, notice=notice(Sign.SUSPENDED)), Sight(Outcome.TIMEOUT)],
     THERE, S.SUSPENDED, "notice"),
    ("a notice to one, a page to another", [Sight(OK, 200, notice=notice(Sign.SUSPENDED)), CLEAN], THERE, S.UNCLEAR,
     "mixed"),
    ("for sale", [Sight(OK, 200, notice=notice(Sign.PARKED))], THERE, S.PARKED, "notice"),
    ("parked by its servers", [CLEAN], told(Says.ADDRESS, Says.ADDRESS, parked="某停放"), S.PARKED, "dns"),
    ("parked by its servers, refused to us", [FORBIDDEN], told(Says.ADDRESS, Says.ADDRESS, parked="某停放"), S.PARKED,
     "dns"),
    ("one page and one silence", [CLEAN, Sight(Outcome.TIMEOUT)], THERE, S.UNCLEAR, "mixed"),
    ("the profile that had seen it is led away", [AWAY, Sight(OK, 200, decisive=False)], THERE, S.MOVED, "meta"),
    ("only what never showed it answers", [Sight(Outcome.TIMEOUT), Sight(OK, 200, decisive=False)], THERE, S.DOWN,
     "timeout"),
    ("a shell that nobody rendered", [Sight(OK, 200, shell=True)], THERE, S.UNCLEAR, "not_rendered"),
    ("rendering failed", [CLEAN, Sight(Outcome.NOT_RENDERED)], THERE, S.UNCLEAR, "mixed"),
    ("too large to judge", [Sight(Outcome.TOO_LARGE)], THERE, S.UNCLEAR, "unseen"),
    ("a bad request", [Sight(Outcome.HTTP_ERROR, 400)], THERE, S.UNCLEAR, "unseen"),
    ("nothing was visited", [], THERE, S.UNCLEAR, "no_visit"),
]  # fmt: skip


@pytest.mark.parametrize(("sights", "answers", "stands", "cause"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_a_look_says(sights: list[Sight], answers: list[Told], stands: Stands, cause: str) -> None:
    view = view_of(sights, answers)
    assert (view.stands, view.cause) == (stands, cause)
    assert view.why
    assert "\n" not in view.why
    assert view_of(list(reversed(sights)), list(reversed(answers))).stands is stands


def test_a_registry_s_hold_is_told_apart_from_a_name_that_was_given_back() -> None:
    assert view_of([Sight(LOST)], GONE, held=True).stands is Stands.SUSPENDED
    assert view_of([CLEAN], THERE, held=True).stands is Stands.CHANGED


def test_a_new_address_is_named_and_an_offence_behind_it_is_an_offence() -> None:
    assert view_of([AWAY], THERE).moved_to == "http://new.example/x"
    assert not view_of([AWAY], THERE).shows
    assert view_of([Sight(OK, 200, shows=True, ended="n.example", ended_url="http://n.example/", how="http")], []).shows


def test_other_pages_of_a_host_that_answer_are_mentioned() -> None:
    view = view_of([Sight(Outcome.HTTP_ERROR, 404), Sight(OK, 200, own=False)], THERE)
    assert (view.stands, view.cause) == (Stands.DOWN, "http_404")
    assert "其他网址仍有应答" in view.why


def test_one_server_asked_twice_is_one_resolver() -> None:
    one = Told("192.0.2.1", Says.ABSENT)
    assert view_of([Sight(LOST)], [one, one]).cause == "one_resolver"
