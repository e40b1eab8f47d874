"""Notes, contacts in full and checks of the evidence: each is a POST that adds a row, and the page shows the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from review.views.contacts import SHOWN_FOR
from tests.review.review_desk import MOMENT, Client, Made, ServedDesk
from zhenwei.address import defang
from zhenwei.evidence import write_capture
from zhenwei.evidence.journal import Journals, read_journal
from zhenwei.store.base import Base
from zhenwei.store.models import VisitRow
from zhenwei.store.note_tables import CaseNoteRow, EvidenceCheckRow, UnmaskingRow
from zhenwei.types import Page, Profile

NUMBER = "19000001234"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path_factory.mktemp("desk")) as served:
        yield served


@pytest.fixture(scope="module")
def analyst(desk: ServedDesk) -> Client:
    return desk.client("analyst")


def count(desk: ServedDesk, table: type[Base], case: int) -> int:
    with desk.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table).filter_by(case_id=case)) or 0


def act(client: Client, case: int, what: str, **fields: str) -> int:
    token = client.get(f"/cases/{case}").field("token")
    return client.post(f"/cases/{case}/{what}", token=token, **fields).status


def test_a_note_is_added_and_shown(desk: ServedDesk, analyst: Client) -> None:
    case = desk.case(Made(host="note.example"))
    assert act(analyst, case, "notes", text="  与上周电话举报为同一网站 <b>  ") == 303
    page = desk.client("viewer").get(f"/cases/{case}").text
    assert "与上周电话举报为同一网站 &lt;b&gt;" in page
    assert act(analyst, case, "notes", text=" ") == 400
    assert act(analyst, case, "notes", text="长" * 2001) == 400
    assert count(desk, CaseNoteRow, case) == 1


def test_a_contact_in_the_title_of_a_page_is_masked_wherever_titles_stand(desk: ServedDesk, analyst: Client) -> None:
    case = desk.case(Made(host="title.example", title="特种作业证代办 电话190-0000-1234"))
    for path in (f"/cases/{case}", f"/cases/{case}/timeline", "/queue?state=all"):
        page = analyst.get(path).text
        assert "190-0000-1234" not in page, path
    assert "特种作业证代办 电话190*******234" in page


def test_contacts_are_masked_until_a_reason_is_logged(desk: ServedDesk, analyst: Client) -> None:
    case = desk.case(Made(host="unmask.example"))
    assert NUMBER not in analyst.get(f"/cases/{case}").text
    assert act(analyst, case, "unmask", reason="  ") == 400
    assert NUMBER not in analyst.get(f"/cases/{case}").text
    assert act(analyst, case, "unmask", reason="移送公安机关前核对号码") == 303
    assert NUMBER in analyst.get(f"/cases/{case}").text
    other = desk.client("reviewer").get(f"/cases/{case}").text
    assert NUMBER not in other, "a colleague has given no reason"
    assert "移送公安机关前核对号码" in other, "but sees who looked"
    with desk.store.transaction() as session:
        row = session.scalars(select(UnmaskingRow).filter_by(case_id=case)).one()
        assert (row.by, row.shown) == ("analyst", [["phone", "190****1234"]])
        row.at -= SHOWN_FOR + timedelta(seconds=1)
    assert NUMBER not in analyst.get(f"/cases/{case}").text, "the look has ended"


def test_a_check_says_what_does_not_match_and_is_kept(desk: ServedDesk, analyst: Client) -> None:
    made = desk.made(Made(host="verify.example"))
    with desk.store.reading() as session:
        folder = session.get_one(VisitRow, made.visit).folder
    root = desk.settings.evidence_dir
    Journals(root).append(folder.split("/")[0], "captured", [])
    assert act(analyst, made.case, "verify", visit=str(made.visit)) == 303
    with desk.store.reading() as session:
        first = session.scalars(select(EvidenceCheckRow).filter_by(case_id=made.case)).one()
        assert first.problems, "a manifest made by hand for these tests is not one of ours"
    line = read_journal(root, folder.split("/")[0])[-1]
    assert (line["event"], line["by"]) == ("verified", "analyst")
    assert line["detail"] == {
        "folder": folder,
        "manifest_sha256": first.manifest_sha256,
        "problems": len(first.problems),
    }
    assert "核验发现" in analyst.get(f"/cases/{made.case}").text
    assert act(analyst, made.case, "verify") == 303
    assert count(desk, EvidenceCheckRow, made.case) == 2
    assert act(analyst, made.case, "verify", visit="999999") == 404


def test_a_whole_capture_is_whole_until_a_byte_of_it_changes(desk: ServedDesk, analyst: Client) -> None:
    made = desk.made(Made(host="whole.example"))
    root, folder = desk.settings.evidence_dir, "000007/whole.example/7-phone"
    page = Page(
        "http://whole.example/", "http://whole.example/", Profile.PHONE, 200, "<p>查询</p>", MOMENT, chain=(),
        headers={}, charset="utf-8",
    )  # fmt: skip
    digest = write_capture(root, folder, page, [])
    with desk.store.transaction() as session:
        visit = session.get_one(VisitRow, made.visit)
        visit.folder, visit.manifest_sha256 = folder, digest
    assert act(analyst, made.case, "verify") == 303
    text = analyst.get(f"/cases/{made.case}").text
    assert "核验一致" in text
    assert defang(folder) in text
    with (root / folder / "page.html").open("ab") as file:
        file.write(b"x")
    assert act(analyst, made.case, "verify") == 303
    text = analyst.get(f"/cases/{made.case}").text
    assert "长度不符" in text
    assert "SHA-256 不符" in text
    assert str(root) not in text
    assert [line["event"] for line in read_journal(root, "000007")][-2:] == ["verified", "verified"]


def test_hostile_words_of_a_colleague_stay_text(desk: ServedDesk, analyst: Client) -> None:
    case = desk.case(Made(host="words.example"))
    text = "</bdi><script>window.ran=1</script>{{ 7*7 }}\u202egnp.exe"
    assert act(analyst, case, "notes", text=text) == 303
    assert act(analyst, case, "unmask", reason=text) == 303
    for path in (f"/cases/{case}", f"/cases/{case}/timeline"):
        answer = analyst.get(path).text
        assert "<script>window" not in answer
        assert "‹U+202E›" in answer
        assert "{{ 7*7 }}" in answer


@pytest.mark.parametrize(("what", "field"), [("notes", "text"), ("unmask", "reason"), ("verify", "visit")])
def test_who_may_not_decide_may_do_none_of_it(desk: ServedDesk, analyst: Client, what: str, field: str) -> None:
    case = desk.case(Made(host=f"closed-{what}.example"))
    assert act(desk.client("viewer"), case, what, **{field: "1"}) == 403
    assert analyst.post(f"/cases/{case}/{what}", token="forged", **{field: "1"}).status == 403
    assert act(analyst, case, "notes", text="有") == 303
    assert analyst.post(f"/cases/999999/{what}", token=analyst.get("/").field("token"), **{field: "1"}).status == 404
