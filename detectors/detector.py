"""From a site's captures to an assessment: read each page once, let every rule look, let the score decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from detectors.page.document import Document
from detectors.page.faces import is_blank
from detectors.page.known import Known
from detectors.page.planting import is_planted
from detectors.page.reference import Reference
from detectors.page.targets import code_contacts
from detectors.rules import every_rule
from detectors.rules.base import NameLook, View
from detectors.score import Standing, counting, impersonation, sale, verdict_of
from detectors.text.lexicon import Lexicon
from zhenwei import clock
from zhenwei.address import host_of, is_below
from zhenwei.errors import BadInput
from zhenwei.types import Assessment, Contact, Difference, Finding, Page, Side, Site, Trait
from zhenwei.watchlist import Watchlist

if TYPE_CHECKING:
    from detectors.operators.shared import Shared


class NameOpinion(Protocol):
    """What the screening of names answers (see detectors.names)."""

    @property
    def score(self) -> float: ...

    @property
    def target(self) -> str: ...

    @property
    def reasons(self) -> Sequence[object]: ...


class Detector:
    """Judges sites. ``screener``: the ``screen`` function of detectors.names.Screener, if names are to count.
    ``with_traits``: also read what may tie a site to others (detectors/operators) and what its profiles were shown
    differently; a single page needs no such thing.
    """

    def __init__(
        self,
        watchlist: Watchlist,
        references: Sequence[Reference] = (),
        today: date | None = None,
        screener: Callable[[str], NameOpinion] | None = None,
        with_traits: bool = False,
    ) -> None:
        self._watchlist = watchlist
        self._lexicon = Lexicon(watchlist.lexicon)
        self._references = tuple(references)
        self._known = Known(self._references)
        self._today = today or clock.today()
        self._screener = screener
        self._shared = _shared(watchlist) if with_traits else None

    def assess(self, site: Site) -> Assessment:
        """Return both scores, the verdict and every reason, over all pages and profiles of one host."""
        view = self._view(site)
        findings = _once(finding for rule in every_rule().values() for finding in rule.look(view))
        pretends, sells = impersonation(findings), sale(findings)
        standing = self._standing(view)
        verdict = verdict_of(findings, pretends, sells, standing)
        if view.trusted:
            pretends = 0.0
        return Assessment(
            verdict,
            pretends,
            sells,
            tuple(findings),
            _contacts(view),
            _target(findings, view),
            self._traits(view, site),
            self._differences(view, site),
        )

    def _differences(self, view: View, site: Site) -> tuple[Difference, ...]:
        if self._shared is None:
            return ()
        from detectors.page.differences import differences

        return tuple(differences(view.documents, site.pages, site.failed))[:MOST_DIFFERENCES]

    def _traits(self, view: View, site: Site) -> tuple[Trait, ...]:
        if self._shared is None:
            return ()
        from detectors.operators.kinds import UNREAD
        from detectors.operators.traits import traits_of

        try:
            return traits_of(view.documents, site.pages, self._shared, self._references, site.registration)
        except Exception as error:  # noqa: BLE001 - a page made to break this reading must not escape its opinion
            return (Trait(UNREAD, type(error).__name__),)

    def _view(self, site: Site) -> View:
        host = _known_host(site)
        genuine = self._watchlist.genuine_organ(host) if host else None
        trusted = self._is_trusted(host)
        documents = tuple(
            Document(page, host, self._watchlist, self._lexicon)
            for page in site.pages
            if (page.html.strip() or page.pictures)
            and (trusted or not (self._ended_at_a_trusted_host(page, host) or _was_asked_on(page, site.pages)))
        )
        return View(
            host=host,
            documents=documents,
            watchlist=self._watchlist,
            genuine=genuine,
            trusted=trusted,
            registered=site.registered,
            today=self._today,
            references=self._references,
            known=self._known,
            name=self._named(host) if host and genuine is None else None,
            retired=self._watchlist.retired_organ(host) if host else None,
            blank=tuple(page for page in site.pages if is_blank(page)),
            failed=site.failed,
        )

    def _is_trusted(self, host: str) -> bool:
        return bool(host) and (self._is_official(host) or self._watchlist.is_lawful(host))

    def _is_official(self, host: str) -> bool:
        """True for an organ's own name and for gov.cn, except names there that their organ gave up: whoever answers
        at one of those is not the organ."""
        if self._watchlist.genuine_organ(host) is not None:
            return True
        governmental = is_below(host, "gov.cn") or is_below(host, _ZHENGWU)
        return governmental and self._watchlist.retired_organ(host) is None

    def _ended_at_a_trusted_host(self, page: Page, asked: str) -> bool:
        """True if redirects led to a genuine page: what is shown there is not this site's doing."""
        try:
            ended = host_of(page.final_url) if page.final_url else ""
            return ended != asked and self._is_trusted(ended)
        except BadInput:
            return False

    def _named(self, host: str) -> NameLook | None:
        if self._screener is None:
            return None
        opinion = self._screener(host)
        first = opinion.reasons[0] if opinion.reasons else ""
        why = str(getattr(first, "detail", first[2] if isinstance(first, tuple) and len(first) > 2 else first))
        return NameLook(opinion.score, opinion.target, why)

    def _standing(self, view: View) -> Standing:
        # A retired name that only leads on to a genuine page (no document left) is still in its organ's hands.
        official = self._is_official(view.host) or (is_below(view.host, "gov.cn") and not view.documents)
        return Standing(
            trusted=official,
            neighbour=view.genuine is not None and view.genuine.role == "neighbour",
            cleared=self._watchlist.is_lawful(view.host),
            planted=is_planted(view.documents, view.registered, view.today),
            seen=any(d.visible.text.strip() for d in view.documents),
        )


def _was_asked_on(page: Page, pages: Sequence[Page]) -> bool:
    """True if the address itself named the site to be led to, on a host that has pages of its own: its redirector was
    made use of by whoever wrote that address, and what is shown at the end is no page of the host."""
    asked = unquote(urlsplit(page.url).query).lower()
    try:
        ended, own = host_of(page.final_url or page.url), host_of(page.url)
        if not asked or ended == own or ended not in asked:
            return False
        return any(host_of(other.final_url or other.url) == own and other.status < 400 for other in pages)
    except (BadInput, ValueError):
        return False


def _shared(watchlist: Watchlist) -> Shared:
    """Return what many sites share. Imported here, for it takes half as long to import as everything else together."""
    from detectors.operators.shared import Shared

    return Shared(watchlist)


MOST_DIFFERENCES = 60
# .政务, the ending that beside gov.cn only public bodies are given.
_ZHENGWU = "xn--zfr164b"
# A look-up form, a record, a script: whose register they pretend to be is said elsewhere on the page.
_NAMELESS = frozenset(("P005", "P006", "P007", "P021", "P022", "P023"))


def _known_host(site: Site) -> str:
    """Return the site's host; a page that ended on a genuine host after redirects belongs to that host's owner."""
    if site.host:
        return site.host
    for page in site.pages:
        try:
            return host_of(page.final_url or page.url)
        except BadInput:
            continue
    return ""


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Keep of equal findings (same key) the strongest, in the order of rules."""
    best: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        key = (finding.rule, *finding.key)
        if key not in best or finding.points > best[key].points:
            best[key] = finding
    return list(best.values())


def _contacts(view: View) -> tuple[Contact, ...]:
    found: dict[tuple[str, str], Contact] = {}
    for document in view.documents:
        for _, reading in document.readings:
            for contact in reading.contacts:
                found.setdefault((contact.kind, contact.value), contact)
        for contact in code_contacts(document.codes, view.host, view.watchlist):
            found.setdefault((contact.kind, contact.value), contact)
    return tuple(found.values())


def _target(findings: Sequence[Finding], view: View) -> str:
    """Return the organ that most points of impersonation name; what names none by itself decides only alone."""
    if view.genuine is not None:
        return ""
    spoken = [f for f in counting(findings) if f.target and f.side is Side.IMPERSONATION]
    naming = [f for f in spoken if f.rule not in _NAMELESS]
    sums: dict[str, float] = {}
    for finding in naming or spoken:
        sums[finding.target] = sums.get(finding.target, 0.0) + finding.points
    return max(sums, key=lambda slug: (sums[slug], slug), default="")
