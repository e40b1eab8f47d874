"""A desk with a few cases, letters and reports, and a program that asks it with a token."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.review.review_desk import MOMENT, Made, ServedDesk
from zhenwei.store.cases import decide
from zhenwei.store.models import NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.store.tokens import SCOPES, add_token
from zhenwei.types import Verdict, Word


@dataclass(frozen=True)
class Reply:
    status: int
    kind: str
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Program:
    """Asks ``/api/v1`` of one desk; ``token`` may be empty."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, body: object) -> Reply:
        return self.ask("POST", path, json.dumps(body).encode())

    def ask(self, method: str, path: str, body: bytes | None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            connection.request(method, f"/api/v1{path}", body, sent | headers)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, told.get("content-type", ""), answer.read(), told)
        finally:
            connection.close()


def token_for(
    desk: ServedDesk, account: str = "analyst", scopes: Sequence[str] = tuple(SCOPES), name: str = "省平台"
) -> str:
    with desk.store.transaction() as session:
        return add_token(session, name, account, scopes, 30)[0]


def program(desk: ServedDesk, *scopes: str, account: str = "analyst", name: str = "省平台") -> Program:
    return Program(desk.port, token_for(desk, account, scopes or tuple(SCOPES), name))


@contextmanager
def filled_desk(folder: Path) -> Iterator[ServedDesk]:
    """Yield a desk with three cases (the first confirmed, in a letter), and one report."""
    with ServedDesk(folder) as desk:
        cases = [desk.case(Made(host=f"cx{n}-mem.example", operator="OP-1" if n < 2 else "")) for n in range(2)]
        cases.append(desk.case(Made(host="sale.example", verdict=Verdict.SALE)))
        with desk.store.transaction() as session:
            decide(session, cases[:1], Word.CONFIRMED, "analyst", "标题冒用名称")
            notice = NoticeRow(
                recipient="police", office="某市公安局", kind="police", title="关于移送线索的函", folder="1",
                drafted_by="analyst", drafted_at=MOMENT,
            )  # fmt: skip
            notice.cases.append(NoticeCaseRow(case_id=cases[0]))
            notice.events.append(
                NoticeEventRow(at=MOMENT + timedelta(hours=1), by="reviewer", event="approved", note="")
            )
            session.add(notice)
        told = {"reports": [{"addresses": ["http://cx0-mem.example/"], "note": "查证书的假网站"}]}
        assert program(desk).post("/leads", told).status == 201
        yield desk
