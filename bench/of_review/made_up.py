"""A seeded desk of any size: sites, leads, visits, opinions with five findings each, cases, words of people.

Rows come as tuples in the order of COLUMNS, table by table, so that both databases are filled by what they are fastest
at. Shares are those of a desk after a year: most cases are dismissed or closed, one in eight waits. What surrounds a
case (ties, looks, letters, the audit log) is made by ``made_around.py`` and ``made_letters.py``.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from bench.of_review.made_around import COLUMNS as AROUND
from bench.of_review.made_around import Around, Drawn
from bench.of_review.made_letters import COLUMNS as LETTERS
from bench.of_review.made_letters import Letters
from zhenwei.store.search import words_of
from zhenwei.types import CaseState, Profile, Verdict
from zhenwei.watchlist import load_watchlist

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 460_000  # of the months over which cases came in
OPERATORS = 20_000
ANALYSTS = 50
FINDINGS = 5
BATCH = 20_000
LATER = timedelta(days=2)  # from the first sight to a person's word
SOURCES = ("lookalikes", "feeds", "baidu", "sogou", "ctlog", "hotline", "12377", "rare-office")
SOURCE_SHARES = (40, 30, 12, 8, 6, 3, 0.99, 0.01)
STATES = (
    ("new", 10), ("dismissed", 45), ("hold", 4), ("confirmed", 5), ("drafted", 2), ("approved", 1), ("sent", 6),
    ("answered", 4), ("down", 12), ("closed", 9), ("resurfaced", 2),
)  # fmt: skip
VERDICTS = (
    (Verdict.COUNTERFEIT, 18), (Verdict.SALE, 22), (Verdict.HIJACKED, 8), (Verdict.UNCLEAR, 42), (Verdict.BENIGN, 9),
    (Verdict.OFFICIAL, 1),
)  # fmt: skip
PHRASES = (
    "特种作业操作证查询平台", "全国统一查询入口", "安全生产考试报名", "电工证焊工证办理",
    "免考包过三天出证", "建筑施工人员证书查询", "职业资格证书网上核验", "请输入证件号码和姓名",
    "扫描二维码核验真伪", "联系客服办理证书", "高处作业证复审换证", "叉车证考试培训",
    "应急管理厅政务服务", "人力资源和社会保障局", "住房和城乡建设厅", "政务服务网统一认证",
    "企业信用信息公示", "登录后查看成绩", "网站备案信息查询", "版权所有未经许可不得转载",
    "首页新闻中心通知公告", "友情链接网站地图", "快速办理先出证后付款", "官方授权报名点",
)  # fmt: skip
RULES = tuple(f"title.made_up_{number}" for number in range(30))
COLUMNS = {
    "site": ("id", "host", "registrable", "first_seen", "registration", "organ"),
    "lead": ("id", "site_id", "source", "url", "reference", "why", "detail", "first_seen", "last_seen"),
    "visit": (
        "id", "night_id", "site_id", "url", "profile", "rendered", "purpose", "outcome", "error", "status", "final_url",
        "title", "captured_at", "folder", "manifest_sha256", "judged",
    ),
    "assessment": (
        "id", "night_id", "site_id", "made_at", "verdict", "impersonation", "sale", "target", "contacts",
        "not_rendered", "visits", "scored",
    ),
    "case": (
        "id", "site_id", "url", "state", "verdict", "impersonation", "sale", "target", "operator", "first_seen",
        "last_seen", "silent_checks", "revision",
    ),
    "finding": (
        "id", "assessment_id", "rule", "version", "side", "points", "detail", "quote", "start", "end", "target",
        "against", "url", "profile",
    ),
    "decision": (
        "id", "case_id", "by", "at", "word", "why", "verdict_shown", "impersonation_shown", "sale_shown", "rules_shown",
        "state_before",
    ),
    **AROUND,
    **LETTERS,
}  # fmt: skip
Row = tuple[object, ...]


@cache
def organs() -> tuple[str, ...]:
    """Return the ids of the built-in watchlist's organs, so that regions mean something."""
    return tuple(sorted(load_watchlist().organs))


def person(number: int) -> str:
    """Return the name of an analyst's account."""
    return f"analyst-{number:02d}"


def batches(cases: int, seed: int = 7) -> Iterator[tuple[dict[str, list[Row]], list[tuple[int, list[str]]]]]:
    """Yield rows by table, and (case, words of the search), up to BATCH cases at a time."""
    made = random.Random(seed)
    words = [words_of(phrase) for phrase in PHRASES]
    states, state_shares = zip(*STATES, strict=True)
    verdicts, verdict_shares = zip(*((verdict.value, share) for verdict, share in VERDICTS), strict=True)
    around, letters = Around(seed), Letters(seed)
    for first in range(1, cases + 1, BATCH):
        numbers = range(first, min(first + BATCH, cases + 1))
        drawn = zip(
            numbers,
            made.choices(states, state_shares, k=len(numbers)),
            made.choices(verdicts, verdict_shares, k=len(numbers)),
            made.choices(SOURCES, SOURCE_SHARES, k=len(numbers)),
            strict=True,
        )
        rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        found: list[tuple[int, list[str]]] = []
        if first == 1:
            _genuine(rows, cases)
        for number, state, verdict, source in drawn:
            one = _case(rows, made, number, state, verdict, source)
            around.add(rows, one)
            letters.add(rows, one)
            picked = made.sample(range(len(PHRASES)), 4)
            own = ["编号", "号", f"{number % 1000:04d}x", f"s{number}", "example"]
            found.append((number, list(dict.fromkeys([*own, *(word for one in picked for word in words[one])]))))
        yield rows, found


def _genuine(rows: dict[str, list[Row]], cases: int) -> None:
    """Add the organs' own sites with a look at each, behind the sites of cases."""
    for number, organ in enumerate(organs(), cases + 1):
        host = f"s{number}.example"
        rows["site"].append((number, host, host, START, "{}", organ))
        rows["visit"].append(
            (
                number, 1, number, f"http://{host}/", Profile.DESKTOP.value, True, "official", "ok", "", 200,
                f"http://{host}/", "官网", START, f"none/{number}", "", True,
            )
        )  # fmt: skip


def _case(rows: dict[str, list[Row]], made: random.Random, number: int, state: str, verdict: str, source: str) -> Drawn:
    host = f"s{number}.example"
    url = f"http://{host}/"
    at = START + timedelta(minutes=made.randrange(MINUTES))
    strong, weak = round(made.uniform(30, 100), 1), round(made.uniform(0, 60), 1)
    organ = made.choice(organs()) if made.random() < 0.6 else ""
    operator = f"op-{made.randrange(1, OPERATORS + 1)}" if made.random() < 0.3 else ""
    impersonation, sale = (weak, strong) if verdict == Verdict.SALE else (strong, weak)
    title = made.choice(PHRASES)
    rows["site"].append((number, host, host, at, "{}", ""))
    rows["lead"].append((2 * number, number, source, url, "", "why", "{}", at, at))
    if made.random() < 0.3:
        rows["lead"].append((2 * number + 1, number, made.choice(SOURCES[:4]), url, "2", "why", "{}", at, at))
    rows["visit"].append(
        (
            number, 1, number, url, Profile.DESKTOP.value, True, "first", "ok", "", 200, url, title, at, "", "", True,
        )
    )  # fmt: skip
    rows["assessment"].append(
        (number, 1, number, at, verdict, impersonation, sale, organ, "[]", False, f"[{number}]", True)
    )
    rows["case"].append(
        (number, number, url, state, verdict, impersonation, sale, organ, operator, at, at, 0, number % 3)
    )
    for place in range(FINDINGS):
        rule = RULES[(number + place * 7) % len(RULES)]
        rows["finding"].append(
            (
                number * FINDINGS + place, number, rule, 1, "impersonation", 20.0, "标题使用受保护名称", title, 0,
                len(title), organ, organ, url, "desktop",
            )
        )  # fmt: skip
    by = person(made.randrange(ANALYSTS))
    word = "" if state == CaseState.NEW else state if state in ("dismissed", "hold") else "confirmed"
    if word:
        shown = json.dumps(sorted({RULES[(number + place * 7) % len(RULES)] for place in range(FINDINGS)}))
        rows["decision"].append(
            (number, number, by, at + LATER, word, "与真实网站比对", verdict, impersonation, sale, shown, "new")
        )
    return Drawn(number, state, verdict, operator, host, at, by if word else "")
