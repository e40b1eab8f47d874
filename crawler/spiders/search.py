"""Search engines, asked with the night's queries: interfaces that are set up, and engines whose use is authorised."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property

from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.discovering import DiscoverySpider
from crawler.engines import every_source, used_sources
from crawler.engines.engine import Answer, Engine, Question, Reply, Result, Source
from crawler.engines.targets import Targets
from crawler.feeds.secrets import Hidden
from crawler.items import UnitDone
from crawler.middlewares.egress import Refused
from crawler.outcomes import outcome_of
from crawler.page.decode import decode
from crawler.profiles import face
from zhenwei.clock import now, today
from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.sentences import said
from zhenwei.store.engines import Hit, QueryDone, queries_of_day
from zhenwei.store.models import UnitRow
from zhenwei.types import Lead, Outcome, Profile

BLOCKS = 2  # block pages in a row after which an engine is left alone for the night


class SearchSpider(DiscoverySpider):
    """One unit is one page of one engine's results. A block page is no answer and is never counted as one."""

    name = "search"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._blocks: dict[str, int] = {}

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return every_source(self.deployment.settings)

    @cached_property
    def _used(self) -> tuple[str, ...]:
        return used_sources(self.deployment.settings, os.environ)

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self._get, paid=self.deployment.settings.search_paid_links)

    def units(self) -> list[UnitRow]:
        """Return the units that the day's budgets leave room for: a night may go on after another in the same day."""
        waiting = super().units()
        with self.deployment.store.reading() as session:
            asked = queries_of_day(session, today())
        left: dict[str, int] = {}
        taken = []
        for unit in waiting:
            source = self._source(unit.source)
            if unit.source not in left:
                budget = self.deployment.settings.queries_a_day(unit.source, source.per_day if source else None)
                left[unit.source] = budget - len(asked.get(unit.source, ()))
            left[unit.source] -= 1
            if left[unit.source] >= 0:
                taken.append(unit)
        return taken

    async def work(self, unit: UnitRow) -> UnitDone:
        source = self._source(unit.source)
        if source is None or unit.source not in self._used:
            return UnitDone(unit.id, "error", detail={"why": said("未启用的搜索引擎 {source}", source=unit.source)})
        if self._blocks.get(source.name, 0) >= BLOCKS:
            return UnitDone(unit.id, "blocked", detail={"why": said("该引擎本轮已拒绝查询，不再查询")})
        hidden = Hidden()
        try:
            return await self._query(unit, source, hidden)
        finally:
            hidden.close()

    def _source(self, name: str) -> Source | None:
        try:
            return self._sources.get(name)
        except WatchlistError as error:
            self.logger.error("%s", error)
            return None

    async def _query(self, unit: UnitRow, source: Source, hidden: Hidden) -> UnitDone:
        query, page, moment = str(unit.detail["query"]), int(unit.detail.get("page", 1)), now()
        try:
            question = source.question(query, page, self.deployment.settings, os.environ)
            hidden.hide(question.secret)
            answer = source.answer(await self._ask(source, question), query)
        except SettingsError as error:
            return UnitDone(unit.id, "error", detail={"why": str(error)})
        except Refused as error:
            answer = _refused(error)
        except Exception as error:  # noqa: BLE001 (outer edge of a query: whatever it was may quote the key)
            answer = Answer("error", why=outcome_of(error)[1])
        self._blocks[source.name] = self._blocks.get(source.name, 0) + 1 if answer.outcome == "blocked" else 0
        targets = await self._targets.of(source, answer.results)
        why = hidden.without(answer.why)[:500]
        found = list(zip(answer.results, targets, strict=True))
        hits = [Hit(r.rank, r.url, target, r.title, r.ad) for r, target in found]
        done = QueryDone(
            source.name, query, page, moment, answer.outcome, why, answer.shown_for, answer.partial, answer.total, hits
        )
        leads = [_lead(source.name, result, target, query, page) for result, target in found if target]
        return UnitDone(
            unit.id, answer.outcome, leads, len(hits), _detail(answer, why, len(hits) - len(leads)), asked=done
        )

    async def _ask(self, source: Source, question: Question) -> Reply:
        """Ask; a step within the engine's own search (to https, to the country's host) is taken once."""
        reply = self._read(await self._send(question))
        if isinstance(source, Engine) and (again := source.own_step(question.url, reply.location)):
            reply = self._read(await self._send(Question(again)))
        return reply

    async def _send(self, question: Question) -> Response:
        if question.method == "GET":
            return await self.fetch(question.url, {**self._headers, **question.headers})
        # Only the description of an interface asks for a POST, and only to its own host: docs/decisions/engines.md.
        request = Request(
            question.url, method="POST", headers=dict(question.headers), body=question.body, meta={"api_query": True},
            callback=NO_CALLBACK, dont_filter=True,
        )  # fmt: skip
        return await self.send(request)

    async def _get(self, url: str, method: str) -> Reply:
        """Ask for one of the engine's own links."""
        request = Request(url, method=method, headers=dict(self._headers), callback=NO_CALLBACK, dont_filter=True)
        return self._read(await self.send(request))

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        return face(Profile.DESKTOP, self.deployment.settings.user_agent).headers

    @staticmethod
    def _read(response: Response) -> Reply:
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace").strip()
        moved = location if 300 <= response.status < 400 else ""
        return Reply(response.status, response.url, decode(response.body, kind).text, moved)


def _refused(error: Refused) -> Answer:
    if error.outcome is Outcome.ROBOTS:
        return Answer("blocked", why=str(error))
    return Answer("error", why=str(error))


def _detail(answer: Answer, why: str, unresolved: int) -> dict[str, object]:
    said = {"why": why, "shown_for": answer.shown_for, "partial": answer.partial}
    return {"unresolved": unresolved} | {name: text for name, text in said.items() if text}


def _lead(engine: str, result: Result, target: str, query: str, page: int) -> Lead:
    rank, words = result.rank, result.title
    found = said("搜索“{query}”第 {page} 页第 {rank} 条：{words}", query=query, page=page, rank=rank, words=words)
    advert = said(
        "搜索“{query}”第 {page} 页第 {rank} 条（广告）：{words}", query=query, page=page, rank=rank, words=words
    )
    told = {"query": query, "title": result.title, "snippet": result.snippet, "shown": result.shown}
    return Lead(
        url=target,
        source=f"search:{engine}",
        why=(advert if result.ad else found)[:300],
        detail={**told, "ad": "1" if result.ad else ""},
    )
