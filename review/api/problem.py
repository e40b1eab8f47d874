"""What goes wrong, as problem details (RFC 9457), in Chinese and in English. Nothing of the inside is told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from review.messages import Messages, load_messages
from zhenwei.errors import NoSuch, NotAllowed, ZhenweiError

TYPE = "application/problem+json"


class Kind(StrEnum):
    """What can be wrong; title and what to do stand in the catalogue, texts/<language>/api.po."""

    REQUEST = "request"
    TOKEN = "token"  # noqa: S105 (a kind of problem)
    SCOPE = "scope"
    ROLE = "role"
    MISSING = "missing"
    METHOD = "method"
    MOVED = "moved"
    UNDER_WAY = "under-way"
    UNUSABLE = "unusable"
    LARGE = "large"
    FIELDS = "fields"
    STORE = "store"
    INSIDE = "inside"


STATUS = {
    Kind.REQUEST: 400, Kind.TOKEN: 401, Kind.SCOPE: 403, Kind.ROLE: 403, Kind.MISSING: 404, Kind.METHOD: 405,
    Kind.MOVED: 409, Kind.UNDER_WAY: 409, Kind.UNUSABLE: 409, Kind.LARGE: 413, Kind.FIELDS: 422, Kind.STORE: 503,
    Kind.INSIDE: 500,
}  # fmt: skip
BY_STATUS = {
    400: Kind.REQUEST, 401: Kind.TOKEN, 403: Kind.ROLE, 404: Kind.MISSING, 405: Kind.METHOD, 413: Kind.LARGE,
    422: Kind.FIELDS, 500: Kind.INSIDE,
}  # fmt: skip
MOST_FAULTS = 100


class Fault(BaseModel):
    """One field that is wrong; what stood there is not repeated."""

    model_config = ConfigDict(extra="forbid")
    field: str
    what: str
    what_en: str


class Problem(BaseModel):
    """``title`` and ``detail`` in Chinese, ``title_en`` and ``detail_en`` the same in English."""

    model_config = ConfigDict(extra="forbid")
    type: str
    status: int
    title: str
    title_en: str
    detail: str
    detail_en: str
    faults: list[Fault]


class Refused(Exception):
    """Raised by a route for a problem."""

    def __init__(self, kind: Kind, faults: Sequence[Fault] = ()) -> None:
        super().__init__(kind)
        self.kind, self.faults = kind, list(faults)


def _texts() -> tuple[Messages, Messages]:
    catalogue = load_messages()
    return catalogue["zh"], catalogue["en"]


def fault(field: str, what: str) -> Fault:
    """Return a fault whose words stand in the catalogue as ``api.fault.<what>``."""
    key = f"api.fault.{what}"
    zh, en = _texts()
    if key not in zh.texts:
        key = "api.fault.wrong"
    return Fault(field=field[:100], what=zh(key), what_en=en(key))


def answer(kind: Kind, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer to a request that cannot be served."""
    zh, en = _texts()
    told = Problem(
        type=f"urn:zhenwei:problem:{kind}",
        status=STATUS[kind],
        title=zh(f"api.{kind}.title"),
        title_en=en(f"api.{kind}.title"),
        detail=zh(f"api.{kind}.detail"),
        detail_en=en(f"api.{kind}.detail"),
        faults=list(faults[:MOST_FAULTS]),
    )
    return JSONResponse(told.model_dump(), STATUS[kind], headers, TYPE)


def add_handlers(api: FastAPI) -> None:
    """Let every error of an application be answered in this form."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(RequestValidationError, _fields)
    api.add_exception_handler(HTTPException, _plain)
    api.add_exception_handler(ZhenweiError, _ours)
    api.add_exception_handler(Exception, _unforeseen)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"WWW-Authenticate": 'Bearer realm="zhenwei"'} if error.kind is Kind.TOKEN else None
    return answer(error.kind, error.faults, headers)


def _fields(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(Kind.FIELDS, [_fault_of(one) for one in error.errors()[:MOST_FAULTS]])


def _fault_of(one: dict[str, Any]) -> Fault:
    return fault(".".join(str(part) for part in one["loc"]).encode("utf-8", "replace").decode(), one["type"])


def _plain(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = BY_STATUS.get(error.status_code, Kind.STORE)
    return answer(kind, headers=dict(error.headers) if error.headers else None)


def _ours(_request: Request, error: Exception) -> Response:
    kinds = ((NoSuch, Kind.MISSING), (NotAllowed, Kind.UNDER_WAY))
    return answer(next((kind for known, kind in kinds if isinstance(error, known)), Kind.STORE))


def _unforeseen(_request: Request, _error: Exception) -> Response:
    """Answer; the server logs the error itself, which is raised again."""
    return answer(Kind.INSIDE)
