"""附件 移交回执: what the recipient fills in and sends back; one form a kind of question."""

from __future__ import annotations

from takedown.carried import Slip
from takedown.content import Annex, Part, Table, Text

BLANK = "　"
_RECEIVED = (
    "一、收件登记",
    ("收到的文号", "收到日期", "收到材料（份数）", "manifest.json 的 SHA-256", "校验是否一致（不一致的写明）"),
)
_WHO = ("承办部门", "承办人及联系电话", "单位（盖章）及日期")
_SECTIONS: dict[Slip, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Slip.HANDLING: (
        _RECEIVED,
        ("二、受理情况", ("受理（立案）日期和编号", "不属本单位管辖的，移送何单位、日期", "不予受理（立案）的理由")),
        (
            "三、处理结果（可在办结后另行反馈）",
            ("网站处置（关闭、屏蔽、删除等）及日期", "查处情况（人员、罚没款、窝点等）", "其他情况"),
        ),
        ("四、承办", _WHO),
    ),
    Slip.CHECK: (
        _RECEIVED,
        ("二、协查结果（逐项对应来函所列问题，可另附页）", ("第1项", "第2项", "第3项", "第4项", "其他情况")),
        ("三、记录保存", ("已保存的记录种类和起止时间", "保存至何时")),
        ("四、承办", _WHO),
    ),
    Slip.CONFIRM: (
        (
            "一、核实事项",
            ("是否你单位或者受委托机构开办、使用", "是否授权使用单位名称、标识", "正确的网站域名", "其他情况"),
        ),
        ("二、承办", _WHO),
    ),
    Slip.RECTIFIED: (
        ("一、收件登记", ("收到日期",)),
        ("二、处理情况", ("已删除或者处置的页面（账号）", "处理日期", "原因", "保存的记录", "未处理的理由")),
        ("三、承办", _WHO),
    ),
}
TITLES = {
    Slip.HANDLING: "移交回执",
    Slip.CHECK: "协查回执",
    Slip.CONFIRM: "核实情况回执",
    Slip.RECTIFIED: "处理情况回执",
}


def return_slip(slip: Slip) -> Annex:
    """Return the form."""
    parts: list[Part] = []
    for title, lines in _SECTIONS[slip]:
        parts += [Text(title, heading=True), Table((), tuple((line, BLANK) for line in lines), (66, 90))]
    return Annex(TITLES[slip], tuple(parts))
