"""Drafting from a case's page: what it calls for, chosen kinds only, never twice, and why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from review.routes import letter_draft
from tests.review.letters_desk import LettersDesk, copied
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.models import CaseRow
from zhenwei.types import Notice


def test_a_case_gives_the_letters_that_were_chosen(drafted: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(drafted, tmp_path)) as desk:
        case = desk.confirmed("b.example")
        chen = desk.client("chen")
        assert f'href="/cases/{case}/letters"' in chen.get(f"/cases/{case}").text
        page = chen.get(f"/cases/{case}/letters")
        assert "东江市公安局" in page.text
        assert 'value="police"' in page.text
        token = page.field("token")
        assert chen.post(f"/cases/{case}/letters", token=token).status == 400
        assert chen.post(f"/cases/{case}/letters", token=token, to="nobody").status == 400
        answer = chen.post(f"/cases/{case}/letters", token=token, to="police")
        assert (answer.status, answer.headers["location"]) == (303, "/letters/2")
        assert (desk.row(2).drafted_by, desk.row(2).state) == ("chen", "draft")
        again = chen.post(f"/cases/{case}/letters", token=token, to="police")
        assert again.headers["location"] == "/letters/2", "a letter that stands is not drafted twice"
        assert 'href="/letters/2"' in chen.get(f"/cases/{case}/letters").text


def test_what_cannot_be_drafted_says_why(drafted: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(drafted, tmp_path)) as desk:
        chen, viewer = desk.client("chen"), desk.client("viewer")
        assert viewer.get("/cases/1/letters").status == 403
        assert 'href="/cases/1/letters"' not in viewer.get("/cases/1").text
        assert chen.get("/cases/99/letters").status == 404
        token = chen.get("/cases/1/letters").field("token")
        assert chen.post("/cases/99/letters", token=token, to="police").status == 404
        with desk.store.transaction() as session:
            session.get_one(CaseRow, 1).state = "hold"
        assert "没有可起草的函件" in chen.get("/cases/1/letters").text
        assert chen.post("/cases/1/letters", token=token, to="police").status == 400


def test_a_planned_letter_is_called_by_the_document_that_it_will_be(drafted: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(drafted, tmp_path)) as desk:
        chen = desk.client("chen")
        assert "<bdi>线索移送函（公安）</bdi>" in chen.get("/cases/1/letters").text
        assert desk.settings.watchlist_dir is not None
        office = desk.settings.watchlist_dir / "recipients" / "000000.toml"
        office.write_text(office.read_text("utf-8") + 'relation = "superior"\n', "utf-8")
    with LettersDesk(tmp_path) as desk:
        chen = desk.client("chen")
        assert "<bdi>报告·线索移送（公安）</bdi>" in chen.get("/cases/1/letters").text
        english = chen.get("/cases/1/letters?lang=en").text
        assert "Upward report: referral (police)" in english


def test_a_letter_made_beside_one_that_could_not_be_stands_in_the_audit_log(
    drafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = letter_draft._drafted

    def partly(*of: Any) -> tuple[list[Notice], list[str]]:
        return whole(*of)[0], ["另一件不能起草"]

    monkeypatch.setattr(letter_draft, "_drafted", partly)
    with LettersDesk(copied(drafted, tmp_path)) as desk:
        case, chen = desk.confirmed("b.example"), desk.client("chen")
        token = chen.get(f"/cases/{case}/letters").field("token")
        answer = chen.post(f"/cases/{case}/letters", token=token, to="police")
        assert (answer.status, "另一件不能起草" in answer.text) == (200, True)
        with desk.store.reading() as session:
            told = session.scalars(select(AuditRow.detail).where(AuditRow.act == "POST /cases/{case_id}/letters")).all()
        assert told == [f"case={case} letters=2 to=police"]
