"""Words of certificate selling whose disguises are undone. Beside them stands no word of ordinary life: what is
undone must be certain, and the lexicon of the watchlist judges only what folding has made plain."""

from __future__ import annotations

import re

# Words of three characters or more: with one of them written otherwise, the rest still says which word it is.
_LONG = """
电工证 焊工证 电焊证 登高证 高空证 制冷证 操作证 上岗证 特种证 作业证 低压证 高压证 叉车证 安监证 应急证 安全员证
架子工证 电工本 焊工本 低压电工 高压电工 特种作业 特种操作 高处作业 登高架设 电工操作证 低压电工证 高压电工证
特种作业证 特种操作证 特种作业操作证 资格证 毕业证 学位证 学历证 职称证 离婚证 结婚证 房产证 驾驶证 身份证 健康证
技能证 等级证 从业证 办假证 高仿证 免考试 免考核 免培训 免学习 免考包过 免考拿证 免考下证 不用考试 无需考试 不用培训
无需培训 包拿证 包下证 直接出证 直接拿证 快速出证 快速拿证 快速下证 当天出证 当天拿证 先办后付 货到付款 验证付款
见证付款 拿证付款 出证付款 查到付款 官网可查 网上可查 联网可查 扫码可查 全国可查 系统可查 国网可查 全国通用 内部渠道
内部名额 办证刻章 刻章办证 证件制作 制作证件 各种证件 各类证件 代办证件 代办证 代考包过 替考包过 证件代办 加微信
加我微信 微信咨询
"""
LONG = tuple(_LONG.split())
# Words of two: what stands for them is looked at only beside other words of the trade.
_SHORT = "办证 假证 出证 拿证 考证 免考 包过 代办 代考 刻章 证件 证书 做证 制证 下证"
SHORT = tuple(_SHORT.split())
# Two neighbours that are enough to see such a word in characters that were set apart.
_PAIRS = """
微信 扣扣 加微 加v 电工 焊工 工证 作证 岗证 种证 高证 上岗 免试 特种 保真 可查 高仿 加我
电话 代理 办理 验证 付款 货到 操作 作业
"""
PAIRS = frozenset((*SHORT, *_PAIRS.split()))
# The characters of the pairs, and of all these words, as the inside of a class.
PAIRED = "".join(sorted({char for pair in PAIRS for char in pair}))
ONES = "".join(sorted({char for word in (*PAIRS, *LONG) for char in word}))
# Words that say that certificates are spoken of, for what is uncertain by itself.
TRADE = re.compile(
    "电工|焊工|登高|高空|低压|高压|操作证|特种|上岗|证件|证书|业证|格证|称证|学历|文凭|免考|包过|拿证|出证|下证|办证|考证|假证|刻章|应急局|安监|不用考|可查"
)
