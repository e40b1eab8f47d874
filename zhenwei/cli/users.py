"""``zhenwei user …``: who may log in and act."""

from __future__ import annotations

import json
import secrets
import sys
from typing import Annotated

import typer

from zhenwei.cli.context import transaction
from zhenwei.errors import BadInput
from zhenwei.store.accounts import (
    add_account,
    end_sessions,
    get_account,
    list_accounts,
    reset_password,
    set_disabled,
    set_role,
)
from zhenwei.store.audit import record
from zhenwei.store.logins import free

app = typer.Typer(
    help="账号与角色：viewer 查看员、analyst 研判员、reviewer 审核员、admin 管理员。\n\n例：zhenwei user list",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="账号名。")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读取口令（第一行）。")]
Generate = Annotated[bool, typer.Option("--generate", help="自动生成口令，只显示这一次。")]
MustChange = Annotated[
    bool | None,
    typer.Option(
        "--must-change/--final",
        help="首次登录时必须修改口令，或口令即为最终口令。不加时：--password-stdin 给出的为最终口令，其余须修改。",
    ),
]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help="角色：viewer、analyst、reviewer 或 admin。")],
    password_stdin: FromStdin = False,
    generate: Generate = False,
    must_change: MustChange = None,
) -> None:
    """建立账号；不加口令选项时在终端询问口令。

    例：zhenwei user add wang --role analyst --generate
    """
    password = _password(password_stdin, generate)
    with transaction() as session:
        forced = not password_stdin if must_change is None else must_change
        add_account(session, name, role, password, must_change=forced)
        record(session, "admin", "", "zhenwei user add", name, detail=role)
    _say(name, role=role, **({"password": password} if generate else {}))


@app.command()
def reset(
    name: Name, password_stdin: FromStdin = False, generate: Generate = False, must_change: MustChange = None
) -> None:
    """更换口令；该账号的会话随即全部退出，因输错口令的暂停也一并解除。

    例：zhenwei user reset wang --generate
    """
    password = _password(password_stdin, generate)
    with transaction() as session:
        forced = not password_stdin if must_change is None else must_change
        reset_password(session, name, password, must_change=forced)
        free(session, name)
        record(session, "admin", "", "zhenwei user reset", name)
    _say(name, **({"password": password} if generate else {}))


@app.command()
def disable(name: Name) -> None:
    """停用账号，已登录的也立即退出；此前的研判记录保留。

    例：zhenwei user disable wang
    """
    _set_disabled(name, True)


@app.command()
def enable(name: Name) -> None:
    """恢复已停用的账号。

    例：zhenwei user enable wang
    """
    _set_disabled(name, False)


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help="新角色。")]) -> None:
    """改变账号的角色；已登录的会话自下一次操作起按新角色。

    例：zhenwei user role wang reviewer
    """
    with transaction() as session:
        before = get_account(session, name).role
        set_role(session, name, role)
        record(session, "admin", "", "zhenwei user role", name, detail=f"{before} > {role}")
    _say(name, role=role)


@app.command()
def logout(name: Name) -> None:
    """让账号的全部会话退出。

    例：zhenwei user logout wang
    """
    with transaction() as session:
        ended = end_sessions(session, get_account(session, name))
        record(session, "admin", "", "zhenwei user logout", name)
    _say(name, ended=ended)


@app.command()
def unlock(name: Name) -> None:
    """解除因多次输错口令而暂停的登录。

    例：zhenwei user unlock wang
    """
    with transaction() as session:
        get_account(session, name)
        free(session, name)
        record(session, "admin", "", "zhenwei user unlock", name)
    _say(name)


@app.command("list")
def list_() -> None:
    """列出全部账号，每行一个 JSON 对象。

    例：zhenwei user list
    """
    with transaction() as session:
        rows = [(a.name, a.role, a.disabled, a.created_at.isoformat()) for a in list_accounts(session)]
    for name, role, disabled, created_at in rows:
        _say(name, role=role, disabled=disabled, created_at=created_at)


def _set_disabled(name: str, disabled: bool) -> None:
    with transaction() as session:
        set_disabled(session, name, disabled)
        record(session, "admin", "", f"zhenwei user {'disable' if disabled else 'enable'}", name)
    _say(name, disabled=disabled)


def _password(from_stdin: bool, generate: bool) -> str:
    if from_stdin and generate:
        raise typer.BadParameter("--password-stdin 与 --generate 只能用其一")
    if generate:
        return secrets.token_urlsafe(12)
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput("没有终端可以询问口令：请用 --password-stdin 或 --generate")
    return str(typer.prompt("口令", hide_input=True, confirmation_prompt=True, err=True))


def _say(name: str, **values: object) -> None:
    typer.echo(json.dumps({"account": name, **values}, ensure_ascii=False))
