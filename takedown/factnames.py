"""What the facts of letters are called by people, for errors that name a missing one."""

from __future__ import annotations

import re

NAMES = {
    "abroad": "接入地疑似在境外的网站数",
    "account_count": "涉及账号数",
    "account_kinds": "涉及账号类型",
    "accuses": "法律条款的性质",
    "ask_organs": "待核实的被仿冒机关",
    "bare": "网站是否尚无内容",
    "brand": "平台名称",
    "building": "是否涉及建筑施工特种作业",
    "capture_count": "取证份数",
    "capture_ways": "取证方式",
    "captured_when": "取证时间",
    "closing": "结束语",
    "contact_count": "联系方式数",
    "count": "涉案网站数",
    "days": "答复期限",
    "document": "文种",
    "equipment": "是否涉及特种设备",
    "evidence_digest": "证据清单汇总校验值",
    "genuine": "被仿冒机关的真实域名",
    "indications": "可供研判的情形",
    "law_count": "引用法律数",
    "law_sentence": "法律依据",
    "names": "涉案域名",
    "numbers_shown": "页面是否标注备案编号",
    "office": "收文单位",
    "operators": "关联编号",
    "own": "发文机关自称",
    "papers": "涉及的证书",
    "payment_count": "收款渠道数",
    "rest": "未在正文列出的网站数",
    "sender": "发文机关",
    "shown_sites": "涉案网站",
    "tell": "行文用语",
    "these": "网站指称",
    "tool": "取证软件",
    "topic": "违法嫌疑",
    "you": "收文单位称谓",
}


def missing(message: str) -> str:
    """Return the fact that an error of Jinja2 is about, by both its names."""
    match = re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", message)
    key = (match[1] or match[2]) if match else ""
    return f"“{NAMES[key]}”（{key}）" if key in NAMES else f"（{message}）"
