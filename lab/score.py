"""Comparing what the store says with the truths of a world. The only code of the project that reads ``truth``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.world import LabSite, World
from review.messages import load_messages
from zhenwei.address import unicode_host
from zhenwei.errors import StoreError
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.types import Outcome, Verdict

VISITED, KNOWN = "visited: ", "known as a site of "
WHY = {
    "judged": "已研判",
    "not rendered": "已研判，未渲染",
    "never found": "从未发现",
    "found, never visited": "已发现，未访问",
    "found, visit waits": "已发现，等待访问",
    "visited, not judged": "已访问，未研判",
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A site's truth beside what the machine said. ``said`` is empty without a verdict; ``why`` says what happened."""

    host: str
    truth: Verdict
    said: str
    why: str
    impersonation: float = 0.0
    sale: float = 0.0

    @property
    def flagged(self) -> bool:
        """True if the machine asks for a person's decision."""
        return bool(self.said) and Verdict(self.said).flagged


@dataclass(frozen=True, slots=True)
class Figure:
    """One verdict's figures; precision and recall from 0 to 1, None where there is nothing to divide by."""

    verdict: str
    truths: int
    said: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the machine's verdicts of this kind that are true."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Share of the true sites of this kind that the machine gave this verdict."""
        return self.right / self.truths if self.truths else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sites with a truth that answer on the world's day; sites that do not answer are only counted."""

    opinions: tuple[Opinion, ...]
    not_answering: tuple[str, ...]

    @property
    def figures(self) -> list[Figure]:
        """One line a verdict that occurs, then ``flagged``: the three that ask for a decision, taken as one."""
        seen = [v for v in Verdict if any(v in (o.truth, o.said) for o in self.opinions)]
        lines = [
            Figure(
                v.value,
                truths=sum(o.truth is v for o in self.opinions),
                said=sum(o.said == v for o in self.opinions),
                right=sum(o.truth is v and o.said == v for o in self.opinions),
            )
            for v in seen
        ]
        return [
            *lines,
            Figure(
                "flagged",
                truths=sum(o.truth.flagged for o in self.opinions),
                said=sum(o.flagged for o in self.opinions),
                right=sum(o.truth.flagged and o.flagged for o in self.opinions),
            ),
        ]

    @property
    def false_alarms(self) -> list[Opinion]:
        """Lawful sites (official, benign) that were flagged."""
        return [o for o in self.opinions if o.flagged and o.truth in (Verdict.OFFICIAL, Verdict.BENIGN)]

    @property
    def misses(self) -> list[Opinion]:
        """Sites whose verdict is not the truth. A lawful site that was never looked at is none: nobody was harmed."""
        return [
            o
            for o in self.opinions
            if o.said != o.truth and o not in self.false_alarms and (o.truth.flagged or bool(o.said))
        ]


def open_existing(url: str) -> Store:
    """Open a store that is there. Raises StoreError where opening would make an empty one in the wrong folder."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.is_file():
            raise StoreError(f"{path} 没有数据库：按这些设置还没有运行过夜间任务（检查 DATA_DIR）")
    return open_store(url)


def compare(session: Session, world: World) -> Comparison:
    """Put each site's truth beside the newest opinion in the store."""
    answering = {host: site for host, site in world.sites.items() if world.answering(host) is site}
    return Comparison(
        opinions=tuple(
            _opinion(session, site, site.about.truth) for site in answering.values() if site.about.truth is not None
        ),
        not_answering=tuple(sorted(world.sites.keys() - answering.keys())),
    )


def _opinion(session: Session, site: LabSite, truth: Verdict) -> Opinion:
    row = session.scalars(select(SiteRow).where(SiteRow.host == site.host)).first()
    if row is None:
        return Opinion(site.host, truth, "", "never found")
    found = latest_assessment(session, row.id)
    if found is not None:
        why = "not rendered" if found.not_rendered else "judged"
        return Opinion(site.host, truth, found.verdict, why, found.impersonation, found.sale)
    if row.organ:
        return Opinion(site.host, truth, Verdict.OFFICIAL.value, KNOWN + row.organ)
    return Opinion(site.host, truth, "", _visited(session, row.id))


def _visited(session: Session, site_id: int) -> str:
    """Say how far a site came that has no opinion."""
    visits = session.scalars(select(VisitRow).filter_by(site_id=site_id).order_by(VisitRow.id)).all()
    if not visits:
        return "found, never visited"
    failed = sorted({visit.outcome for visit in visits if visit.outcome not in ("", Outcome.OK.value)})
    if failed:
        return VISITED + ", ".join(failed)
    return "visited, not judged" if all(visit.outcome for visit in visits) else "found, visit waits"


def to_json(comparison: Comparison) -> str:
    """Return everything as one JSON object on one line."""
    return json.dumps(
        {
            "verdicts": {
                figure.verdict: asdict(figure) | {"precision": figure.precision, "recall": figure.recall}
                for figure in comparison.figures
            },
            "misses": [asdict(opinion) for opinion in comparison.misses],
            "false_alarms": [asdict(opinion) for opinion in comparison.false_alarms],
            "unseen": [asdict(opinion) for opinion in _unseen(comparison)],
            "not_answering": comparison.not_answering,
            "sites": [asdict(opinion) for opinion in comparison.opinions],
        },
        ensure_ascii=False,
    )


def print_tables(comparison: Comparison, console: Console | None = None) -> None:
    """Print the figures and the names for a person, in the words of the review page."""
    # A file or a pipe has no width of its own; host names must not be broken there.
    console = console or Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160)
    word = load_messages()["zh"].word
    table = Table(title="各类结论的准确率与查全率", title_justify="left")
    for heading in ("结论", "真值", "判为", "正确", "准确率", "查全率"):
        table.add_column(heading, justify="left" if heading == "结论" else "right", no_wrap=True)
    for figure in comparison.figures:
        name = "需处置合计" if figure.verdict == "flagged" else word("verdict", figure.verdict)
        numbers = (str(figure.truths), str(figure.said), str(figure.right))
        table.add_row(f"{name} {figure.verdict}", *numbers, _share(figure.precision), _share(figure.recall))
    console.print(table)
    _print_names(console, word, "误报", comparison.false_alarms)
    _print_names(console, word, "漏判或错判", comparison.misses)
    console.print(f"未发现的合法网站：{len(_unseen(comparison))}；当日无应答：{len(comparison.not_answering)}")


def _unseen(comparison: Comparison) -> list[Opinion]:
    return [o for o in comparison.opinions if not o.said and not o.truth.flagged]


def _print_names(console: Console, word: Callable[[str, str], str], title: str, opinions: Sequence[Opinion]) -> None:
    if not opinions:
        console.print(f"{title}：0")
        return
    table = Table(title=f"{title}：{len(opinions)}", title_justify="left")
    table.add_column("网站", overflow="fold")
    for heading in ("真值", "判为", "仿冒分", "售证分"):
        table.add_column(heading, no_wrap=True, justify="right" if heading.endswith("分") else "left")
    table.add_column("经过", overflow="fold")
    for o in opinions:
        scores = (f"{o.impersonation:.0f}", f"{o.sale:.0f}") if o.said else ("", "")
        said = word("verdict", o.said) if o.said else "—"
        table.add_row(unicode_host(o.host), word("verdict", o.truth.value), said, *scores, _happened(o.why, word))
    console.print(table)


def _happened(why: str, word: Callable[[str, str], str]) -> str:
    """Return an opinion's ``why``, which the JSON keeps in English, in Chinese."""
    if why.startswith(VISITED):
        return "访问：" + "、".join(word("outcome", outcome) for outcome in why.removeprefix(VISITED).split(", "))
    if why.startswith(KNOWN):
        return f"名单所列（{why.removeprefix(KNOWN)}）"
    return WHY[why]


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
