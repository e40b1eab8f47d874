"""Ways to reach a seller, found in folded text. Values are normalised and shown masked; the original is kept.

phone: mobile numbers, 400 and 800, land lines with their area code, with the digits in any disguise. Spared: short
    numbers of authorities (110, 12350, 12377), parts of longer numbers, numbers of orders, licences and cards, numbers
    behind words of reporting and duty.
wechat: id or number behind a name of WeChat, wxid_..., a mobile number that is "the same for WeChat". Spared: public
    accounts, English words.
qq: number behind a name of QQ. telegram, whatsapp: handle or number behind the name or in t.me and wa.me addresses;
    spared: share buttons. mail: addresses, also with # or (at). douyin, xiaohongshu, kuaishou: id behind name and 号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.text.channels import channels
from detectors.text.fold import Folded
from detectors.text.numbers import phones
from zhenwei.types import Contact

# A number behind these words belongs to an authority or a newsroom, not to a seller.
_PUBLIC = re.compile(
    r"(?:举报|投诉|监督|信访|值班|报警|新闻热线|爆料|纪检|应急值守|应急电话|报料|本报热线|本报电话|本台|本刊|编辑部|法律咨询|法律援助)[^\n。]{0,12}\Z"
)
# One number for several channels: labels before it in one chain, or "the same for WeChat" behind it.
_CHAIN = re.compile(
    r"(?:电话|手机号?|微信|微电|电微|微同|qq|联系|热线|客服|咨询|方式|同号|号码?|加|[/、,|和及与&+\s:：()（）·-])+\Z"
)
_SAME = re.compile(
    r"[\s,，/(（\[【、;。]{0,3}(?:(?:微信|qq|电话|手机)[/、和]?)*(?:微信(?!公众|支付)[/、]?(?:qq)?(?:也是|同|号?一样|皆可|都可|号?$|[)）])|同微信?|微同|电微|微电)|[\s(（]{0,2}(?:[vw]同|加微(?:信|同)?)"
)
_ALSO = re.compile(r"微信(?!公众|支付|扫)|微电|电微|微同|电v")


def find_contacts(folded: Folded, source: str = "text") -> tuple[Contact, ...]:
    """Return each way of contact once, in order; spans are of the original text."""
    seen: set[tuple[str, str]] = set()
    found = []
    for kind, value, start, end in sorted(_found(folded.text), key=lambda row: row[2]):
        if (kind, value) in seen or _PUBLIC.search(folded.text[max(0, start - 20) : start]):
            continue
        seen.add((kind, value))
        left, right = folded.span(start, end)
        found.append(Contact(kind, value, mask(kind, value), folded.original[left:right], left, right, source))
    return tuple(found)


def _found(text: str) -> Iterator[tuple[str, str, int, int]]:
    for digits, start, end in phones(text):
        yield "phone", digits, start, end
        if len(digits) == 11 and digits[0] == "1" and _is_also_wechat(text, start, end):
            yield "wechat", digits, start, end
    yield from channels(text)


def _is_also_wechat(text: str, start: int, end: int) -> bool:
    if _SAME.match(text, end):
        return True
    chain = _CHAIN.search(text[max(0, start - 24) : start])
    return chain is not None and bool(_ALSO.search(chain[0]))


def mask(kind: str, value: str) -> str:
    """Return the value as shown on screen and in letters: at most the first three and the last two characters."""
    if kind == "mail":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if len(value) <= 5:
        return value[:1] + "*" * (len(value) - 1)
    return value[:3] + "*" * (len(value) - 5) + value[-2:]
