"""What people make of an office's full name: 浙江省应急管理厅 is spoken 浙江省应急厅, 浙江应急厅, 浙江应急管理厅."""

from __future__ import annotations

import re

from zhenwei.watchlist import Organ

_OFFICE = re.compile(r"(?P<place>.*?)(?P<matter>应急管理|安全生产监督管理|市场监督管理)(?P<rank>部|厅|局|总局)")
_SHORT = {"应急管理": "应急", "安全生产监督管理": "安监", "市场监督管理": "市监"}
_RANK_OF_PLACE = re.compile(
    r"(特别行政区|(?:(?:维吾尔|哈萨克|蒙古|布依|土家|朝鲜|[壮回藏苗彝侗傣白羌黎瑶])族?)*自治[区州县]|省|市|县|区)$"
)


def spoken_names(organ: Organ) -> tuple[str, ...]:
    """Return the names of the file and what follows from them, the official one first, none twice."""
    found = dict.fromkeys(organ.names)
    for name in organ.names:
        match = _OFFICE.fullmatch(name)
        # Without a place the short form is every such office's name, not this one's.
        if match and match["place"]:
            full, bare = match["place"], _RANK_OF_PLACE.sub("", match["place"])
            for place in (full, bare) if len(bare) > 1 else (full,):
                for matter in (match["matter"], _SHORT[match["matter"]]):
                    found.setdefault(place + matter + match["rank"])
    return tuple(found)
