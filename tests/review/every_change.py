"""Every change that a person or a program can make on a desk, made once by its own form, one after the other."""

from __future__ import annotations

import re

from sqlalchemy import select

from tests.api.programs import program
from tests.review.letters_desk import LettersDesk, save, step
from tests.review.review_desk import MOMENT, Answer, Client, Made
from zhenwei.store.accounts import get_account
from zhenwei.store.api_tables import ApiTokenRow, HookRow
from zhenwei.store.queue_tables import SavedFilterRow

TARGET = "http://127.0.0.1/hook?access_token=s3cret"


def change_all(desk: LettersDesk) -> None:
    """Make every change of ``review/rights.py``; each is taken by the desk."""
    admin, reviewer, chen = (desk.client(name) for name in ("admin", "reviewer", "chen"))
    _accounts(desk, admin)
    _programs(desk, admin)
    _lists(admin)
    case = desk.case(Made(host="seen.example"))
    _casework(desk, chen, reviewer, case)
    _queue(desk, chen)
    _letters(desk, chen, reviewer)
    _reports(chen, reviewer)
    asked = program(desk, "cases:read", "decisions:write", "leads:write", account="analyst")
    seen = asked.get(f"/cases/{case}").json["seen"]
    _taken(asked.post(f"/cases/{case}/decisions", {"word": "hold", "why": "平台复核", "seen": seen}).status)
    _taken(asked.post("/leads", {"reports": [{"addresses": ["http://told.example/"], "note": "来电"}]}).status)


def _taken(status: int) -> None:
    assert status in (200, 201, 303), status


def _press(client: Client, page: str, path: str, **fields: str) -> Answer:
    answer = client.post(path, token=client.get(page).field("token"), **fields)
    assert answer.status in (200, 303), (path, answer.status, answer.text)
    return answer


def _accounts(desk: LettersDesk, admin: Client) -> None:
    _press(admin, "/accounts", "/accounts", name="wang", role="analyst")
    with desk.store.reading() as session:
        number = get_account(session, "wang").id
    for act, fields in (
        ("role", {"role": "reviewer"}), ("disable", {}), ("enable", {}), ("reset", {}), ("unlock", {}), ("logout", {}),
    ):  # fmt: skip
        _press(admin, "/accounts", f"/accounts/{number}/{act}", **fields)


def _programs(desk: LettersDesk, admin: Client) -> None:
    _press(admin, "/tokens", "/tokens", name="省 平台", account="analyst", scope="cases:read", days="9")
    with desk.store.transaction() as session:
        token = session.scalars(select(ApiTokenRow.id)).one()
        # As an address that the gate refuses: no test leaves.
        session.add(HookRow(kind="web", target=TARGET, events=["case.decided"], salt="0" * 32, created_at=MOMENT))
    _press(admin, "/tokens", f"/tokens/{token}/revoke")
    _press(admin, "/hooks", "/hooks", target="duty@office.example", event="case.opened")
    for act in ("test", "pause", "resume", "resend", "remove"):
        _press(admin, "/hooks", f"/hooks/1/{act}")


def _lists(admin: Client) -> None:
    _press(admin, "/watchlist", "/watchlist/new", slug="yjj-x")
    form = admin.get("/watchlist/organs/yjj-x")
    organ = {"name": "某市应急管理局", "domains": "yjj.example.gov.cn", "level": "city", "role": "protected"}
    organ |= {"region": "110000", "seen": form.field("seen")}
    place = _press(admin, "/watchlist", "/watchlist/organs/yjj-x", **organ).headers["location"]
    for do in ("retry", "drop"):
        _press(admin, "/watchlist", place, do=do)
    place = _press(admin, "/watchlist", "/watchlist/lawful", name="cleared.example", why="经核实").headers["location"]
    _press(admin, place, place, do="untried", why="经核实", untried_why="急用")
    _press(admin, "/watchlist/history", "/watchlist/history/1/undo")


def _casework(desk: LettersDesk, chen: Client, reviewer: Client, case: int) -> None:
    page = f"/cases/{case}"
    _taken(chen.decide(case, "confirmed", "误点").status)
    shown = chen.get(page)
    fields = {name: shown.field(name) for name in ("seen", "opened", "decision")}
    _press(chen, page, f"{page}/undo", why="点错了", **fields)
    _press(chen, page, f"{page}/notes", text="与上月一件为同一模板")
    _press(chen, page, f"{page}/unmask", reason="移送前 核对")
    _press(chen, page, f"{page}/verify")
    _press(chen, page, f"{page}/opinions", question="是否同一团伙？", of="reviewer")
    _press(reviewer, page, f"{page}/opinions/1", word="hold", why="模板相同")
    _press(chen, page, f"{page}/opinions", question="再请一看", of="")
    _press(chen, page, f"{page}/opinions/2/recall")


def _queue(desk: LettersDesk, chen: Client) -> None:
    many = [desk.case(Made(host=f"many{number}.example")) for number in range(2)]
    shown = chen.get("/queue?verdict=counterfeit_site")
    picks = [re.findall(rf'name="pick" value="({case}:[\d-]+)"', shown.text)[0] for case in many]
    fields = [("token", shown.field("token")), ("word", "dismissed"), ("why", "练习站"), ("pick", "99:0-0")]
    said = chen.send("/queue/decision", fields + [("pick", pick) for pick in picks])
    _taken(said.status)
    took = re.findall(r"took=([\d-]+)", said.headers["location"])[0]
    _press(chen, "/queue", "/queue/undo", took=took, why="选错了")
    _press(chen, "/queue", "/queue/filters", name="本周 新增", query="state=new")
    with desk.store.reading() as session:
        kept = session.scalars(select(SavedFilterRow.id)).one()
    _press(chen, "/queue", f"/queue/filters/{kept}/forget")


def _letters(desk: LettersDesk, chen: Client, reviewer: Client) -> None:
    case = desk.confirmed("b.example")
    _press(chen, f"/cases/{case}/letters", f"/cases/{case}/letters", to="police")
    _taken(save(chen, 2, "涉嫌", "经核，涉嫌", to="preview").status)
    _taken(save(chen, 2, "涉嫌", "经核，涉嫌").status)
    for slug, fields in (("approve", {"note": "可以发出"}), ("sent", {"channel": "机要交换"})):
        _taken(step(reviewer, 2, slug, **fields).status)
    key = re.findall(r'name="key" value="([^"]+)"', chen.get("/clocks?state=all").text)[0]
    _press(chen, "/clocks", "/clocks/done", key=key)


def _reports(chen: Client, reviewer: Client) -> None:
    fields = {"source": "12350", "addresses": "new.example/cx", "note": "来电"}
    fields |= {"reporter_name": "举报人甲", "reporter_contact": "19000005678"}
    _press(chen, "/reports/new", "/reports/new", **fields)
    _press(reviewer, "/monthly", "/monthly", year="2026", month="10")
