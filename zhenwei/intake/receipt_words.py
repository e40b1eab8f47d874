"""A receipt in the words that its reader gets: pairs and sentences, laid out by the text and the document."""

from __future__ import annotations

from datetime import datetime

from zhenwei.address import defang
from zhenwei.clock import BEIJING
from zhenwei.intake.receipt import KNOWN, NEXT_STEPS, REPEATS, AddressLine, Item, Receipt

TITLE = "举报线索受理回执"
MOST_CASES = 30
LONGEST_SHOWN = 120


def head(receipt: Receipt, office: str) -> list[tuple[str, str]]:
    """Return the pairs at the top."""
    pairs = [
        ("回执编号", receipt.number),
        ("受理单位", office),
        ("线索来源", receipt.source),
        ("受理时间", day_and_time(receipt.received_at)),
    ]
    if receipt.sha256:
        pairs.append(("来件 SHA-256", receipt.sha256))
    return pairs


def taken(receipt: Receipt) -> list[str]:
    """Return what was taken, in sentences."""
    said = [f"收到举报 {receipt.reports} 件，含网址 {receipt.addresses} 个。"]
    if receipt.without_address:
        said.append(f"没有网址、按账号或名称登记 {receipt.without_address} 件。")
    if receipt.skipped:
        said.append(f"另有 {receipt.skipped} 行不能识别，未登记，行号和原因已告知送件人。")
    return said


def repeated(receipt: Receipt) -> list[str]:
    """Return what was recognised as known, in sentences."""
    said = []
    if receipt.repeats:
        said.append(f"与此前举报重复 {receipt.repeats} 件，仍按一件登记。")
    if receipt.addresses:
        counts = "，".join(f"{KNOWN[key]} {count} 个" for key, count in receipt.known.items())
        said.append(f"所报网址：{counts}。")
    if receipt.cases:
        cases = list(receipt.cases)
        named = "、".join(f"第 {case} 号" for case in cases[:MOST_CASES])
        more = f" 等 {len(cases)} 个" if len(cases) > MOST_CASES else ""
        said.append(f"涉及在案网站 {sum(receipt.cases.values())} 个，并入案件{named}{more}办理。")
    elif not receipt.repeats and set(receipt.known) <= {"new"}:
        said.append("未发现与此前举报或在案网站重复。")
    return said


def next_steps() -> list[str]:
    """Return what happens next, numbered."""
    return [f"{number}. {step}" for number, step in enumerate(NEXT_STEPS, 1)]


def subject(item: Item) -> str:
    """Return what a report is about: its addresses, which no program turns into links, or an account."""
    if not item.addresses:
        return item.account or "（无网址）"
    return "\n".join(_short(defang(one.url)) for one in item.addresses)


def standing(item: Item) -> str:
    """Return what a report repeats, in words."""
    said = []
    if item.repeats:
        said.append(f"与 {item.repeats} 重复（{REPEATS.get(item.repeats_by, item.repeats_by)}）")
    said += list(dict.fromkeys(_known(one) for one in item.addresses))
    return "；".join(said) or "已登记"


def _known(one: AddressLine) -> str:
    words = KNOWN.get(one.known, one.known)
    if one.known == "reported" and one.earlier:
        words += f"（{one.earlier}）"
    elif one.lead and one.known in ("lead", "site"):
        words += f"（线索 {one.lead}）"
    return f"{words}，案件第 {one.case} 号" if one.case else words


def day_and_time(moment: datetime | None) -> str:
    """Return a moment as a Chinese document writes it, in Beijing time."""
    if moment is None:
        return "—"
    here = moment.astimezone(BEIJING)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
