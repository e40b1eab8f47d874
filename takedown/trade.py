"""What a page says of its business: who claims to run it, credit code, prices. As shown; nobody has checked it."""

from __future__ import annotations

import re

from takedown.identity import is_credit_code

_ENDS = (
    r"(?:有限责任公司|股份有限公司|有限公司|职业培训学校|培训学校|培训中心|"
    r"咨询中心|服务中心|服务部|工作室|事务所|经营部)"
)
# A company in a footer or imprint; one that is only told of (a customer, a news item) has no such words before it.
_SHOWN = re.compile(
    r"(?:版权所有|版权归|Copyright|©|主办(?:单位)?|运营(?:主体|单位|商)?|经营者|公司名称|单位名称|企业名称|商家名称|商户名称)"
    rf"[\s:：©\-\d.]{{0,16}}([\u4e00-\u9fff（）()]{{2,30}}?{_ENDS})",
    re.I,
)
_BEHIND = re.compile(rf"([\u4e00-\u9fff（）()]{{2,30}}?{_ENDS})\s*(?:版权所有|All\s+Rights)", re.I)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}(?![0-9A-Za-z])")
_PRICE = re.compile(
    r"(?:(?:价格|费用|收费|仅需|只需|只要|低至|特价|办理费|工本费|每[张本证]|一[张本套])\s*[:：]?\s*)?"
    r"(?:[¥￥]\s*\d{2,5}(?!\d)|(?<![\d.])\d{2,5}\s*(?:元|块钱))(?:\s*(?:/|每|一)\s*[张本个证套])?"
)
_PAPER = re.compile(r"证|办理|出证|下证")
MOST = 3


def business_names(text: str, title: str = "") -> tuple[str, ...]:
    """Return the businesses that a page names as its own, each once; one that is a part of its title, too."""
    parts = re.split(r"[\s_|｜—–-]+", title)
    found = [part for part in parts if re.fullmatch(rf"[\u4e00-\u9fff（）()]{{2,30}}{_ENDS}", part)]
    found += [match[1] for pattern in (_SHOWN, _BEHIND) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))[:MOST]


def credit_codes(text: str) -> tuple[str, ...]:
    """Return the 统一社会信用代码 with a right check character that a page prints."""
    return tuple(dict.fromkeys(m[0].upper() for m in _CODE.finditer(text) if is_credit_code(m[0])))[:MOST]


def prices(text: str) -> tuple[str, ...]:
    """Return the prices that stand near words of certificates, as written."""
    found = []
    for match in _PRICE.finditer(text):
        if _PAPER.search(text[max(0, match.start() - 40) : match.end() + 20]):
            found.append(re.sub(r"\s+", "", match[0]))
    return tuple(dict.fromkeys(found))[:MOST]
