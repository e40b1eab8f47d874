"""Two resolvers, asked each on its own: the lab's name servers on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from detectors.standing.names import Voice, voice_of
from detectors.standing.values import Told
from lab.serve import Lab
from zhenwei.config import Settings
from zhenwei.stages.resolvers import ask_all, from_row, servers, to_row
from zhenwei.watching import Says

HERE, GONE, HALF = "here.example.com", "gone.example.com", "half.example.net"


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Two resolvers; only the first knows HALF."""
    folder = tmp_path_factory.mktemp("worlds")
    for name, hosts in {"one": (HERE, HALF), "two": (HERE,)}.items():
        for host in hosts:
            site = folder / name / "sites" / host
            site.mkdir(parents=True)
            (site / "site.toml").write_text("")
        (folder / name / "world.toml").write_text('today = "2026-11-21"\n[dns]\nservfail = ["broken.example.org"]\n')
    with Lab(folder / "one") as one, Lab(folder / "two") as two:
        yield one.settings["ZHENWEI_DNS_SERVERS"], two.settings["ZHENWEI_DNS_SERVERS"]


def _settings(first: str, second: str = "", **more: object) -> Settings:
    more = {"egress_allow": ("198.18.0.0/15",), "dns_rate": 0.0, **more}
    return Settings.model_validate({"dns_servers": first, "recheck_dns_servers": second, **more})


def test_each_resolver_speaks_for_itself(ports: tuple[str, str]) -> None:
    hosts = (HERE, GONE, HALF, "broken.example.org", "192.0.2.7")
    told = ask_all(_settings(*ports), hosts)
    assert {host: [one.says for one in said] for host, said in told.items()} == {
        HERE: [Says.ADDRESS, Says.ADDRESS],
        GONE: [Says.ABSENT, Says.ABSENT],
        HALF: [Says.ADDRESS, Says.ABSENT],
        "broken.example.org": [Says.FAILED, Says.FAILED],
    }
    assert [one.server for one in told[HERE]] == list(ports)
    assert [voice_of(told[host]).voice for host in (HERE, GONE, HALF, "broken.example.org")] == [
        Voice.THERE, Voice.ABSENT, Voice.SPLIT, Voice.FAILED,
    ]  # fmt: skip
    for said in told.values():
        assert [from_row(to_row(one)) for one in said] == said


def test_an_address_that_may_not_be_contacted_leads_nowhere(ports: tuple[str, str]) -> None:
    told = ask_all(_settings(*ports, egress_allow=()), [HERE])
    assert [one.special for one in told[HERE]] == [True, True]
    assert voice_of(told[HERE]).voice is Voice.SPECIAL


def test_one_resolver_alone_is_not_believed(ports: tuple[str, str]) -> None:
    assert voice_of(ask_all(_settings(ports[0]), [GONE])[GONE]).voice is Voice.ALONE
    assert servers(_settings("192.0.2.1,192.0.2.2,192.0.2.3", "192.0.2.2,192.0.2.9")) == (
        "192.0.2.1", "192.0.2.2", "192.0.2.9",
    )  # fmt: skip


def test_a_wildcard_says_that_something_answers() -> None:
    assert voice_of([Told("a", Says.WILDCARD), Told("b", Says.ABSENT)]).voice is Voice.SPLIT
    assert voice_of([Told("a", Says.WILDCARD), Told("b", Says.ADDRESS)]).voice is Voice.THERE


def test_parking_counts_if_no_resolver_says_otherwise() -> None:
    parked, plain = Told("a", Says.ADDRESS, parked="某停放"), Told("b", Says.ADDRESS)
    assert voice_of([parked]).voice is Voice.PARKED
    assert voice_of([parked, plain]).voice is Voice.THERE
