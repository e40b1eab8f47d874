"""Abuse contacts out of RDAP answers and WHOIS texts: what is taken, and what is nobody's business."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takedown.sending.abuse import AbuseContact, Of, from_rdap, from_whois, merged, unknown

MAIL = ["email", {}, "text", "abuse@reg.example"]
TEL = ["tel", {"type": "voice"}, "uri", "tel:+1.5550100"]
FN = ["fn", {}, "text", "Example Registrar, Inc."]


def card(*rows: Any) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *rows]]


def entity(*roles: str, rows: tuple[Any, ...] = (), inner: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"objectClassName": "entity", "roles": list(roles), "vcardArray": card(*rows), "entities": list(inner)}


DOMAIN = {"objectClassName": "domain", "ldhName": "a.example"}
NESTED = entity("registrar", rows=(FN,), inner=(entity("abuse", rows=(MAIL, TEL)),))
FOUND = AbuseContact(Of.REGISTRAR, "Example Registrar, Inc.", ("abuse@reg.example",), ("+1.5550100",), "rdap")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DOMAIN | {"entities": [NESTED]}, [FOUND]),
        (DOMAIN | {"entities": [entity("sponsor", inner=(NESTED,))]}, [FOUND]),
        (
            DOMAIN | {"registrar": "R", "entities": [entity("abuse", rows=(MAIL,))]},
            [AbuseContact(Of.REGISTRAR, "R", ("abuse@reg.example",), (), "rdap")],
        ),
        # A registrar's own mailbox where there is no abuse desk.
        (
            DOMAIN | {"entities": [entity("registrar", rows=(FN, MAIL))]},
            [AbuseContact(Of.REGISTRAR, "Example Registrar, Inc.", ("abuse@reg.example",), (), "rdap", "registrar")],
        ),
        # People: never.
        (DOMAIN | {"entities": [entity("registrant", rows=(MAIL,)), entity("administrative", rows=(MAIL,))]}, []),
        (DOMAIN | {"entities": [entity("abuse", rows=(["email", {}, "text", "REDACTED FOR PRIVACY"],))]}, []),
        (DOMAIN | {"entities": [entity("abuse", rows=(["email", {}, "text", "a@b.example\nBcc: x@y.example"],))]}, []),
        (
            {"objectClassName": "ip network", "name": "EXAMPLE-NET", "entities": [entity("abuse", rows=(MAIL,))]},
            [AbuseContact(Of.NETWORK, "EXAMPLE-NET", ("abuse@reg.example",), (), "rdap")],
        ),
        (
            {
                "objectClassName": "ip network",
                "entities": [entity("registrant", rows=(FN,), inner=(entity("abuse", rows=(MAIL,)),))],
            },
            [AbuseContact(Of.NETWORK, "Example Registrar, Inc.", ("abuse@reg.example",), (), "rdap")],
        ),
        ({}, []),
        (DOMAIN | {"entities": "none"}, []),
        (DOMAIN | {"entities": [None, 3, {"roles": "abuse"}, {"roles": ["abuse"], "vcardArray": "x"}]}, []),
    ],
)
def test_rdap(answer: dict[str, Any], expected: list[AbuseContact]) -> None:
    assert from_rdap(answer) == expected


def test_endless_nesting_ends() -> None:
    deep: dict[str, Any] = entity("abuse", rows=(MAIL,))
    for _ in range(50):
        deep = entity("registrar", inner=(deep,))
    assert from_rdap(DOMAIN | {"entities": [deep]}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Registrar: Example Registrar\nRegistrar Abuse Contact Email: abuse@reg.example\n"
            "Registrar Abuse Contact Phone: +1.5550100\nRegistrant Email: someone@home.example\n",
            [AbuseContact(Of.REGISTRAR, "Example Registrar", ("abuse@reg.example",), ("+1.5550100",), "whois")],
        ),
        (
            "% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@net.example'\nnetname: EXAMPLE\n",
            [AbuseContact(Of.NETWORK, "EXAMPLE", ("abuse@net.example",), (), "whois")],
        ),
        ("abuse-mailbox:  abuse@net.example", [AbuseContact(Of.NETWORK, "", ("abuse@net.example",), (), "whois")]),
        ("OrgAbuseEmail:  abuse@net.example", [AbuseContact(Of.NETWORK, "", ("abuse@net.example",), (), "whois")]),
        ("Registrant Contact Email: someone@home.example\nSponsoring Registrar: X", []),
        ("Registrar Abuse Contact Email: REDACTED FOR PRIVACY", []),
        ("", []),
    ],
)
def test_whois(text: str, expected: list[AbuseContact]) -> None:
    assert from_whois(text) == expected


def test_one_contact_is_said_once_and_what_nobody_knows_is_said() -> None:
    general = AbuseContact(Of.REGISTRAR, "R", ("info@reg.example",), (), "rdap", "registrar")
    by_whois = AbuseContact(Of.REGISTRAR, "R", ("abuse@reg.example",), (), "whois")
    assert merged([general, by_whois, FOUND]) == (FOUND,)
    assert merged([general]) == (general,)
    assert len(unknown([])) == 2
    assert [line[:2] for line in unknown([FOUND])] == ["服务"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["entities", "roles", "vcardArray", "objectClassName", "name", "registrar"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["entities", "vcardArray", "objectClassName", "name", "roles"]), JSON))
def test_no_answer_breaks_the_reader(answer: dict[str, Any]) -> None:
    assert isinstance(from_rdap(answer), list)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert isinstance(from_whois(text), list)
