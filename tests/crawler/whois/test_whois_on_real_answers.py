"""Saved answers of registries that lie beside the checkout: what their collectors say a reader must extract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.rdap import read_answer as read_rdap
from crawler.rdap import read_bootstrap, registration_of
from crawler.whois.moments import read_moment
from crawler.whois.read import decode, read_answer
from crawler.whois.registration import CHINA
from zhenwei.address import ascii_host

FIXTURES = Path(__file__).resolve().parents[4] / "shared" / "data" / "fixtures"
pytestmark = pytest.mark.data


def rows(kind: str) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for line in (FIXTURES / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == kind and "/whois_rdap/" in "/" + row["file"]:
            yield row["file"], (FIXTURES / row["file"]).read_bytes(), row["expect"]


def same_moment(found: datetime | None, text: str, domain: str) -> bool:
    zone = CHINA if domain.endswith((".cn", ".xn--fiqs8s")) else UTC
    return found is not None and found == read_moment(text, zone)


def test_whois_answers() -> None:
    wrong, count = [], 0
    for file, body, expect in rows("whois"):
        count += 1
        said = read_answer(decode(body))
        facts: dict[str, bool] = {"found": said.found is (expect.get("registered", True))}
        if "reserved" in expect:
            facts["reserved"] = said.reserved is expect["reserved"]
        if "domain" in expect:
            facts["domain"] = said.domain == ascii_host(expect["domain"])
        for key, moment in (("created", said.registered), ("expires", said.expires)):
            if key in expect:
                facts[key] = same_moment(moment, expect[key], said.domain)
        for key, name in (("registrar", said.registrar), ("registrant", said.registrant)):
            if key in expect:
                facts[key] = name == expect[key]
        for key, values in (("ns", said.name_servers), ("status", said.statuses), ("variants", said.names)):
            if key in expect:
                wanted = expect[key]
                facts[key] = len(values) == wanted if isinstance(wanted, int) else list(values) == wanted
        wrong += [f"{file}: {key}" for key, right in facts.items() if not right]
    assert count
    assert wrong == []


def test_rdap_answers() -> None:
    wrong, count = [], 0
    for file, body, expect in rows("rdap"):
        count += 1
        if "services" in expect:
            assert len(read_bootstrap(body)) >= expect["services"]
            continue
        said = registration_of(read_rdap(body))
        facts = {
            "domain": said.domain == expect["ldhName"].lower(),
            "registration": same_moment(said.registered, expect["registration"], said.domain),
            "expiration": same_moment(said.expires, expect["expiration"], said.domain),
            "status": list(said.statuses) == expect["status"],
            "nameservers": list(said.name_servers) == [name.lower() for name in expect["nameservers"]],
        }
        wrong += [f"{file}: {key}" for key, right in facts.items() if not right]
    assert count
    assert wrong == []
