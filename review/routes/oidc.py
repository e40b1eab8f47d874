"""Logging in by the office's provider (OpenID Connect), where one is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import address_of
from review.desk import desk_of
from review.opening import open_by_provider
from review.provider import BACK, COOKIE, MINUTES, Provider, Refused
from review.routes.login import form, keep, own_page
from review.vouching import account_for
from zhenwei.store.audit import record

router = APIRouter()
Words = Annotated[str, Query(max_length=4000)]


@router.get("/login/oidc")
def depart(request: Request, next_page: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Send the browser to the provider."""
    try:
        url, cookie = _provider(request).depart(own_page(next_page))
    except Refused as error:
        return _refused(request, error)
    answer = RedirectResponse(url, status_code=303)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=MINUTES * 60,
        path="/login",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get(BACK)
def arrive(request: Request, state: Words = "", code: Words = "", error: Words = "") -> Response:
    """Open a session for whom the provider vouches; an account that is disabled stays out."""
    desk, provider = desk_of(request), _provider(request)
    try:
        if error:
            raise Refused(f"身份认证服务答复：{error[:60]}")
        claims, next_page = provider.arrive(request.cookies.get(COOKIE, ""), state, code)
        with desk.store.transaction() as session:
            account = account_for(session, claims, desk.settings)
        opened = open_by_provider(desk, account, address_of(request))
    except Refused as reason:
        return _refused(request, reason)
    if opened is None:
        return _refused(request, Refused("账号已停用"))
    answer = RedirectResponse(own_page(next_page), status_code=303)
    answer.delete_cookie(COOKIE, path="/login")
    keep(desk, request, answer, opened)
    return answer


def _provider(request: Request) -> Provider:
    provider = desk_of(request).provider
    if provider is None:
        raise HTTPException(404)
    return provider


def _refused(request: Request, reason: Refused) -> Response:
    with desk_of(request).store.transaction() as session:
        record(session, "login", "", "login.refused", detail=str(reason), address=address_of(request))
    answer = form(request, "/", problem="provider_no", status=403)
    answer.delete_cookie(COOKIE, path="/login")
    return answer
