"""Who is asked about a domain, in which order, how often, and what is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from crawler.deployment import Deployment
from crawler.items import Registration
from crawler.registrar import Registrar
from tests.crawler.whois.test_whois_client import Registry, found, running
from zhenwei.config import Settings
from zhenwei.evidence.exchange import Exchange
from zhenwei.store.leads import site_for

ANSWER = {
    "ldhName": "mem-gov.top",
    "events": [{"eventAction": "registration", "eventDate": "2026-11-01T00:00:00Z"}],
    "entities": [{"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", "某注册商"]]]}],
}
OK: tuple[int, dict[str, str], str] = (200, {}, json.dumps(ANSWER))
Web = dict[str, tuple[int, dict[str, str], str]]


class Fetcher:
    """The web as a table; what is not in it is a lost connection."""

    def __init__(self, web: Web) -> None:
        self.web, self.asked = web, list[str]()

    async def fetch(self, url: str, headers: Mapping[str, str], exchanges: list[Exchange], **_: object) -> Response:
        self.asked.append(url)
        if url not in self.web:
            raise ConnectionError(url)
        status, head, body = self.web[url]
        return Response(url, status=status, headers=head, body=body.encode())


def ask(
    folder: Path, web: Web, *hosts: str, registry: Registry | None = None, **values: Any
) -> tuple[list[Registration | None], Fetcher]:
    """Ask a fresh registrar about hosts, one after the other."""
    whois = registry or Registry(lambda question: b"no matching record.")
    fetcher = Fetcher(web)

    async def all_of_it() -> list[Registration | None]:
        async with running(whois):
            lines = {"whois_servers": (f"cn=127.0.0.1:{whois.port}",)} if registry else {}
            settings = Settings(data_dir=folder, egress_allow=("127.0.0.0/8",), whois_interval=0, **lines, **values)
            own = Registrar(fetcher, Deployment(settings))
            return [await own.registration(host) for host in hosts]

    return asyncio.run(all_of_it()), fetcher


def test_nobody_is_asked_unless_the_operator_names_somebody(tmp_path: Path) -> None:
    answers, fetcher = ask(tmp_path, {}, "www.mem-gov.top")
    assert (answers, fetcher.asked) == ([None], [])


def test_a_domain_is_asked_about_once(tmp_path: Path) -> None:
    web = {"https://rdap.example/domain/mem-gov.top": OK}
    answers, fetcher = ask(tmp_path, web, "www.mem-gov.top", "cx.mem-gov.top", rdap_urls=("https://rdap.example",))
    assert answers[0] is not None
    assert (answers[0].domain, answers[0].registered, answers[1]) == ("mem-gov.top", date(2026, 11, 1), None)
    assert (answers[0].answer["registrar"], answers[0].answer["source"]) == ("某注册商", "rdap")
    assert len(fetcher.asked) == 1


def test_what_the_store_knows_is_not_asked_again(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, rdap_urls=("https://rdap.example",))
    deployment, fetcher = Deployment(settings), Fetcher({})
    with deployment.store.transaction() as session:
        site_for(session, "www.mem-gov.top").registration = {"ldhName": "mem-gov.top"}
    assert asyncio.run(Registrar(fetcher, deployment).registration("cx.mem-gov.top")) is None
    assert fetcher.asked == []


def test_the_bootstrap_registry_names_the_server(tmp_path: Path) -> None:
    bootstrap = json.dumps({"services": [[["top"], ["https://rdap.top.example/"]]]})
    file = tmp_path / "dns.json"
    file.write_text(bootstrap)
    web: Web = {
        "https://rdap.top.example/domain/mem-gov.top": OK,
        "https://boot.example/dns.json": (200, {}, bootstrap),
    }
    for place in (str(file), "https://boot.example/dns.json"):
        answers, _ = ask(tmp_path, web, "mem-gov.top", rdap_bootstrap=place)
        assert answers[0] is not None
    for broken in (str(tmp_path / "nowhere"), "https://boot.example/gone"):
        answers, _ = ask(tmp_path, web, "mem-gov.top", rdap_bootstrap=broken)
        assert answers == [None]


def test_a_redirect_is_followed_but_not_for_ever(tmp_path: Path) -> None:
    web: Web = {
        "https://rdap.example/domain/mem-gov.top": (302, {"Location": "https://other.example/x/mem-gov.top"}, ""),
        "https://other.example/x/mem-gov.top": OK,
        "https://rdap.example/domain/loop.top": (302, {"Location": "/domain/loop.top"}, ""),
    }
    answers, fetcher = ask(tmp_path, web, "mem-gov.top", "loop.top", rdap_urls=("https://rdap.example/",))
    assert answers[0] is not None
    assert answers[1] is None
    assert len(fetcher.asked) == 2 + 4


def test_too_many_requests_are_no_answer_and_the_server_rests(tmp_path: Path) -> None:
    web: Web = {"https://rdap.example/domain/a.top": (429, {"Retry-After": "100"}, "")}
    answers, fetcher = ask(tmp_path, web, "a.top", "b.top", rdap_urls=("https://rdap.example",))
    assert answers == [None, None]
    assert fetcher.asked == ["https://rdap.example/domain/a.top"]


def test_cn_is_asked_for_by_whois(tmp_path: Path) -> None:
    registry = Registry(found)
    answers, fetcher = ask(tmp_path, {}, "cx.memgov.cn", registry=registry, rdap_urls=("https://rdap.example",))
    assert answers[0] is not None
    assert (answers[0].registered, answers[0].answer["source"]) == (date(2026, 3, 1), "whois")
    assert (registry.asked, fetcher.asked) == (["memgov.cn\r\n"], [])


def test_what_whois_does_not_know_rdap_may(tmp_path: Path) -> None:
    web: Web = {"https://rdap.example/domain/memgov.cn": (200, {}, json.dumps({**ANSWER, "ldhName": "memgov.cn"}))}
    registry = Registry(lambda question: b"no matching record.")
    answers, _ = ask(tmp_path, web, "memgov.cn", registry=registry, rdap_urls=("https://rdap.example",))
    assert answers[0] is not None
    assert answers[0].answer["source"] == "rdap"


@pytest.mark.parametrize(
    "text", [b"no matching record.", b"Query limit exceeded", b"", b"The domain you requested is prohibited."]
)
def test_a_failure_is_not_kept_as_no_registration(tmp_path: Path, text: bytes) -> None:
    assert ask(tmp_path, {}, "memgov.cn", registry=Registry(lambda question: text))[0] == [None]


def test_an_address_has_no_registration(tmp_path: Path) -> None:
    answers, fetcher = ask(
        tmp_path, {}, "192.0.2.1", "localhost", "2001:db8::1", "1.2.3.999", rdap_urls=("https://rdap.example",)
    )
    assert (answers, fetcher.asked) == ([None] * 4, [])
