"""Asking and reading any search interface that answers in JSON, as its description in the watchlist says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Question, Reply, Result
from crawler.engines.links import urlsplit_host
from zhenwei.config import Settings
from zhenwei.errors import BadInput
from zhenwei.watchlist.engines import KEY, SearchApi

LARGEST = 200  # results of one answer that are read
_ABSENT = object()
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff]+|<[^<>]{1,60}>")


@dataclass(frozen=True, slots=True)
class ApiEngine:
    """A described interface as an engine. Its results are targets themselves: there are no links to follow."""

    api: SearchApi

    @property
    def name(self) -> str:
        return self.api.name

    @property
    def pages(self) -> int:
        return self.api.pages

    @property
    def per_day(self) -> int | None:
        return self.api.per_day

    def question(self, query: str, page: int, settings: Settings, environ: Mapping[str, str]) -> Question:
        """Return the request for a page of results. Raises SettingsError if the key is not where it should be."""
        api, secret = self.api, self.api.secret(environ)
        before = (page - 1) * api.page_size
        places: dict[str, str | int] = {
            "query": query, "page": page, "page0": page - 1, "offset": before, "size": api.page_size,
        }  # fmt: skip
        headers = {"Accept": "application/json", "User-Agent": "zhenwei", **api.headers}
        parameters = {name: str(_filled(text, places)) for name, text in api.query.items()}
        if api.key and api.key.header:
            name, _, value = api.key.header.partition(":")
            headers[name.strip()] = value.strip().replace(KEY, secret)
        elif api.key:
            parameters[api.key.parameter] = secret
        url = api.endpoint + ("?" + urlencode(parameters) if parameters else "")
        if api.method == "GET":
            return Question(url, headers, secret=secret)
        headers["Content-Type"] = "application/json"
        body = json.dumps(_filled(dict(api.body), places), ensure_ascii=False).encode()
        return Question(url, headers, "POST", body, secret)

    def answer(self, reply: Reply, query: str = "") -> Answer:
        """Read an answer: an error told in it comes before everything else that it may hold."""
        if reply.location:
            return Answer("changed", why=f"接口要求转到 {urlsplit_host(reply.location) or '别处'}，不跟随")
        try:
            told = json_of(reply.text)
        except BadInput as error:
            return self._unreadable(reply.status, str(error))
        if problem := self._problem(reply.status, told):
            return problem
        return self._read(told, query)

    def is_link(self, url: str) -> bool:
        return False

    def is_block(self, url: str) -> bool:
        return False

    def _unreadable(self, status: int, what: str) -> Answer:
        if status in self.api.error.quota_statuses:
            return Answer("blocked", why=f"额度用完或请求过快（HTTP {status}）")
        return Answer("error", why=f"HTTP {status}，{what}") if status >= 400 else Answer("changed", why=what)

    def _problem(self, status: int, told: Any) -> Answer | None:
        errors = self.api.error
        code = _first(told, errors.code)
        code = "" if code in errors.ok_codes else code
        if status < 400 and not code:
            return None
        message = next(
            (str(v) for path in errors.message if (v := found_at(told, path)) not in (_ABSENT, None, "")), ""
        )
        said = "，".join(
            part for part in (f"HTTP {status}" if status >= 400 else "", code, plain(message)[:200]) if part
        )
        if status in errors.quota_statuses or any(fnmatchcase(code, one) for one in errors.quota_codes if code):
            return Answer("blocked", why=f"额度用完或请求过快（{said}）")
        return Answer("error", why=said)

    def _read(self, told: Any, query: str) -> Answer:
        paths = self.api.answer
        if missing := [path for path in paths.whole if found_at(told, path) is _ABSENT]:
            return Answer("changed", why=f"答复里没有 {missing[0]}")
        rows = found_at(told, paths.results)
        if rows is _ABSENT or rows is None:
            if paths.absent_is_nothing and paths.whole:
                return Answer("nothing")
            return Answer("changed", why=f"答复里没有 {paths.results}")
        if not isinstance(rows, list):
            return Answer("changed", why=f"{paths.results} 不是列表")
        results = tuple(r for n, row in enumerate(rows[:LARGEST], start=1) if (r := self._result(row, n)) is not None)
        if rows and not results:
            return Answer("changed", why=f"{len(rows)} 条结果里没有一条读得出网址和标题")
        partial = f"{len(rows)} 条结果中 {len(rows) - len(results)} 条读不出" if len(rows) > len(results) else ""
        total, instead = found_at(told, paths.total), found_at(told, paths.shown_for)
        shown_for = plain(instead) if isinstance(instead, str) and instead.strip() not in ("", query.strip()) else ""
        estimate = total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
        return Answer("results" if results else "nothing", results, "", shown_for, partial, estimate)

    def _result(self, row: Any, rank: int) -> Result | None:
        paths = self.api.answer
        url = text_at(row, paths.url)
        if not url.startswith(("http://", "https://")) or not urlsplit_host(url):
            return None
        ad = found_at(row, paths.ad)
        return Result(
            rank, url, text_at(row, paths.title)[:300] or url[:300], text_at(row, paths.snippet)[:300],
            ad not in (_ABSENT, None, False, 0, "", "0", "false"), text_at(row, paths.shown)[:200],
        )  # fmt: skip


def json_of(text: str) -> Any:
    """Read JSON. Raises BadInput in one sentence, also for what is nested too deeply."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        kind = "一个网页" if text.lstrip()[:1] == "<" else "空的" if not text.strip() else "读不懂的"
        raise BadInput(f"答复应为 JSON，却是{kind}") from error


def _first(told: Any, paths: tuple[str, ...]) -> str:
    """Return the first value that stands at one of the paths, as text."""
    found = (found_at(told, path) for path in paths)
    return next((str(value) for value in found if value is not _ABSENT and value not in (None, "")), "")


def found_at(value: Any, paths: str) -> Any:
    """Follow ``a.0.b`` (keys and numbers) into a value; of ``x|y`` the first that is there."""
    for path in paths.split("|") if paths else ():
        here = value
        for step in path.strip().split("."):
            if isinstance(here, Mapping):
                here = here.get(step, _ABSENT)
            elif isinstance(here, list) and step.isdecimal() and len(step) < 5:
                here = here[int(step)] if int(step) < len(here) else _ABSENT
            else:
                here = _ABSENT
        if here is not _ABSENT:
            return here
    return _ABSENT


def text_at(value: Any, paths: str) -> str:
    """Return the first non-empty text at the paths."""
    for path in paths.split("|") if paths else ():
        if isinstance(found := found_at(value, path), str) and found.strip():
            return plain(found)
    return ""


def plain(text: str) -> str:
    """Return a text on one line, without the control characters and tags by which interfaces mark the words found."""
    return " ".join(_NOT_SHOWN.sub(lambda m: " " if m[0] in "\n\t\r" else "", text).split())


def _filled(value: Any, places: Mapping[str, str | int]) -> Any:
    """Fill in the places; a text that is nothing but one place becomes its value, numbers stay numbers."""
    if isinstance(value, str):
        if value[:1] == "{" and value[-1:] == "}" and value[1:-1] in places:
            return places[value[1:-1]]
        return re.sub(r"\{(\w+)\}", lambda m: str(places.get(m[1], m[0])), value)
    if isinstance(value, Mapping):
        return {key: _filled(one, places) for key, one in value.items()}
    return [_filled(one, places) for one in value] if isinstance(value, list | tuple) else value
