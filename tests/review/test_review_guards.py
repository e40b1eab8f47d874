"""What stands in the way of saving a change of the lists: cases it covers, a trial under way, genuine sites flagged."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from review.editing.covering import covered
from review.editing.insisting import AskAgain, Consent, as_noted, insisted
from review.editing.proposals import Proposal, Proposals
from review.editing.rescreen import MOST_ROWS, Report, Shift
from review.editing.trial import _ONE, Trial
from review.views.changed import FieldChange, field_changes
from tests.review.review_desk import Client, Made, ServedDesk
from zhenwei.address import defang
from zhenwei.errors import NotAllowed, StoreAway
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.edit_tables import EditRow
from zhenwei.store.models import CaseRow

SURE = Consent(despite=True, despite_why="甲", untried=True, untried_why="乙", sure=True)
CASE = "cx-mem-gov.cn"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def test_cases_at_and_below_a_host_are_found(desk: ServedDesk) -> None:
    hosts = [CASE, f"www.{CASE}", f"x{CASE}", "a.example", "b.a.example", "dismissed.a.example"]
    cases = {host: desk.case(Made(host=host)) for host in hosts}
    with desk.store.transaction() as session:
        row = session.get(CaseRow, cases["dismissed.a.example"])
        assert row is not None
        row.state = "dismissed"
    found = {host: {one.host for one in covered(desk.store, [host])} for host in (CASE, "a.example", "other.cn")}
    assert found == {CASE: {CASE, f"www.{CASE}"}, "a.example": {"a.example", "b.a.example"}, "other.cn": set()}
    assert len(covered(desk.store, [CASE, "a.example"])) == 4
    assert covered(desk.store, []) == []


def proposal(trial: Trial | None, widens: tuple[str, ...] = ()) -> Proposal:
    return Proposal("lawful.toml", None, "", "", "", "admin", trial=trial, widens=widens)


def ended(*owners: str) -> Trial:
    report = Report()
    for at, owner in enumerate(owners):
        report.note(Shift("page", f"{at}.example", 0.0, 84.0, owner=owner), gained=True)
    return Trial(state="done", report=report)


@pytest.mark.parametrize("trial", [None, Trial(), Trial("running"), Trial("late"), Trial("failed"), Trial("stopped")])
def test_without_a_trial_a_reason_of_its_own_is_asked(trial: Trial | None) -> None:
    for consent in (Consent(), replace(SURE, untried=False), replace(SURE, untried_why="")):
        with pytest.raises(NotAllowed):
            insisted(proposal(trial), [], consent)
    state = trial.state if trial else "stopped"
    assert insisted(proposal(trial), [], SURE) == {"untried": {"state": state, "why": "乙"}}


def test_genuine_sites_ask_again_and_stand_first() -> None:
    plain = proposal(ended("", ""))
    assert insisted(plain, [], Consent()) == {}
    risky = proposal(ended("", "", "official", "lawful"))
    with pytest.raises(AskAgain):
        insisted(risky, [], replace(SURE, sure=False))
    kept = insisted(risky, [], Consent(sure=True))
    assert (kept, as_noted(kept)) == ({"wrongs": ["2.example", "3.example"]}, {"wrongs": ["2.example", "3.example"]})
    many = ended(*[""] * (MOST_ROWS + 5), "official").report
    assert many is not None
    assert (many.gained[0].owner, len(many.gained), many.cut) == ("official", MOST_ROWS, True)


def test_a_newer_proposal_and_a_session_that_ended_stop_trials() -> None:
    kept, first, second, other = Proposals(), Trial(), Trial(), Trial()
    for trial, by in ((first, "a"), (other, "b"), (second, "a")):
        one = proposal(trial)
        one.by = by
        kept.add(one)
    assert [trial._stopped.is_set() for trial in (first, second, other)] == [True, False, False]
    gone = threading.Event()
    ending = Trial(wanted=lambda: not gone.is_set())
    assert not any(ending._is_to_end() for _ in range(20))
    gone.set()
    assert any(ending._is_to_end() for _ in range(20))


def test_a_store_that_is_away_ends_no_trial() -> None:
    def away() -> bool:
        raise StoreAway

    trial = Trial(wanted=away)
    assert not any(trial._is_to_end() for _ in range(20))


def propose(client: Client, host: str) -> str:
    token = client.get("/watchlist").field("token")
    answer = client.post("/watchlist/lawful", token=token, name=host, why="合法办学")
    assert answer.status == 303, answer.text
    return answer.headers["location"]


def trial_of(desk: ServedDesk, place: str) -> Trial:
    found: Proposal | None = desk.app.state.proposals.get(place.rsplit("/", 1)[-1])
    assert found is not None
    assert found.trial is not None
    return found.trial


def test_a_host_of_a_case_is_listed_only_on_purpose(desk: ServedDesk) -> None:
    case, client = desk.case(Made(host=CASE)), desk.client("admin")
    place = propose(client, CASE)
    shown = client.get(place)
    assert f'href="/cases/{case}"' in shown.text
    form = {"token": shown.field("token"), "why": "来函", "do": "untried", "untried_why": "急用"}
    for more in ({}, {"despite": "yes"}, {"despite_why": "核实"}):
        refused = client.post(place, **form, **more)
        assert refused.status == 400
        assert "急用" in refused.text, "what was typed stays"
    with desk.store.reading() as session:
        assert session.scalars(select(EditRow)).all() == []
    assert client.post(place, **form, despite="yes", despite_why="误报，已核实").status == 303
    with desk.store.reading() as session:
        row = session.scalars(select(EditRow)).one()
        noted = session.scalars(select(AuditRow.detail).order_by(AuditRow.n.desc())).first()
    assert row.despite["covers"] == {"hosts": [CASE], "cases": [case], "why": "误报，已核实"}
    assert row.despite["untried"]["why"] == "急用"
    assert noted is not None
    said = f"did=saved file=lawful.toml edit=1 covers={CASE} cases={case} covers_why=误报，已核实 untried="
    assert noted.startswith(said)
    assert noted.endswith(" untried_why=急用")
    for path in ("/watchlist/history", "/watchlist/history/1"):
        page = client.get(path).text
        assert all(part in page for part in ("误报，已核实", "急用", "未经试算保存", defang(CASE))), path


def test_a_trial_ends_with_its_session_and_can_be_begun_again(desk: ServedDesk) -> None:
    _ONE.acquire()  # so that the trial waits for its turn
    try:
        client = desk.client("admin")
        place = propose(client, "school.example")
        shown = client.get(place)
        assert "排队中" in shown.text
        assert client.post(place, token=shown.field("token"), why="x", do="save").status == 400
        assert client.post("/logout", token=shown.field("token")).status == 303
        again = desk.client("admin")
        trial_of(desk, place).wait()
        shown = again.get(place)
        assert "已停止" in shown.text
        assert again.post(place, token=shown.field("token"), do="retry").status == 303
        assert "排队中" in again.get(place).text
    finally:
        _ONE.release()


CHANGES = [
    (
        "organs/x.toml",
        'name = "甲局"\nlevel = "city"\ndomains = ["a.cn", "b.cn"]\n',
        'name = "乙局"\nlevel = "county"\ndomains = ["b.cn", "c.cn"]\nconfirmed = true\n',
        [
            FieldChange("field.name", "text", ("甲局",), ("乙局",)),
            FieldChange("field.level", "choice", ("city",), ("county",)),
            FieldChange("field.domains", "text", ("a.cn",), ("c.cn",), 1),
            FieldChange("field.confirmed", "flag", (), ("wl.yes",)),
        ],
    ),
    (
        "lawful.toml",
        "# by = 'sample'\n",
        '[[host]]\nname = "a.cn"\nwhy = "甲"\nby = "admin"\non = 2026-01-02\n',
        [
            FieldChange("wl.host", "text", (), ("a.cn",)),
            FieldChange("field.why", "text", (), ("甲",)),
            FieldChange("wl.by", "text", (), ("admin",)),
            FieldChange("wl.on", "text", (), ("2026-01-02",)),
        ],
    ),
    ("lexicon/x.toml", 'why = "甲"\n', 'why = "乙"\n', [FieldChange("wl.meaning", "text", ("甲",), ("乙",))]),
    (
        "lexicon/x.toml",
        'terms = ["甲", "乙"]\n',
        'terms = ["乙", "甲"]\n',
        [FieldChange("field.terms", "text", ("甲", "乙"), ("乙", "甲"))],
    ),
    ("lexicon/x.toml", "# a\n", "# b\n", []),
    ("lexicon/x.toml", "no toml", 'why = "乙"\n', []),
]


@pytest.mark.parametrize(("name", "before", "after", "changes"), CHANGES)
def test_a_change_field_by_field(name: str, before: str, after: str, changes: list[FieldChange]) -> None:
    assert field_changes(name, before, after) == changes
