"""Names looked up in bulk: what exists, what does not, what is no answer, and who is not believed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from crawler.dns.answers import Answered, Resolution
from crawler.dns.look import Looker
from tests.crawler.dns.name_servers import Names, Records
from zhenwei.errors import SettingsError

SILENT = 0.2  # seconds of patience where a test needs a server's silence

REGISTERED: dict[str, Records] = {
    "memgov.cn": {"NS": ["ns1.host.example."], "A": ["192.0.2.1", "192.0.2.2"], "AAAA": ["2001:db8::1"],
                  "MX": ["10 mail.memgov.cn."], "SOA": ["ns1.host.example. root.host.example. 1 2 3 4 5"]},
    "empty.top": {"NS": ["ns1.host.example."]},
    "records-only.com": {"A": ["192.0.2.9"]},
    "cx.mem.gov.cn.xyz": {"CNAME": ["site.pages.example."], "A": ["192.0.2.7"]},
    "parked.com": {"NS": ["ns1.sedoparking.com."], "A": ["198.51.100.3"]},
    "cparked.com": {"NS": ["ns1.host.example."], "CNAME": ["expired.hichina.com."]},
    "aparked.com": {"NS": ["ns1.host.example."], "A": ["199.59.243.5"]},
}  # fmt: skip


def look(names: Iterable[str], *servers: Names, tries: int = 3) -> dict[str, Resolution]:
    """Return what a fresh looker says of names, by name, with the servers running."""
    return _look(list(names), servers, tries)[0]


def _look(names: list[str], servers: Iterable[Names], tries: int = 3) -> tuple[dict[str, Resolution], tuple[str, ...]]:
    async def all_of_it() -> tuple[dict[str, Resolution], tuple[str, ...]]:
        async with AsyncExitStack() as stack:
            lines = [(await stack.enter_async_context(server)).line for server in servers]
            looker = await stack.enter_async_context(Looker(lines, rate=0, timeout=SILENT, tries=tries))
            found = [resolution async for resolution in looker.look(names)]
            assert sorted(r.name for r in found) == sorted(names)
            return {r.name: r for r in found}, looker.liars

    return asyncio.run(all_of_it())


def test_what_exists_is_told_with_every_record() -> None:
    found = look(["memgov.cn", "empty.top", "records-only.com", "cx.mem.gov.cn.xyz", "free.cn"], Names(REGISTERED))
    assert found["memgov.cn"] == Resolution(
        "memgov.cn",
        Answered.EXISTS,
        a=("192.0.2.1", "192.0.2.2"),
        aaaa=("2001:db8::1",),
        ns=("ns1.host.example",),
        mx=("10 mail.memgov.cn",),
        soa="ns1.host.example root.host.example 1 2 3 4 5",
    )
    assert (found["empty.top"].answered, found["empty.top"].ns) == (Answered.EXISTS, ("ns1.host.example",))
    assert found["empty.top"].stands
    assert found["records-only.com"].a == ("192.0.2.9",)
    assert found["cx.mem.gov.cn.xyz"].cname == ("site.pages.example",)
    assert found["free.cn"] == Resolution("free.cn", Answered.NO_NAME)


def test_a_name_that_does_not_exist_costs_one_question() -> None:
    server = Names(REGISTERED)
    look(["free.cn", "cx.free.cn", "free.com.cn"], server)
    about = [(name, kind) for name, kind in server.asked if "free" in name]
    assert sorted(about) == [("cx.free.cn", "A"), ("free.cn", "NS"), ("free.com.cn", "NS")]


def test_a_name_between_others_exists_without_data() -> None:
    assert look(["mem.gov.cn.xyz"], Names(REGISTERED))["mem.gov.cn.xyz"].answered == Answered.NO_DATA


@pytest.mark.parametrize(
    ("name", "service"),
    [("parked.com", "sedo"), ("cparked.com", "hichina-expired"), ("aparked.com", "bodis"), ("memgov.cn", "")],
)
def test_parking_is_recognised_by_server_cname_and_address(name: str, service: str) -> None:
    assert look([name], Names(REGISTERED))[name].parked == service


def test_spelling_is_kept_and_rubbish_is_said() -> None:
    long = "a" * 64 + ".cn"
    found = look(
        ["MEMGOV.CN", "应急.中国", "-", "a..cn", "", long, "x y.cn"], Names(REGISTERED | {"xn--x4zr5h.xn--fiqs8s": {}})
    )
    assert found["MEMGOV.CN"].answered == Answered.EXISTS
    for rubbish in ("a..cn", "", long, "x y.cn"):
        assert (found[rubbish].answered, found[rubbish].why) == (Answered.FAILED, "不是域名")


def test_a_server_failure_is_no_answer() -> None:
    server = Names(REGISTERED, broken=["broken.cn"])
    found = look(["broken.cn", "memgov.cn"], server)
    assert (found["broken.cn"].answered, found["broken.cn"].why) == (Answered.FAILED, "SERVFAIL")
    assert not found["broken.cn"].stands
    assert server.asked.count(("broken.cn", "NS")) == 2, "asked once more, though nobody else is there to ask"


def test_what_one_server_cannot_say_another_is_asked() -> None:
    ill, well = Names(REGISTERED, broken=["memgov.cn", "free.cn"]), Names(REGISTERED)
    found = look(["memgov.cn", "free.cn"], ill, well)
    assert (found["memgov.cn"].answered, found["free.cn"].answered) == (Answered.EXISTS, Answered.NO_NAME)


def test_a_silent_server_is_left_for_another() -> None:
    found = look(["memgov.cn", "free.cn"], Names(answer=lambda query, tcp: "drop"), Names(REGISTERED))
    assert (found["memgov.cn"].answered, found["free.cn"].answered) == (Answered.EXISTS, Answered.NO_NAME)


def test_silence_is_no_answer() -> None:
    found = look(["memgov.cn"], Names(answer=lambda query, tcp: "drop"), tries=2)
    assert (found["memgov.cn"].answered, found["memgov.cn"].why) == (Answered.FAILED, "超时")


def test_nobody_at_the_port_is_no_answer() -> None:
    async def ask() -> list[Resolution]:
        async with Names() as gone:
            line = gone.line
        async with Looker([line], rate=0, timeout=SILENT) as looker:
            return [found async for found in looker.look(["memgov.cn"])]

    (found,) = asyncio.run(ask())
    assert (found.answered, found.why) == (Answered.FAILED, "连接不上")


def test_a_refusal_is_no_answer() -> None:
    def refuse(query: dns.message.Message, tcp: bool) -> dns.message.Message:
        message = dns.message.make_response(query)
        message.set_rcode(dns.rcode.REFUSED)
        return message

    found = look(["memgov.cn"], Names(answer=refuse))
    assert (found["memgov.cn"].answered, found["memgov.cn"].why) == (Answered.FAILED, "REFUSED")


def test_a_truncated_answer_is_asked_for_over_tcp() -> None:
    def cut(query: dns.message.Message, tcp: bool) -> dns.message.Message | None:
        if tcp or query.question[0].name.to_text(omit_final_dot=True).lower() != "memgov.cn":
            return None
        message = dns.message.make_response(query)
        message.flags |= dns.flags.TC
        return message

    server = Names(REGISTERED, answer=cut)
    found = look(["memgov.cn"], server)
    assert found["memgov.cn"].a == ("192.0.2.1", "192.0.2.2")
    assert server.over_tcp >= 5


@pytest.mark.parametrize("forgery", ["number", "question", "case", "query", "short"])
def test_a_forged_reply_is_not_taken(forgery: str) -> None:
    def forge(query: dns.message.Message, tcp: bool) -> bytes | None:
        if query.question[0].name.to_text(omit_final_dot=True).lower() != "victim.cn":
            return None
        honest = bytearray(query.to_wire())
        forged = dns.message.make_response(query)
        forged.set_rcode(dns.rcode.NXDOMAIN)
        wire = bytearray(forged.to_wire())
        if forgery == "number":
            wire[0] ^= 0xFF
        elif forgery == "question":
            wire[13] = ord("x")
        elif forgery == "case":
            # Whoever did not see the question cannot know its capitals.
            swapped = bytes(wire[13:19]).swapcase()
            wire[13:19] = swapped
        elif forgery == "query":
            wire = honest
        else:
            wire = wire[:9]
        return bytes(wire)

    found = look(["victim.cn"], Names(answer=forge), tries=1)
    assert found["victim.cn"].answered == Answered.FAILED


def test_a_server_that_knows_no_edns_is_asked_without() -> None:
    def old(query: dns.message.Message, tcp: bool) -> dns.message.Message | None:
        if query.edns < 0:
            return None
        message = dns.message.make_response(query)
        message.use_edns(-1)
        message.set_rcode(dns.rcode.FORMERR)
        return message

    assert look(["memgov.cn"], Names(REGISTERED, answer=old))["memgov.cn"].answered == Answered.EXISTS


def test_a_delegation_seen_from_above_is_a_registration() -> None:
    def refer(query: dns.message.Message, tcp: bool) -> dns.message.Message | None:
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        owner = "memgov.cn." if name == "memgov.cn" else "cn." if name == "lame.cn" else ""
        if not owner:
            return None
        message = dns.message.make_response(query)  # neither authoritative nor recursive
        message.authority.append(dns.rrset.from_text(owner, 60, "IN", "NS", "ns1.elsewhere.example."))
        return message

    found = look(["memgov.cn", "lame.cn"], Names(answer=refer))
    assert (found["memgov.cn"].answered, found["memgov.cn"].ns) == (Answered.EXISTS, ("ns1.elsewhere.example",))
    assert found["lame.cn"].answered == Answered.FAILED


def test_a_cname_to_nowhere_is_a_name_that_exists() -> None:
    def dangle(query: dns.message.Message, tcp: bool) -> dns.message.Message | None:
        question = query.question[0]
        if question.name.to_text(omit_final_dot=True).lower() != "cx.dangle.cn":
            return None
        message = dns.message.make_response(query)
        message.flags |= dns.flags.RA
        message.set_rcode(dns.rcode.NXDOMAIN)
        message.answer.append(dns.rrset.from_text(question.name, 60, "IN", "CNAME", "gone.pages.example."))
        return message

    found = look(["cx.dangle.cn"], Names(answer=dangle))
    assert (found["cx.dangle.cn"].answered, found["cx.dangle.cn"].cname) == (Answered.EXISTS, ("gone.pages.example",))


def test_a_server_that_invents_answers_is_named_and_not_used() -> None:
    advertise = {zone: (lambda name: {"A": ["203.0.113.80"]}) for zone in ("cn", "com", "org", "top")}
    liar, honest = Names(REGISTERED, wild=dict(advertise)), Names(REGISTERED)
    found, liars = _look(["memgov.cn", "free.cn"], [liar, honest])
    assert liars == (liar.line,)
    assert (found["memgov.cn"].answered, found["free.cn"].answered) == (Answered.EXISTS, Answered.NO_NAME)
    with pytest.raises(SettingsError, match="不存在的域名"):
        look(["memgov.cn"], Names(wild=dict(advertise)))


def test_many_names_with_few_servers_are_all_answered() -> None:
    names = [f"n{number}.cn" for number in range(5000)]
    data: dict[str, Records] = {name: {"A": ["192.0.2.1"]} for name in names[::100]}
    found = look(names, Names(data), Names(data))
    assert {name for name, r in found.items() if r.stands} == set(names[::100])


def test_a_look_that_is_left_early_leaves_nothing_behind() -> None:
    async def ask() -> None:
        async with Names(REGISTERED) as server, Looker([server.line], rate=0, timeout=SILENT) as looker:
            found = looker.look(f"n{number}.cn" for number in range(100_000))
            async for _ in found:
                break
            await found.aclose()  # type: ignore[attr-defined]
            again = [r async for r in looker.look(["memgov.cn"])]
            assert again[0].answered == Answered.EXISTS

    asyncio.run(ask())


@pytest.mark.parametrize("line", ["", "nine.nine.nine.nine", "1.1.1.1:0", "1.1.1.1:x", "[::1", "1.1.1.1:99999"])
def test_a_mistyped_server_is_said_at_once(line: str) -> None:
    with pytest.raises(SettingsError, match="dns_servers"):
        Looker([line])
