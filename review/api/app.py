"""The application below ``/api/v1``: its routes, its description, and its errors in one form."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from review.api.problem import TYPE, Problem, add_handlers
from review.api.routes import about, cases, exports, notices, reports
from review.desk import Desk

ROOT = "/api/v1"
ABOUT = """对外数据接口。每个请求都须带令牌：`Authorization: Bearer zw1_…`（`zhenwei token add` 签发）。

- 列表按编号排序，用 `cursor` 翻页；`next` 为下一位置，`more` 为真时还有下页。保存最后的 `next`，下次从那里续取。
- 时间为 RFC 3339、UTC；网址为原文，请勿点击。个人信息一律打码，举报人身份不经此接口提供。
- 出错时返回 `application/problem+json`（RFC 9457），中英文并列。
"""
COMMON = (400, 401, 403, 413, 422, 503)


def create_api(desk: Desk) -> FastAPI:
    """Return the interface over a desk; mount it at ROOT."""
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.desk = desk
    for part in (about, cases, notices, reports, exports):
        api.include_router(part.router)
    add_handlers(api)

    def description() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = describe(api)
        return api.openapi_schema

    api.openapi = description  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return api


def describe(api: FastAPI) -> dict[str, Any]:
    """Return the description: FastAPI's, with every error as a problem."""
    told = get_openapi(title="甄伪 Zhenwei", version="1", description=ABOUT, routes=api.routes)
    told["servers"] = [{"url": ROOT}]
    schemas = told["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas["Problem"] = problem
    told["components"]["responses"] = {
        "Problem": {
            "description": "出错 Problem",
            "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            statuses = [*COMMON, *([404] if "{" in path else []), *([409] if method == "post" else [])]
            for status in statuses:
                operation["responses"][str(status)] = {"$ref": "#/components/responses/Problem"}
    return told
