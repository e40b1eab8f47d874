"""A receipt as plain text, to be read out, pasted or printed."""

from __future__ import annotations

from zhenwei.intake import receipt_words as words
from zhenwei.intake.receipt import Receipt


def receipt_text(receipt: Receipt, office: str) -> str:
    """Return the receipt as lines of text, with a final line end."""
    lines = [words.TITLE, ""]
    lines += [f"{name}：{value}" for name, value in words.head(receipt, office)]
    lines += ["", "一、收到的线索", *words.taken(receipt), "", "二、与已有线索的关系", *words.repeated(receipt)]
    lines += ["", "三、后续办理", *words.next_steps(), "", "附：逐件清单"]
    for item in receipt.items:
        about = words.subject(item).replace("\n", "　")
        told = f"（来件编号 {item.reference}）" if item.reference else ""
        lines.append(f"{item.number}{told}：{about}　{words.standing(item)}")
    if receipt.reports > len(receipt.items):
        lines.append(f"（其余 {receipt.reports - len(receipt.items)} 件略，编号依次递增，可逐件查询）")
    return "\n".join(lines) + "\n"
