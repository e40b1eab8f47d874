"""All commands under one name. A module is imported when its command is asked for, so that the others start fast."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from zhenwei.cli.wording import Command, Group, in_chinese

HELP = """甄伪：发现仿冒应急管理部门网站和售卖假冒特种作业操作证的网站，固定证据，起草函件。

例：zhenwei init --admin admin
例：zhenwei nightly
例：zhenwei nightly --help
"""


class Entry(NamedTuple):
    """Where a command is written, and what the list of commands says of it: the first sentence of its own help."""

    module: str
    about: str
    attribute: str = "app"


COMMANDS = {
    "init": Entry("setup", "建立数据库、数据目录和首位管理员；重复运行无妨。", "init"),
    "nightly": Entry("night", "运行夜间任务：发现、访问、研判、立案、复查，从上次停下处继续。", "nightly"),
    "recheck": Entry("night", "复查已确认和已移送的网站，更新已下线或死灰复燃的案件。", "recheck"),
    "crawl": Entry("night", "按本部署的设置运行一个爬虫，等同于 scrapy crawl。", "crawl"),
    "schedule": Entry(
        "night",
        "常驻运行，每日按设定时刻（NIGHTLY_AT，北京时间）执行夜间任务，每分钟发送到期的事件推送，直到停止。",
        "schedule",
    ),
    "check": Entry("check", "立即访问并研判各网址（每个一页，全部访问身份），不影响夜间任务的数据。", "check"),
    "expand": Entry("names", "推演受保护名称可能被仿冒成的域名，最像的在前。", "expand_command"),
    "screen": Entry("screen", "从大批域名中筛出仿冒受保护机构或证件查询平台的域名，并给出理由。", "screen_command"),
    "assess": Entry(
        "pages", "判断网页：冒充监管部门（impersonation）与贩卖证件（sale）两项评分，每一分都附理由。", "assess"
    ),
    "review": Entry("review", "启动研判台，直到中断；开始监听后打印地址。", "review"),
    "cases": Entry("cases", "案件：列出、查看、研判，补建检索。"),
    "evidence": Entry("evidence", "取证文件夹：校验、加盖时间戳、导出、备份、按期限清理。"),
    "lab": Entry("lab", "试验场：在本机模拟一个小互联网，供演示、测试和评测。"),
    "laws": Entry("laws", "法律条款表：列出、查看、检查、登记核实。"),
    "leads": Entry("leads", "线索：导入公众举报和其他单位移交的网址。"),
    "offices": Entry("offices", "收文单位：列出、找出缺少的、检查、添加。"),
    "notice": Entry("notices", "函件：起草、修改、审核、编号、发出、答复、办结。"),
    "clocks": Entry(
        "clocks", "期限：列出函件的答复、核查、立案期限和记录留存的届满之日，登记已办，发送提醒。", "clocks"
    ),
    "organ": Entry("organs", "受保护机构：记录官方页面指纹、列出、检查。"),
    "sources": Entry("sources", "来源：列出每个来源的种类、上次应答、域名数和状态。", "sources"),
    "report": Entry("reports", "报告：月报、年报、外单位数据填报、对外通报、宣传单。"),
    "watch": Entry("watch", "监测的域名：列出、查看变化、加入。"),
    "audit": Entry("audit", "审计日志：校验、导出。"),
    "user": Entry("users", "账号与角色：viewer 查看员、analyst 研判员、reviewer 审核员、admin 管理员。"),
    "hook": Entry("hooks", "事件推送：以签名的 POST 或邮件告知其他系统和人员。"),
    "token": Entry("tokens", "接口令牌：供其他系统通过 /api/v1 交换数据。"),
}


class Root(Group):
    """The group of all commands, each built when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            self.commands[cmd_name] = _built(cmd_name)
        return self.commands.get(cmd_name)

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """Return the list of commands without importing any."""
        return [(name, entry.about) for name, entry in COMMANDS.items()]


def build() -> typer.Typer:
    """Return the command line."""
    app = in_chinese(typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False))
    app.info.cls = Root
    app.callback()(_everything)  # Typer builds no group without a command or a callback
    return app


def _everything() -> None:
    pass


def _built(name: str) -> Any:
    entry = COMMANDS[name]
    found = getattr(import_module(f"zhenwei.cli.{entry.module}"), entry.attribute)
    app = in_chinese(typer.Typer(add_completion=False))
    app.callback()(_everything)
    if isinstance(found, typer.Typer):
        app.add_typer(in_chinese(found), name=name, cls=Group)
    else:
        app.command(name, cls=Command)(found)
    return cast("TyperGroup", get_command(app)).commands[name]
