"""Words written as other words: sound-alikes, split characters and disguises of contact channels.

Each row is a pattern over folded text and what it stands for. A sound-alike counts only beside words that make
its meaning certain (正 is 证 after 操作, never alone), so that ordinary Chinese is left as it is.
"""

from __future__ import annotations

import re

# Two-character words after which a sound-alike of 证 can only be 证.
_CERT = "电工|上岗|操作|毕业|离婚|房产|职称|资格|登高|焊工|学历|特种"

_ROWS: tuple[tuple[str, str], ...] = (
    (r"(?<=加)(?:卫星|胃星|徽星)", "微信"),
    (r"(?<=加)[微薇威维](?=[号:\s]{0,3}[a-z][a-z0-9_-]{4,})|围信(?=[号:\s]{0,3}[a-z][a-z0-9_-]{4,})", "微信"),
    (r"(?<![a-z0-9] )(?<![a-z0-9])[vw] x(?=\s?[:号])", "微信"),
    (r"[薇威维徽溦惟]\s?[信❤芯x]|微[❤芯xx辛]|[vw][\s❤♥💬]{0,2}信|[w微]❤|绿泡泡|绿色软件", "微信"),
    (r"(?<![a-z])(?:weixin|wechat|vx|wx|wei信|v-x)(?![a-z])", "微信"),
    (r"(?<=加)v(?=\s?[:：号\s]\s?[a-z0-9])|(?<![a-z0-9])v(?=[:：]\s?[a-z][a-z0-9_-]{4,})", "微信"),
    (r"扣扣|叩叩|球球|企鹅号|q\s?q|(?<=[加联])企鹅|企鹅(?=[:：号\s]{0,3}\d{5})", "qq"),
    (r"(?<![a-z])(?:电报号?|纸飞机|飞机号?|tg)(?=[:号@])", "telegram"),
    (r"(?<=[^\u4e00-\u9fff])[迦伽嘉茄咖](?=微信|qq)", "加"),
    (rf"(?<=(?:{_CERT}))(?:正|政|症|征|zheng|zheg|z)(?![a-z常式确府治经规时在方面])", "证"),
    (r"(?<=作业)z(?![a-z])|(?<=[办卖做])z(?![a-z])|(?<=办)\s?(?:zhengjian|zheng|z证)(?![a-z])", "证"),
    (r"言正(?=[件书号查])|(?<=[工作岗格业])言正", "证"),
    (r"(?<![a-z])(?:dian\s?gong\s?zheng|dgz(?=[办代]))(?![a-z])", "电工证"),
    (r"(?<![a-z])mian\s?kao(?![a-z])", "免考"),
    (r"(?<![a-z])ban\s?zheng(?![a-z])", "办证"),
    (r"(?:一切|各种|各类|相关|全套|所有)[正征](?=件)", "各种证"),
    (r"代[扳辦瓣]|代[板版](?=证|理)", "代办"),
    (r"(?<=特)[仲钟重](?=作业|操作)|(?<=特)中(?=作业)", "种"),
    (r"(?<=[免])[拷烤铐栲](?=[包试直,，!！。\s]|$)", "考"),
    (r"兔(?=考)", "免"),
    (r"[包苞][過国](?=[拿不,，!！。]|$)", "包过"),
)
DISGUISES = re.compile("|".join(f"(?P<d{i}>{pattern})" for i, (pattern, _) in enumerate(_ROWS)))


def meaning(match: re.Match[str]) -> str:
    """Return the word that a match of DISGUISES stands for."""
    assert match.lastgroup is not None
    return _ROWS[int(match.lastgroup[1:])][1]
