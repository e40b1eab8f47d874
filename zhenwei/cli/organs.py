"""``zhenwei organ``: what is protected, what is on record of its genuine pages, and whether the files are sound."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from detectors.page.learned import learned
from detectors.page.reference import Reference
from zhenwei.cli import context
from zhenwei.cli.organ_doubts import doubts_of_pages
from zhenwei.cli.organ_pages import Learned, is_own, learn, learn_references, organ_of, pages_in
from zhenwei.watchlist import Organ
from zhenwei.watchlist.check import doubts

app = typer.Typer(
    help="受保护机构：记录官方页面指纹、列出、检查。\n\n例：zhenwei organ list --format list", no_args_is_help=True
)


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


@app.command("learn")
def learn_command(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="机构编号，即 organs/SLUG.toml 的文件名。")],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="保存下来的官方页面（.html 或 .txt），可多个，也可以是文件夹。"),
    ] = None,
    url: Annotated[str, typer.Option(metavar="URL", help="页面的官方地址；缺省为该机构第一个域名的首页。")] = "",
    fetch: Annotated[bool, typer.Option("--fetch", help="现在就访问该机构的首页和查询页首页，取其指纹。")] = False,
) -> None:
    """记录一个机构官方页面的指纹，存为机构文件旁的 organs/SLUG.pages.json，供识别仿冒页面时比对。

    只存指纹、标题、地址和页脚编号，不存网页内容。同一页面再次记录时取代原有指纹。设置了 WATCHLIST_DIR 时写入该文件夹。

    例：zhenwei organ learn mem 首页.html 查询页.html --url https://www.mem.gov.cn/
    例：zhenwei organ learn mem --fetch
    """
    settings, watchlist = context.settings(), context.watchlist()
    organ = organ_of(watchlist, slug)
    if not files and not fetch:
        raise typer.BadParameter("请给出保存的页面文件，或用 --fetch 现在访问")
    if url and not is_own(organ, url):
        typer.echo(f"提醒：{url} 不在{organ.name}的官方域名之下（{'、'.join(organ.domains)}）", err=True)
    rows: list[Learned] = []
    if files:
        file, rows = learn(settings.watchlist_dir, organ, pages_in(files, organ, url))
    if fetch:
        from zhenwei.cli.organ_fetch import fetched

        file, more = learn_references(settings.watchlist_dir, organ, fetched(organ, watchlist))
        rows += more
    for row in rows:
        said = {"target": slug, "url": row.url, "title": row.title, "new": row.new, "file": str(file)}
        print(json.dumps(said, ensure_ascii=False))  # noqa: T201


@app.command("list")
def list_command(
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="输出格式：jsonl 每行一个 JSON 对象，list 每行编号、名称、域名、指纹数。",
        ),
    ] = Format.JSONL,
) -> None:
    """列出名单中的全部机构（含仅供放行的邻近机构）、是否核实、有多少官方页面指纹。

    例：zhenwei organ list --format list
    """
    settings, watchlist = context.settings(), context.watchlist()
    known = learned(settings.watchlist_dir, watchlist.organs)
    for organ in watchlist.organs.values():
        pages = known.get(organ.slug, ())
        line = _line(organ, pages) if output is Format.LIST else json.dumps(_row(organ, pages), ensure_ascii=False)
        print(line)  # noqa: T201


@app.command("check")
def check_command(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="机构编号；缺省为全部。")] = None,
) -> None:
    """读入全部名单和指纹文件并检查：格式错误即报错退出；缺少的、互相矛盾的、尚待人工核实的逐条列出。

    例：zhenwei organ check mem
    """
    settings, watchlist = context.settings(), context.watchlist()
    for slug in slugs or ():
        organ_of(watchlist, slug)
    known = learned(settings.watchlist_dir, watchlist.organs)
    for doubt in (*doubts(watchlist), *doubts_of_pages(watchlist, known)):
        if not slugs or doubt.slug in slugs:
            row = {"target": doubt.slug, "key": doubt.key, "what": doubt.what}
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201


def _row(organ: Organ, pages: tuple[Reference, ...]) -> dict[str, object]:
    return {"target": organ.slug, **organ.model_dump(mode="json", exclude={"slug"}), "pages": len(pages)}


def _line(organ: Organ, pages: tuple[Reference, ...]) -> str:
    mark = "" if organ.confirmed else "（待核实）"
    return f"{organ.slug}\t{organ.name}\t{', '.join(organ.domains)}{mark}\t{len(pages)} 页指纹"
