"""``zhenwei token …``: which programs may use the interface, for what, and until when."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from zhenwei.cli.context import transaction
from zhenwei.store.api_tables import ApiTokenRow
from zhenwei.store.audit import record
from zhenwei.store.tokens import SCOPES, add_token, list_tokens, revoke_token

app = typer.Typer(
    help="接口令牌：供其他系统通过 /api/v1 交换数据。\n\n例：zhenwei token list",
    no_args_is_help=True,
)
CHOICES = "；".join(f"{name} {what}" for name, what in SCOPES.items())


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="对接系统的名称；它提交的线索以此为来源。")],
    account: Annotated[str, typer.Option(metavar="ACCOUNT", help="对此令牌负责的账号；账号停用，令牌随即失效。")],
    scope: Annotated[list[str], typer.Option(metavar="SCOPE", help=f"权限范围，可多次给出：{CHOICES}。")],
    days: Annotated[int, typer.Option(metavar="DAYS", help="有效天数。")] = 90,
) -> None:
    """签发令牌；令牌只显示这一次，库中只存其摘要。

    例：zhenwei token add 省举报平台 --account wang --scope leads:write --scope cases:read --days 90
    """
    with transaction() as session:
        token, row = add_token(session, name, account, scope, days)
        record(session, "admin", "", "zhenwei token add", row.name, detail=f"{account} {' '.join(row.scopes)}")
        fields = _fields(row)
    _print({**fields, "token": token})


@app.command("list")
def list_() -> None:
    """列出全部令牌（不含令牌本身），每行一个 JSON 对象。

    例：zhenwei token list
    """
    with transaction() as session:
        lines = [_fields(row) for row in list_tokens(session)]
    for line in lines:
        _print(line)


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="令牌编号（见 zhenwei token list）。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁作废的。")] = "",
) -> None:
    """作废令牌，立即生效。

    例：zhenwei token revoke 3 --by wang
    """
    with transaction() as session:
        row = revoke_token(session, number, by)
        record(session, "admin", by, "zhenwei token revoke", row.name, detail=row.head)
        fields = _fields(row)
    _print(fields)


def _fields(row: ApiTokenRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "account": row.account,
        "head": row.head,
        "scopes": row.scopes,
        "created_at": row.created_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "last_used_at": row.last_used_at.isoformat() if row.last_used_at else "",
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else "",
    }


def _print(values: dict[str, Any]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False))
