"""Confirmed cases as an event of the MISP core format (draft-dulaunoy-misp-core-format): one attribute an address.

Only what every instance reads: event, attributes, tags. Nothing is asked of a server; people import the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any
from uuid import uuid5

from review.exporting.confirmed import Confirmed
from review.exporting.stix import KINDS, OURS

COMMUNITY = "1"  # distribution: this community only
THREAT, FINISHED = "2", "2"  # threat_level_id: medium; analysis: completed
TAGS = ({"name": "tlp:amber", "colour": "#ffc000"},)


def event(cases: Iterable[Confirmed], office: str, day: date, part: str) -> str:
    """Return the event as JSON. ``part``: which page of the export this is; the same part has the same UUID."""
    every = list(cases)
    newest = max((one.last_seen for one in every), default=None)
    told: dict[str, Any] = {
        "uuid": str(uuid5(OURS, f"event {office} {part}")),
        "info": f"{office or 'Zhenwei'}: confirmed counterfeit and certificate-sale sites",
        "date": day.isoformat(),
        "timestamp": _stamp(newest) if newest else "0",
        "threat_level_id": THREAT,
        "analysis": FINISHED,
        "distribution": COMMUNITY,
        "published": False,
        "Tag": list(TAGS),
        "Attribute": [attribute for one in every for attribute in _attributes(one)],
    }
    return json.dumps({"Event": told}, ensure_ascii=False)


def _attributes(one: Confirmed) -> Sequence[dict[str, Any]]:
    return [_attribute(one, kind, value) for kind, value in ((_kind(one.host), one.host), ("url", one.url))]


def _attribute(one: Confirmed, kind: str, value: str) -> dict[str, Any]:
    return {
        "uuid": str(uuid5(OURS, f"attribute {one.case} {kind} {value}")),
        "type": kind,
        "category": "Network activity",
        "value": value,
        # A planted offer stands on an innocent owner's site: only its address is for blocking.
        "to_ids": one.verdict != "hijacked_site" or kind == "url",
        "distribution": "5",
        "timestamp": _stamp(one.last_seen),
        "first_seen": one.first_seen.isoformat(),
        "last_seen": one.last_seen.isoformat(),
        "comment": f"case {one.case}; {one.verdict}; {one.organ or one.target}",
        "Tag": [{"name": f'zhenwei:kind="{KINDS.get(one.verdict, "unsorted")}"'}],
    }


def _kind(host: str) -> str:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return "hostname"
    return "ip-dst"


def _stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))
