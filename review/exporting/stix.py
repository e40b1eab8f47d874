"""Confirmed cases as a STIX 2.1 bundle (OASIS Standard, 10 June 2021), built and checked by stix2.

A case is an indicator based on the observed host and address. Ids follow from host and case (UUID version 5), so that a
second import changes objects instead of doubling them; sites of one operator stand in a grouping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from uuid import UUID, uuid5

from review.exporting.confirmed import Confirmed

OURS = UUID("6f0b3a52-7c1e-5d3e-9a7f-3d1f0c2b8e41")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)  # of the office's own object, which never changes
KINDS = {"counterfeit_site": "impersonation", "certificate_sale": "fraudulent-sale", "hijacked_site": "compromised"}


def bundle(cases: Iterable[Confirmed], office: str) -> str:
    """Return the bundle as JSON. ``office``: whose findings these are."""
    import stix2

    author = stix2.Identity(
        id=_id("identity", office), name=office or "Zhenwei", identity_class="organization", created=BEGAN,
        modified=BEGAN, allow_custom=False,
    )  # fmt: skip
    objects: dict[str, Any] = {author.id: author, stix2.TLP_AMBER.id: stix2.TLP_AMBER}
    groups: dict[str, list[Any]] = defaultdict(list)
    for one in cases:
        made = _objects(stix2, one, author.id)
        objects |= {each.id: each for each in made}
        if one.operator:
            groups[one.operator] += [each for each in made if each.type == "indicator"]
    for operator, members in groups.items():
        group = _group(stix2, operator, members, author.id)
        objects[group.id] = group
    return str(stix2.Bundle(list(objects.values())).serialize())


def _objects(stix2: Any, one: Confirmed, author: str) -> list[Any]:
    marked = {"object_marking_refs": [stix2.TLP_AMBER.id]}
    own = {"created_by_ref": author, "created": one.first_seen, "modified": one.last_seen, **marked}
    place = _place(stix2, one.host, marked)
    address = stix2.URL(value=one.url, **marked)
    indicator = stix2.Indicator(
        id=_id("indicator", f"{one.case} {one.host}"),
        name=f"{one.organ or one.target or one.verdict}: {one.host}"[:200],
        description=f"Confirmed by a person. Kind: {one.verdict}; case {one.case}.",
        indicator_types=["compromised" if one.verdict == "hijacked_site" else "malicious-activity"],
        pattern=f"[{place.type}:value = '{quoted(one.host)}'] OR [url:value = '{quoted(one.url)}']",
        pattern_type="stix",
        valid_from=one.first_seen,
        labels=[KINDS.get(one.verdict, "unsorted")],
        **own,
    )
    links = [
        stix2.Relationship(
            id=_id("relationship", f"{indicator.id} {seen.id}"), relationship_type="based-on",
            source_ref=indicator.id, target_ref=seen.id, **own,
        )
        for seen in (place, address)
    ]  # fmt: skip
    return [place, address, indicator, *links]


def _place(stix2: Any, host: str, marked: dict[str, Any]) -> Any:
    try:
        version = ip_address(host.strip("[]")).version
    except ValueError:
        return stix2.DomainName(value=host, **marked)
    return (stix2.IPv4Address if version == 4 else stix2.IPv6Address)(value=host.strip("[]"), **marked)


def _group(stix2: Any, operator: str, members: list[Any], author: str) -> Any:
    return stix2.Grouping(
        id=_id("grouping", operator), name=f"Operator {operator}", context="suspicious-activity",
        object_refs=[each.id for each in members], created_by_ref=author,
        created=min(each.created for each in members), modified=max(each.modified for each in members),
        object_marking_refs=[stix2.TLP_AMBER.id],
    )  # fmt: skip


def quoted(value: str) -> str:
    """Return a value as it stands in a string of a pattern (STIX 2.1, 9.4)."""
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(OURS, f'{kind} {name}')}"
