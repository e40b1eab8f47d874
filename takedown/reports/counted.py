"""What reports count: one entry a counter, in the order of the tables. ``how`` is printed on the sheet 统计口径.

To add one: an entry here, its row in tests/reports/test_counted.py, its row in docs/reports.md.
"""

from __future__ import annotations

from takedown.reports import streams as of
from takedown.reports.kinds import Count, Counter, Median, Stock, Tally
from zhenwei.store.models import LeadRow, VisitRow
from zhenwei.types import Word

FOUND, JUDGED, LETTERS, EFFECT, SPEED, END = "巡查发现", "人工研判", "函件", "处置成效", "办理时效", "期末情况"
GROUPS = (FOUND, JUDGED, LETTERS, EFFECT, SPEED, END)

RECIPIENTS = {
    "cyberspace": "网信部门",
    "market": "市场监管部门",
    "police": "公安机关",
    "telecom": "通信管理部门",
    "housing": "住房城乡建设部门",
    "organ": "被仿冒机关（核实）",
    "owner": "被植入网站主办单位（告知）",
    "registrar": "域名注册服务机构",
    "platform": "平台运营者",
}

COUNTERS: tuple[Counter, ...] = (
    Tally(
        "leads", FOUND, "新增线索", "条",
        "首次入库时间在本期内的线索数；同一来源对同一网址的重复线索只计一次", LeadRow.first_seen,
    ),
    Tally(
        "leads_public", FOUND, "其中：举报和外单位移交", "条",
        "上项中由人导入（zhenwei leads add 或者研判台举报表）的线索数；不涉及举报人身份",
        LeadRow.first_seen, (of.public(),),
    ),
    Tally(
        "visits", FOUND, "访问页面", "次", "结束时间在本期内的访问数，每个网址、每种访问身份各计一次",
        VisitRow.captured_at, (VisitRow.outcome != "",),
    ),
    Tally(
        "visits_failed", FOUND, "其中：未取得页面", "次", "上项中超时、拒绝、无法解析等未取得页面的访问数",
        VisitRow.captured_at, (VisitRow.outcome.not_in(("", "ok")),),
    ),
    Count(
        "found", FOUND, "新发现疑似网站", "个", "本期内新立案的网站数（机器判断达到立案标准之时），每个网站只计一次",
        of.cases(lambda case: case.opened),
    ),
    Count(
        "confirmed", JUDGED, "新确认违法网站（发现问题）", "个",
        "首次由人员研判为“确认”的时间在本期内的案件数，每件只计一次；即方案所称“发现问题”", of.first(Word.CONFIRMED),
    ),
    Count(
        "dismissed", JUDGED, "排除", "个", "首次由人员研判为“排除”的时间在本期内的案件数，每件只计一次",
        of.first(Word.DISMISSED),
    ),
    Count(
        "reversed", JUDGED, "改判（原确认后排除）", "件", "本期内由“确认”改为“排除”的研判数；此前各期数字不再改动",
        of.changed_words,
    ),
    Count("decisions", JUDGED, "研判总数", "次", "本期内人员作出的研判数，含改判、暂缓和再次确认", of.decisions),
    Count(
        "referred", LETTERS, "移送、提请处置的案件", "件",
        "首次向主管部门发出函件的时间在本期内的案件数；核实函、告知函不计", of.cases(of.first_referral),
    ),
    Count("sent", LETTERS, "发出函件", "件", "本期内登记发出的函件数，一函多案计一件", of.events("sent")),
    *(
        Count(
            f"sent_{recipient}", LETTERS, f"其中：{label}", "件", f"上项中主送单位为{label.partition('（')[0]}的函件数",
            of.events("sent", recipient),
        )
        for recipient, label in RECIPIENTS.items()
    ),
    Count("answered", LETTERS, "收到答复", "件", "本期内登记收到答复的函件数", of.events("answered")),
    Count(
        "down", EFFECT, "复查确认下线", "个次",
        "本期内经多次复查认定已无法访问或者已清除违法内容的次数；复现后再次下线的另计", of.looks("gone"),
    ),
    Count(
        "down_referred", EFFECT, "其中：移送后下线", "个次", "上项中此前已就该网站向主管部门发出函件的次数",
        of.after_referral,
    ),
    Count("moved", EFFECT, "更换网址", "个次", "本期内复查发现访问者被引向新网址的次数", of.looks("moved")),
    Count("resurfaced", EFFECT, "死灰复燃", "个次", "本期内下线后复查又见违法内容的次数", of.looks("back")),
    Median(
        "days_to_confirm", SPEED, "发现至确认（中位数）", "天",
        "本期内首次确认的案件，自首次发现该网站至确认的天数的中位数", of.found_to_confirmed,
    ),
    Median(
        "days_to_refer", SPEED, "发现至发函（中位数）", "天",
        "本期内首次移送的案件，自首次发现该网站至首次向主管部门发函的天数的中位数", of.found_to_referred,
    ),
    Median(
        "days_to_answer", SPEED, "发函至答复（中位数）", "天", "本期内收到答复的函件，自发出至答复的天数的中位数",
        of.sent_to_answered,
    ),
    Median(
        "days_to_down", SPEED, "发函至下线（中位数）", "天",
        "本期内移送后下线的网站，自向主管部门发函（复现的，自复现后发函）至认定下线的天数的中位数", of.referred_to_down,
    ),
    Median(
        "days_found_to_down", SPEED, "发现至下线（中位数）", "天",
        "本期内首次下线的网站，自首次发现至认定下线的天数的中位数", of.found_to_down,
    ),
    Stock("waiting", END, "待研判", "件", "期末尚无人员研判意见的案件数", of.standing(of.is_waiting)),
    Stock(
        "alive", END, "已确认、仍可访问", "件", "期末研判意见为“确认”，且最近一次复查结论不是下线的案件数",
        of.standing(of.is_alive),
    ),
    Stock(
        "alive_referred", END, "其中：已移送仍可访问", "件", "上项中已向主管部门发出函件的案件数",
        of.standing(of.is_alive_referred),
    ),
    Stock("unanswered", END, "已发出未收到答复的函件", "件", "期末已登记发出、尚未登记答复的函件数", of.wanting),
    Stock(
        "lapsing", END, "留存记录30日内届满", "件",
        "已确认案件中，最后一次见到违法内容之日起60日（接入服务记录留存期限）在期末后30日内届满的件数",
        of.standing(of.lapses),
    ),
)  # fmt: skip
BY_SLUG = {counter.slug: counter for counter in COUNTERS}
# The series of the chart.
CHARTED = ("found", "confirmed", "referred", "down")
