"""Whatever a server sends, reading it ends, and in an answer or in a ValueError."""

from __future__ import annotations

import contextlib
import json

import dns.message
import dns.rrset
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dns.wire import read_records
from crawler.rdap import read_answer as read_rdap
from crawler.rdap import registration_of, retry_after
from crawler.whois.moments import read_moment
from crawler.whois.read import decode, read_answer
from tests.crawler.test_rdap import NOW

# Few characters, so that drawing them costs nothing: what matters is where they stand.
TEXT = st.text(alphabet="aZ0 .:-@\n\u3002应急\udc80\x00", max_size=24)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
MEMBERS = ("ldhName", "unicodeName", "events", "entities", "status", "nameservers", "variants", "objectClassName")
LABELS = ("Domain Name", "Registrar", "Registration Time", "Status", "Name Server", "Puny Name", "注册者", "x")


def reply() -> bytes:
    message = dns.message.make_response(dns.message.make_query("memgov.cn.", "A"))
    message.answer.append(dns.rrset.from_text("memgov.cn.", 60, "IN", "A", "192.0.2.1", "192.0.2.2"))
    message.authority.append(dns.rrset.from_text("cn.", 60, "IN", "NS", "ns1.example."))
    return message.to_wire()


@settings(max_examples=80, deadline=None)
@given(st.binary(min_size=12, max_size=600))
def test_a_dns_message_of_noise(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        read_records(data, "memgov.cn")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 70), st.binary(min_size=1, max_size=4), st.integers(12, 90))
def test_a_dns_message_with_a_scratch(at: int, noise: bytes, size: int) -> None:
    whole = reply()
    scratched = (whole[:at] + noise + whole[at + len(noise) :])[:size]
    with contextlib.suppress(ValueError):
        read_records(scratched.ljust(12, b"\0"), "memgov.cn")


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=8))
def test_rdap_of_any_shape(value: dict[str, object]) -> None:
    said = registration_of(read_rdap(json.dumps(value).encode()), "memgov.cn")
    json.dumps(said.to_json("rdap"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LABELS), TEXT), max_size=12), st.sampled_from(["", "memgov.cn"]))
def test_whois_of_any_values(rows: list[tuple[str, str]], domain: str) -> None:
    said = read_answer("\n".join(f"{label}: {value}" for label, value in rows), domain)
    json.dumps(said.to_json("whois"))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_whois_of_any_bytes(data: bytes) -> None:
    assert read_answer(decode(data), "memgov.cn").domain == "memgov.cn"


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789-/.: TZ+年月日JanFebUTC()", max_size=40))
def test_any_time(text: str) -> None:
    read_moment(text)
    retry_after(text, NOW)
