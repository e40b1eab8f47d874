"""The token's own data, and the description of the interface."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from review.api.bearer import Anybody
from review.api.schema import Me

router = APIRouter(tags=["about"])


@router.get("/me", summary="令牌：名称、权限范围、有效期")
def me(bearer: Anybody) -> Me:
    """Return what the token stands for."""
    return Me(
        name=bearer.name,
        account=bearer.account,
        role=bearer.role,
        scopes=list(bearer.scopes),
        expires_at=bearer.expires_at,
    )


@router.get("/openapi.json", include_in_schema=False)
def description(request: Request, _bearer: Anybody) -> JSONResponse:
    """Return the description (OpenAPI 3.1), to holders of a token only."""
    return JSONResponse(request.app.openapi())
