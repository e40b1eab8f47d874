"""``zhenwei init``: the database, the data folder and the first administrator of a deployment."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from zhenwei.cli import context
from zhenwei.errors import SettingsError
from zhenwei.store.accounts import add_account, list_accounts


def init(
    admin: Annotated[str, typer.Option(metavar="NAME", help="首位管理员的账号名；不给出则在终端询问。")] = "",
    password: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="管理员口令；不给出则在终端询问。", envvar="ZHENWEI_ADMIN_PASSWORD", show_envvar=True
        ),
    ] = "",
) -> None:
    """建立数据库、数据目录和首位管理员；重复运行无妨。

    例：zhenwei init --admin admin
    """
    settings = context.settings()
    for folder in (settings.evidence_dir, settings.letters_dir):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"无法建立文件夹 {folder}：{error.strerror}（检查 DATA_DIR）") from error
    console = Console(stderr=True)
    with context.store().transaction() as session:
        if any(account.role == "admin" for account in list_accounts(session)):
            console.print("数据库已就绪，管理员已存在")
            return
        name = admin or typer.prompt("管理员用户名", err=True)
        add_account(
            session,
            name,
            "admin",
            password or typer.prompt("密码", hide_input=True, confirmation_prompt=True, err=True),
        )
    console.print(f"数据库与数据目录已建立（{settings.data_dir}），管理员：{name}")
