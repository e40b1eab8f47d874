"""Words that rules ask a page for before they read it closely; found together with the words of the lexicon."""

from __future__ import annotations

# Of agencies for companies and for errands at counters.
AGENCY = frozenset(
    [
        "代理记账",
        "营业执照",
        "公司注册",
        "注册公司",
        "工商注册",
        "工商代办",
        "财税",
        "税务",
        "商标",
        "经营许可证",
        "生产许可证",
        "派遣许可证",
        "许可证",
        "变更法人",
        "公司注销",
        "年检",
        "验车",
        "过户",
        "签证",
        "护照",
        "社保",
        "公积金",
        "知识产权",
        "资质升级",
        "体系认证",
    ]
)
# Of printers of cards and badges.
CARDS = frozenset(
    [
        "会员卡",
        "校园卡",
        "贵宾卡",
        "工作证",
        "工作牌",
        "胸卡",
        "胸牌",
        "吊牌",
        "门禁卡",
        "名片",
        "积分卡",
        "停车卡",
        "就餐卡",
        "饭卡",
        "房卡",
        "储值卡",
        "铭牌",
        "荣誉证书",
        "证书内芯",
        "封皮",
        "挂绳",
    ]
)
# Without one of these no work-safety certificate is spelt.
SUBJECTS = frozenset(
    ["特种", "低压", "高压", "电工", "焊工", "登高", "高空", "高处", "制冷", "安监", "应急", "上岗", "操作证"]
)
WATCHED = AGENCY | CARDS | SUBJECTS
