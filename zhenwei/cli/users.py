"""``zhenwei user …``: who may log in and act."""

from __future__ import annotations

import json
import secrets
import sys
from typing import Annotated

import typer

from zhenwei.cli.context import transaction
from zhenwei.errors import BadInput
from zhenwei.store.accounts import add_account, get_account, list_accounts, reset_password

app = typer.Typer(help="Accounts and their roles: viewer, analyst, reviewer, admin.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the account.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it this once.")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="viewer, analyst, reviewer or admin.")],
    password_stdin: FromStdin = False,
    generate: Generate = False,
) -> None:
    """Make an account; the password is asked for unless an option says otherwise.

    Example: zhenwei user add wang --role analyst --generate
    """
    password = _password(password_stdin, generate)
    with transaction() as session:
        add_account(session, name, role, password)
    _say(name, role=role, **({"password": password} if generate else {}))


@app.command()
def reset(name: Name, password_stdin: FromStdin = False, generate: Generate = False) -> None:
    """Give an account a new password; sessions opened with the old one end.

    Example: zhenwei user reset wang --generate
    """
    password = _password(password_stdin, generate)
    with transaction() as session:
        reset_password(session, name, password)
    _say(name, **({"password": password} if generate else {}))


@app.command()
def disable(name: Name) -> None:
    """Lock an account out, its open sessions too. What it did stays on record.

    Example: zhenwei user disable wang
    """
    _set_disabled(name, True)


@app.command()
def enable(name: Name) -> None:
    """Let a disabled account in again.

    Example: zhenwei user enable wang
    """
    _set_disabled(name, False)


@app.command("list")
def list_() -> None:
    """Print every account, one JSON object a line.

    Example: zhenwei user list
    """
    with transaction() as session:
        rows = [(a.name, a.role, a.disabled, a.created_at.isoformat()) for a in list_accounts(session)]
    for name, role, disabled, created_at in rows:
        _say(name, role=role, disabled=disabled, created_at=created_at)


def _set_disabled(name: str, disabled: bool) -> None:
    with transaction() as session:
        get_account(session, name).disabled = disabled
    _say(name, disabled=disabled)


def _password(from_stdin: bool, generate: bool) -> str:
    if from_stdin and generate:
        raise typer.BadParameter("--password-stdin and --generate exclude each other")
    if generate:
        return secrets.token_urlsafe(12)
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput("no terminal to ask for a password on: use --password-stdin or --generate")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _say(name: str, **values: object) -> None:
    typer.echo(json.dumps({"account": name, **values}, ensure_ascii=False))
