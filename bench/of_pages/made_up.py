"""Pages of the usual size, always the same: 42 KB of markup, 12 000 Chinese characters, no pictures.

Of ten pages seven are about something else, two are about certificates (a school's, a notice), one sells them: what a
night meets after its searches. Words are put together by chance; nobody is named. Words that the lexicon knows are as
frequent as in real pages: 5 to 17 in 1 000 characters in exam sites, schools, official texts and the rest.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20261122
CHARACTERS = 12_000
_PLAIN = (  # noqa: SIM905
    "今天 天气 公司 产品 服务 用户 市场 城市 孩子 老师 生活 时间 问题 工作 发展 技术 项目 设备 建设 "
    "管理 企业 活动 文化 旅游 食品 健康 医院 学校 学生 家庭 音乐 电影 比赛 球队 手机 电脑 网络 数据 "
    "系统 软件 设计 方案 材料 工程 道路 车辆 交通 房屋 装修 客户 合作 价格 质量 标准 我们 他们 大家 "
    "可以 进行 提供 需要 认为 表示 介绍 发现 选择 使用 支持 参加 完成 提高 加强 组织 开展 推进 通过 "
    "根据 因为 所以 但是 以及 同时 目前 近日 去年 明年 上午 下午 北方 南方 东部 西部 全国 各地 一些 "
    "许多 重要 主要 新的 不同 良好 方便 安全 环境 经济 社会"
).split()
_PAPERS = (  # noqa: SIM905
    "特种作业操作证 电工证 焊工 高处作业 培训 考试 报名 课时 实操 理论 应急管理 安全生产 证书 复审 查询 "
    "合格 学员 教室 教材 条件 身份证 体检"
).split()
_OFFERS = (
    "电工证免考包过，",
    "不用到场，",
    "三天出证，",
    "官网可查，",
    "先出证后付款，",
    "加微信 demo1900，",
    "电话 190-0000-1234。",
)


def page(number: int, characters: int = CHARACTERS) -> tuple[str, str]:
    """Return address and markup of the page of that number."""
    rng = random.Random(SEED + number)
    kind = "offer" if number % 10 == 9 else "papers" if number % 10 in (3, 6) else "plain"
    words = _PLAIN if kind == "plain" else [*_PLAIN * 4, *_PAPERS]
    title = "".join(rng.choices(words, k=5))
    parts: list[str] = []
    length = 0
    while length < characters:
        said = "".join(_sentence(rng, words) for _ in range(rng.randint(3, 9)))
        if kind == "offer" and rng.random() < 0.2:
            said += rng.choice(_OFFERS)
        parts.append(said)
        length += len(said)
    return f"http://www.site-{number}.example.net/a/{number}.html", _markup(rng, title, parts, words)


def write(path: Path, count: int) -> None:
    """Write a file for `zhenwei assess`."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            url, markup = page(number)
            file.write(json.dumps({"id": number, "url": url, "html": markup}, ensure_ascii=False) + "\n")


def _sentence(rng: random.Random, words: list[str]) -> str:
    said = "".join(rng.choices(words, k=rng.randint(4, 9)))
    return said + "，" + "".join(rng.choices(words, k=rng.randint(3, 8))) + "。"


def _markup(rng: random.Random, title: str, parts: list[str], words: list[str]) -> str:
    return "\n".join(_lines(rng, title, parts, words))


def _lines(rng: random.Random, title: str, parts: list[str], words: list[str]) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<link rel="stylesheet" href="/css/main.css"><script src="/js/jquery.min.js"></script></head><body>'
    yield '<div class="header"><ul class="nav">'
    for place in range(24):
        yield f'<li><a href="/list/{place}.html">{"".join(rng.choices(words, k=2))}</a></li>'
    yield f'</ul></div><div class="content"><h1>{title}</h1>'
    for part in parts:
        yield f"<p>{part}</p>"
    yield '</div><div class="side"><ul>'
    for place in range(30):
        linked = "".join(rng.choices(words, k=4))
        yield f'<li><a href="/a/{rng.randint(1, 9999)}.html">{linked}</a><span>{place}</span></li>'
    yield '</ul></div><div class="foot"><p>版权所有 保留一切权利</p></div></body></html>'
