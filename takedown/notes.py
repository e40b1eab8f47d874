"""``drafter-notes.md``: what a person has to check or fill in before the letter goes out. Never part of the letter."""

from __future__ import annotations

from takedown.content import Letter
from takedown.documents import Document
from takedown.facts import Filing, Place, SiteFacts
from takedown.grouping import Plan
from takedown.manner import DAYS, DEFAULT_DAYS
from takedown.thresholds import indications, near_misses
from zhenwei.watchlist.models import Sender


def drafter_notes(plan: Plan, letter: Letter, sender: Sender, pdf_problem: str) -> str:
    """Return the notes as Markdown, Chinese, for the drafter."""
    parts = [f"# 拟稿说明（内部，不随函发出）\n\n{plan.kind.name}　致　{plan.office.name}\n\n{letter.title}\n"]
    parts.append(_section("需要补充或者核对", _open_points(plan, letter, sender, pdf_problem)))
    parts.append(_section("致送理由", list(plan.reasons)))
    parts.append(_section("法律适用提示", list(letter.law_notes)))
    if plan.recipient == "police":
        parts.append(_section("入罪标准计数", [*indications(plan.sites), *near_misses(plan.sites)]))
    parts.append(_section("未引用的条款", [f"{row.law}{row.article}：{row.reason}" for row in letter.left_out]))
    damaged = [f"案件{site.case}：{note}" for site in plan.sites for note in site.left_out]
    parts.append(_section("未引用的取证", damaged))
    return "\n".join(parts)


def _section(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + ("\n".join(f"- {line}" for line in lines) or "- 无") + "\n"


def _open_points(plan: Plan, letter: Letter, sender: Sender, pdf_problem: str) -> list[str]:
    points = ["发文字号待编；成文日期暂为拟稿日期，签发时改为签发日期；本稿不含印章和签名"]
    if plan.document is Document.LETTER:
        days = DAYS.get(plan.kind.slug, DEFAULT_DAYS)
        points.append(f"答复期限{days}个工作日为默认值，可在正文中修改")
    else:
        points.append(f"本件为{plan.document.value}，须填写签发人")
    if plan.office.name == sender.name:
        points.append("收文单位与发文机关相同，请改为上级或者有管辖权的单位，或者转为内部处理")
    if sender.placeholder:
        points.append("发文机关为占位，请在 recipients/sender.toml 中填写")
    if plan.office.placeholder:
        points.append(f"收文单位“{plan.office.name}”为占位，请核对全称和管辖")
    points += plan.notes
    for site in plan.sites:
        points += [f"案件{site.case}：{point}" for point in _site_points(plan, site)]
    if pdf_problem:
        points.append(pdf_problem)
    else:
        points.append("PDF 按本机字体排版，与公文规定字体可能不同，以 DOCX 在装有规定字体的电脑上打印为准")
    return points


def _site_points(plan: Plan, site: SiteFacts) -> list[str]:

    points = []
    if site.organ is not None and not site.organ.confirmed:
        points.append(f"{site.organ.name}的真实网址尚未经人工确认")
    if site.place is Place.UNKNOWN:
        points.append("接入地待查（境内外未明），涉及管辖和处置途径")
    points += [f"接入地：{reason}" for reason in site.place_reasons]
    if plan.recipient == "market" and site.filing is not Filing.SHOWN:
        points.append("主体待查：经营主体和所在地不明的，管辖按发现地暂定")
    if not any(capture.screenshot for capture in site.captures):
        points.append("没有截图（未经浏览器渲染）")
    if site.filing is Filing.SHOWN:
        points.append("备案编号未在工信部系统核对，请人工核对是否冒用")
    return points
