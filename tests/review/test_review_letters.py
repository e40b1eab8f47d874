"""Letters on the desk: from the list to the answer, by two people, over the same rules as the commands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.letters_desk import LettersDesk, copied, save, step


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    """Case 1 with letter 1 to the police, drafted by chen."""
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def test_the_whole_way(desk: LettersDesk) -> None:
    notice = 1
    chen, reviewer = desk.client("chen"), desk.client("reviewer")
    text = chen.get("/letters").text
    assert f'href="/letters/{notice}"' in text
    assert "东江市公安局" in text
    page = chen.get(f"/letters/{notice}").text
    assert "须由他人审核" not in page, "an analyst is told of the role first"
    assert "审核须为审核员、管理员" in page
    assert step(reviewer, notice, "approve", note="可以发出").status == 303
    assert desk.row(notice).number.endswith("1号")
    assert step(chen, notice, "sent", channel="机要交换").status == 303
    assert step(chen, notice, "received").status == 303
    assert step(chen, notice, "answered", result="filed", number="某公〔2026〕9号").status == 303
    page = chen.get(f"/letters/{notice}").text
    for said in ("立案", "某公〔2026〕9号", "机要交换", "已了结"):
        assert said in page, said
    assert step(chen, notice, "close").status == 303
    assert desk.row(notice).state == "closed"
    assert [event for event, _by in desk.events(notice)] == [
        "drafted", "approved", "numbered", "sent", "received", "answered", "closed",
    ]  # fmt: skip
    assert f'href="/letters/{notice}"' not in chen.get("/letters").text
    assert f'href="/letters/{notice}"' in chen.get("/letters?state=closed").text


def test_pages_are_pictures_and_the_package_is_logged(desk: LettersDesk) -> None:
    notice = 1
    viewer, chen = desk.client("viewer"), desk.client("chen")
    page = viewer.get(f"/letters/{notice}/pages/1/1.webp")
    assert page.headers["content-type"] == "image/webp"
    assert page.body[8:12] == b"WEBP"
    for missing in ("pages/1/60", "pages/2/1"):
        assert viewer.get(f"/letters/{notice}/{missing}.webp").status == 404
    assert viewer.get(f"/letters/{notice}/files/1/package.zip").status == 403
    assert "package.zip" not in viewer.get(f"/letters/{notice}").text
    package = chen.get(f"/letters/{notice}/files/1/package.zip")
    assert package.headers["content-disposition"] == f'attachment; filename="letter-{notice}-v1-package.zip"'
    assert "notice.pdf" in {Path(name).name for name in zipfile.ZipFile(io.BytesIO(package.body)).namelist()}
    assert desk.events(notice)[-1] == ("downloaded", "chen")
    assert chen.get(f"/letters/{notice}/files/1/manifest.json").status == 404
    assert chen.get(f"/letters/{notice}/files/1/content.json").status == 404


def test_a_changed_file_is_not_handed_out(desk: LettersDesk) -> None:
    notice = 1
    document = desk.settings.letters_dir / desk.row(notice).folder / "notice.docx"
    document.chmod(0o600)
    document.write_bytes(b"other")
    answer = desk.client("chen").get(f"/letters/{notice}/files/1/notice.pdf")
    assert answer.status == 409
    assert "notice.docx 与清单不符" in answer.text
    assert [event for event, _by in desk.events(notice)] == ["drafted"]


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("chen", 409), ("analyst", 409), ("reviewer", 303)])
def test_who_may_approve(desk: LettersDesk, who: str, status: int) -> None:
    notice = 1
    client = desk.client(who)
    page = desk.client("reviewer").get(f"/letters/{notice}")
    token = client.get("/queue").field("token")
    answer = client.post(f"/letters/{notice}/steps/approve", token=token, seen=page.field("seen"))
    assert answer.status == status
    assert desk.row(notice).state == ("approved" if status == 303 else "draft")


def test_whoever_edited_last_does_not_approve(desk: LettersDesk) -> None:
    notice = 1
    reviewer = desk.client("reviewer")
    assert save(reviewer, notice, "涉嫌", "经核，涉嫌").status == 303
    assert "须由他人审核" in reviewer.get(f"/letters/{notice}").text
    assert step(reviewer, notice, "approve").status == 409
    assert step(desk.client("admin"), notice, "approve").status == 303


def test_the_later_one_sees_what_happened_and_keeps_what_they_typed(desk: LettersDesk) -> None:
    notice = 1
    admin = desk.client("admin")
    shown = admin.get(f"/letters/{notice}")
    assert step(desk.client("reviewer"), notice, "reject", note="收文单位有误").status == 303
    answer = admin.post(
        f"/letters/{notice}/steps/withdraw", token=shown.field("token"), seen=shown.field("seen"), note="我的理由"
    )
    assert answer.status == 409
    told = answer.text.split('role="alert"')[1].split("</div>")[0]
    assert "reviewer" in told
    assert "退回" in told
    assert "收文单位有误" in told
    assert desk.row(notice).state == "rejected"


def test_a_step_that_still_fits_is_not_taken_on_what_was_not_seen(desk: LettersDesk) -> None:
    notice, admin = 1, desk.client("admin")
    shown = admin.get(f"/letters/{notice}")
    assert step(desk.client("reviewer"), notice, "approve").status == 303
    answer = admin.post(
        f"/letters/{notice}/steps/reject", token=shown.field("token"), seen=shown.field("seen"), note="我的理由"
    )
    assert answer.status == 409
    assert "我的理由</textarea>" in answer.text
    assert desk.row(notice).state == "approved"


def test_a_download_by_another_is_no_change(desk: LettersDesk) -> None:
    notice = 1
    reviewer = desk.client("reviewer")
    shown = reviewer.get(f"/letters/{notice}")
    desk.client("chen").get(f"/letters/{notice}/files/1/notice.pdf")
    answer = reviewer.post(f"/letters/{notice}/steps/approve", token=shown.field("token"), seen=shown.field("seen"))
    assert answer.status == 303


@pytest.mark.parametrize(
    ("slug", "fields", "said"),
    [
        ("reject", {"note": "  "}, "须写明理由"),
        ("approve", {"day": "2031-01-01"}, "成文日期"),
        ("approve", {"day": "soon"}, "无法识别"),
        ("sent", {}, "须为"),
        ("approve", {"number": "第三号"}, "没有写入任何内容"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    desk: LettersDesk, slug: str, fields: dict[str, str], said: str
) -> None:
    notice = 1
    answer = step(desk.client("reviewer"), notice, slug, **fields)
    assert answer.status in (400, 409)
    assert said in answer.text
    assert [event for event, _by in desk.events(notice)] == ["drafted"]


def test_no_letter_no_step(desk: LettersDesk) -> None:
    notice = 1
    client = desk.client("admin")
    token = client.get("/queue").field("token")
    assert client.get("/letters/99").status == 404
    assert client.post("/letters/99/steps/close", token=token, seen="1").status == 404
    assert client.post(f"/letters/{notice}/steps/burn", token=token, seen="1").status == 404
    assert client.post(f"/letters/{notice}/steps/approve", token="other", seen="1").status == 403
    assert client.post(f"/letters/{notice}/steps/approve", token=token, seen="x").status == 409


LISTS = {
    "state=draft": True,
    "to=police": True,
    "to=market": False,
    "whose=approval": True,
    "whose=sending": False,
    "whose=mine": False,
    "case=1": True,
    "case=9": False,
    "before=1": False,
    "state=%3Cscript%3E&to=x&whose=y": True,
}


def test_the_list_is_narrowed(desk: LettersDesk) -> None:
    client = desk.client("reviewer")
    for query, shown in LISTS.items():
        text = client.get(f"/letters?{query}").text
        assert ('href="/letters/1"' in text) is shown, query
        assert "<script>" not in text


def test_the_number_is_shown_before_it_is_taken_and_not_offered_twice(desk: LettersDesk) -> None:
    reviewer = desk.client("reviewer")
    sender = desk.watchlist.sender
    page = reviewer.get("/letters/1").text
    assert f"将编为 {sender.code}〔" in page
    assert "1号（以实际编发为准）" in page
    assert step(reviewer, 1, "approve").status == 303
    assert 'action="/letters/1/steps/number"' not in reviewer.get("/letters/1").text


def test_an_answer_needs_its_result(desk: LettersDesk) -> None:
    reviewer = desk.client("reviewer")
    for slug in ("approve", "sent"):
        assert step(reviewer, 1, slug).status == 303
    assert "复函期限即告了结" in reviewer.get("/letters/1").text
    answer = step(reviewer, 1, "answered", note="来函一件")
    assert answer.status == 400
    assert "须选择“答复结果”" in answer.text
    assert "来函一件</textarea>" in answer.text
    assert desk.row(1).state == "sent"
