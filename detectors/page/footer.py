"""Footer marks: ICP, 公安备案, 网站标识码, 党政机关 mark, 找错. Formats: GB/T 2260 areas; see P008 and P009."""

from __future__ import annotations

import re
from dataclasses import dataclass

PROVINCES: dict[str, str] = dict(
    pair.split(":")
    for pair in [
        "11:京",
        "12:津",
        "13:冀",
        "14:晋",
        "15:蒙",
        "21:辽",
        "22:吉",
        "23:黑",
        "31:沪",
        "32:苏",
        "33:浙",
        "34:皖",
        "35:闽",
        "36:赣",
        "37:鲁",
        "41:豫",
        "42:鄂",
        "43:湘",
        "44:粤",
        "45:桂",
        "46:琼",
        "50:渝",
        "51:蜀川",
        "52:黔贵",
        "53:滇云",
        "54:藏",
        "61:陕秦",
        "62:陇甘",
        "63:青",
        "64:宁",
        "65:新",
    ]
)
_P = "".join(PROVINCES.values())
ICP = re.compile(rf"([{_P}])\s*icp\s*备\s*(\d{{5,12}})\s*号", re.I)
_ICP_LOOSE = re.compile(r"([\u4e00-\u9fff])\s*icp\s*[备证]\s*([\dx*]{3,14})", re.I)
POLICE = re.compile(rf"([{_P}])\s*公\s*(?:网\s*)?安\s*备\s*[:：]?\s*(\d{{10,16}})\s*号?")
SITE_CODE = re.compile(r"(?:政府)?网站标识码\s*[:：]?\s*(bm\d{2,12}|\d{6,14})", re.I)
HOST_LINE = re.compile(
    r"(?:主办(?:单位)?|主管(?:单位)?|版权所有|承办(?:单位)?|网站维护|运营(?:单位)?|copyright|©)\s*[:：©(c)\d\-\s]*([^\n|。;；]{2,40})",
    re.I,
)

_OWNER_BEFORE = re.compile(r"(?:^|\n)([\u4e00-\u9fff]{4,30}?)\s*(?:版权所有|主办)(?=$|[\s\n])")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that a page shows; ``odd`` says in Chinese what is wrong with them."""

    icp: tuple[str, ...]
    police: tuple[str, ...]
    site_code: str
    party_mark: bool
    error_mark: bool
    odd: tuple[str, ...]

    @property
    def government(self) -> bool:
        """True if the page shows a mark that only public bodies carry."""
        return bool(self.site_code) or self.party_mark or self.error_mark


def marks_of(text: str, source: str) -> Marks:
    """Read the marks from visible text (ICP, police, site code) and from markup (the linked ones)."""
    icp = tuple(dict.fromkeys(m[0] for m in ICP.finditer(text)))
    police = tuple(dict.fromkeys(m[0] for m in POLICE.finditer(text)))
    code = SITE_CODE.search(text)
    low = source.lower()
    party = "bszs.conac.cn" in low or "dcs.conac.cn" in low or bool(re.search(r"(?:alt|title)=['\"]?党政机关", low))
    error = "zfwzgl.www.gov.cn" in low or bool(re.search(r"(?:alt|title)=['\"]?(?:政府网站)?找错", low))
    return Marks(
        icp, police, code[1].lower() if code else "", party, error, tuple(_odd(text, code[1].lower() if code else ""))
    )


def _odd(text: str, code: str) -> list[str]:
    odd = []
    provinces = set()
    for match in _ICP_LOOSE.finditer(text):
        if match[1] not in _P:
            odd.append(f"备案号的地区字“{match[1]}”不存在")
        elif len(match[2]) not in (6, 8, 10):
            odd.append(f"ICP 备案号位数不对：{match[0]}")
        else:
            provinces.add(_code_of(match[1]))
    for match in POLICE.finditer(text):
        if len(match[2]) == 14 and match[1] not in PROVINCES.get(match[2][:2], ""):
            odd.append(f"公安备案号的地区字与号码不符：{match[0]}")
        elif len(match[2]) not in (12, 14):
            odd.append(f"公安备案号位数不对：{match[0]}")
    if code and not re.fullmatch(r"bm\d{8}|\d{10}", code):
        odd.append(f"网站标识码位数不对：{code}")
    return odd


def _code_of(char: str) -> str:
    return next(code for code, chars in PROVINCES.items() if char in chars)


def host_lines(text: str) -> tuple[str, ...]:
    """Return whom the page names as its host, operator or owner of the copyright."""
    before = (match[1].strip() for match in _OWNER_BEFORE.finditer(text))
    return (*(match[1].strip() for match in HOST_LINE.finditer(text)), *before)
