"""Search engines, asked with the night's queries: those whose automated use the operator states to be authorised."""

from __future__ import annotations

from crawler.discovering import DiscoverySpider
from crawler.engines import every_engine
from crawler.engines.engine import Answer, Engine, Result, target_of_link
from crawler.items import UnitDone
from crawler.middlewares.egress import Refused
from crawler.outcomes import outcome_of
from crawler.page.decode import decode
from crawler.profiles import face
from zhenwei.store.models import UnitRow
from zhenwei.types import Lead, Outcome, Profile

BLOCKS = 2  # block pages in a row after which an engine is left alone for the night


class SearchSpider(DiscoverySpider):
    """One unit is one page of one engine's results. A block page is no answer and is never counted as one."""

    name = "search"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._blocks: dict[str, int] = {}
        self._targets: dict[str, str] = {}

    async def work(self, unit: UnitRow) -> UnitDone:
        engine = every_engine().get(unit.source)
        if engine is None or unit.source not in self.deployment.settings.search_engines:
            return UnitDone(unit.id, "error", detail={"why": f"未启用的搜索引擎 {unit.source}"})
        if self._blocks.get(engine.name, 0) >= BLOCKS:
            return UnitDone(unit.id, "blocked", detail={"why": "该引擎本轮已要求验证，不再查询"})
        query, page = str(unit.detail["query"]), int(unit.detail.get("page", 1))
        try:
            answer = await self._ask(engine, query, page)
        except Refused as error:
            if error.outcome is Outcome.ROBOTS:
                return UnitDone(unit.id, "blocked", detail={"why": str(error)})
            raise
        if answer.outcome == "blocked":
            self._blocks[engine.name] = self._blocks.get(engine.name, 0) + 1
        else:
            self._blocks.pop(engine.name, None)
        leads = [lead for r in answer.results if (lead := await self._lead(engine, r, query, page)) is not None]
        unresolved = len(answer.results) - len(leads)
        return UnitDone(
            unit.id, answer.outcome, leads, looked_at=len(answer.results), detail={"unresolved": unresolved}
        )

    async def _ask(self, engine: Engine, query: str, page: int) -> Answer:
        url = engine.request(query, page)
        response = await self.fetch(url, face(Profile.DESKTOP, self.deployment.settings.user_agent).headers)
        location = (response.headers.get("Location") or b"").decode("latin-1")
        if location or response.status in (403, 429):
            # Whoever is sent elsewhere for a query is sent to a verification page, which is never followed.
            read = engine.read("", location or url)
            return Answer("blocked" if response.status in (403, 429) else read.outcome)
        text = decode(response.body, (response.headers.get("Content-Type") or b"").decode("latin-1")).text
        return engine.read(text, response.url)

    async def _lead(self, engine: Engine, result: Result, query: str, page: int) -> Lead | None:
        target = await self._target(engine, result.url)
        if not target or engine.is_link(target):
            return None
        return Lead(
            url=target,
            source=f"search:{engine.name}",
            why=f"搜索“{query}”第 {page} 页第 {result.rank} 条{'（广告）' if result.ad else ''}：{result.title}"[:300],
            detail={"query": query, "title": result.title, "snippet": result.snippet, "ad": "1" if result.ad else ""},
        )

    async def _target(self, engine: Engine, url: str) -> str:
        """Return where a result leads; the engine's link is asked, the target itself is not visited."""
        if not engine.is_link(url):
            return url
        if url not in self._targets:
            try:
                response = await self.fetch(url, face(Profile.DESKTOP, self.deployment.settings.user_agent).headers)
            except Exception as error:  # noqa: BLE001 (edge of one result)
                self.logger.info("%s: %s", url, outcome_of(error)[1])
                return ""
            location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
            self._targets[url] = target_of_link(response.url, response.status, location, decode(response.body).text)
        return self._targets[url]
