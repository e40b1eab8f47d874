"""Accounts, mini-programs and the like that are reported without an address: kept for a person to look at."""

from __future__ import annotations

import re

_WORDS = (
    "微信公众号|公众号|订阅号|服务号|小程序|视频号|企业微信|微信群|微信号|微信|QQ群|QQ号|QQ|抖音|快手|小红书|微博|知乎|闲鱼|淘宝|拼多多|京东|"
    "百家号|头条号|贴吧|哔哩哔哩|B站|钉钉|APP|App|手机应用|手机软件|二维码"
)
_ACCOUNT = re.compile(
    rf"(?P<kind>{_WORDS})(?:账号|帐号|店铺|昵称|名称|ID|id|号)?\s*(?:名为|叫做?|是|为|[:：“”\"「『【《(（])?\s*[“\"「『【《]?"
    r"(?P<name>[^\s,，。;；、“”\"」』】》()（）]{1,40})?"
)


def names_account(text: str) -> str:
    """Return the first account that a text names (kind and name, as written), or nothing."""
    found = _ACCOUNT.search(text)
    if not found:
        return ""
    return f"{found['kind']}：{found['name']}" if found["name"] else found["kind"]
