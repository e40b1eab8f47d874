"""From the visits and the resolvers' answers of one look to what it says. Pure; what is uncertain stays uncertain.

docs/recheck.md tells the rules in words. The order: what shows the offence is alive, whatever else failed; then who
holds the name; then what every decisive visit agrees on. Visits that disagree say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detectors.standing.causes import CAUSES, FIRST
from detectors.standing.names import Ask, Voice, voice_of
from detectors.standing.values import Sight, Sign, Stands, Told, View
from zhenwei.sentences import listed, said
from zhenwei.types import Outcome

_ANSWERED = (Outcome.OK, Outcome.HTTP_ERROR)
_BARS = frozenset((401, 403, 405, 406, 407, 412, 418, 425, 429))
_SIGNS = {
    Sign.SEIZED: (Stands.SEIZED, "notice"),
    Sign.SUSPENDED: (Stands.SUSPENDED, "notice"),
    Sign.PARKED: (Stands.PARKED, "notice"),
    Sign.CHALLENGE: (Stands.BARRED, "challenge"),
    Sign.VACANT: (Stands.CHANGED, "vacant"),
}
# A notice is meant for everybody, so it holds although other visits could not be made.
_FIRM = (Stands.SEIZED, Stands.SUSPENDED, Stands.PARKED)
_WEAK = frozenset((Stands.DOWN, Stands.BARRED, Stands.UNCLEAR))


def view_of(sights: Sequence[Sight], told: Sequence[Told], *, held: bool = False) -> View:
    """Return what a look says. ``held``: the registry's answer names a hold (clientHold, serverHold)."""
    if (shown := _shown(sights)) is not None:
        return shown
    ask = voice_of(told)
    if ask.voice is Voice.PARKED:
        return View(Stands.PARKED, "dns", _beside("dns", ask.said))
    own = [sight for sight in sights if sight.own]
    decisive = [sight for sight in own if sight.decisive] or own
    if not decisive:
        return View(Stands.UNCLEAR, "no_visit", CAUSES["no_visit"])
    views = [_alone(sight, ask, held=held) for sight in decisive]
    view = _together(views)
    if view.stands is Stands.DOWN and any(s.outcome is Outcome.OK and not s.own and not s.ended for s in sights):
        return replace(view, why=said("{why}；同一主机的其他网址仍有应答，未见涉案内容", why=view.why))
    return view


def _shown(sights: Sequence[Sight]) -> View | None:
    shows = [sight for sight in sights if sight.shows and not _stands_in(sight)]
    if not shows:
        return None
    stays = [sight for sight in shows if not sight.ended]
    if stays:
        faces = len(stays)
        return View(Stands.ALIVE, "shows", said("仍显示涉案内容（{faces} 次访问所见）", faces=faces), shows=True)
    first = shows[0]
    why = said("涉案内容仍在：{cause} {ended}，该处显示涉案内容", cause=CAUSES[first.how or "http"], ended=first.ended)
    return View(Stands.MOVED, first.how or "http", why, first.ended_url, shows=True)


def _stands_in(sight: Sight) -> bool:
    """True for a notice: an authority's own words about forged papers are no offer of them."""
    return sight.notice is not None and sight.notice.sign in (Sign.SEIZED, Sign.SUSPENDED, Sign.PARKED)


def _alone(sight: Sight, ask: Ask, *, held: bool) -> View:
    """Return what one visit says."""
    if sight.outcome in _ANSWERED or (sight.page and (sight.ended or sight.notice is not None)):
        return _answered(sight)
    if sight.page:
        return _uncertain("unseen", sight.error)  # the beginning of an answer: what it would have shown is not known
    if sight.outcome in (Outcome.NO_SUCH_NAME, Outcome.DNS_FAILED, Outcome.EGRESS):
        return _nameless(sight, ask, held=held)
    if sight.outcome in (Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.TLS_FAILED, Outcome.BAD_ANSWER):
        if ask.voice in (Voice.ABSENT, Voice.EMPTY, Voice.SPECIAL):
            return _nameless(sight, ask, held=held)
        if ask.voice is Voice.SPLIT:
            return _uncertain("resolvers_disagree", ask.said)
        refused = sight.outcome is Outcome.UNREACHABLE and "拒绝" in sight.error
        cause = "refused" if refused else sight.outcome.value
        return View(Stands.DOWN, cause, CAUSES[cause])
    if sight.outcome is Outcome.ROBOTS:
        return View(Stands.BARRED, "robots", CAUSES["robots"])
    cause = "not_rendered" if sight.outcome is Outcome.NOT_RENDERED else "unseen"
    return _uncertain(cause, sight.error)


def _answered(sight: Sight) -> View:
    if sight.notice is not None:
        stands, cause = _SIGNS[sight.notice.sign]
        quoted = said("{notice}：“{quote}”", notice=sight.notice.name, quote=sight.notice.quote)
        return View(stands, cause, quoted if sight.notice.quote else sight.notice.name)
    if sight.ended:
        if sight.lawful:
            return View(
                Stands.CHANGED,
                "led_to_lawful",
                said("{cause} {ended}", cause=CAUSES["led_to_lawful"], ended=sight.ended),
            )
        how = sight.how or "http"
        return View(
            Stands.MOVED,
            how,
            said("{cause} {ended}，该处未见涉案内容", cause=CAUSES[how], ended=sight.ended),
            sight.ended_url,
        )
    return _by_status(sight)


def _by_status(sight: Sight) -> View:
    status = sight.status
    if status in _BARS:
        return View(
            Stands.BARRED,
            "http_403" if status == 403 else "http_4xx",
            said("对方拒绝本机访问（HTTP {status}）", status=status),
        )
    if status == 451:
        return View(Stands.SUSPENDED, "http_451", CAUSES["http_451"])
    if status in (404, 410):
        return View(Stands.DOWN, f"http_{status}", CAUSES[f"http_{status}"])
    if status >= 500:
        return View(Stands.DOWN, "http_5xx", _beside("http_5xx", f"HTTP {status}"))
    if status >= 400:
        return _uncertain("unseen", f"HTTP {status}")
    if sight.shell:
        return _uncertain("not_rendered", "")
    return View(Stands.CHANGED, "page", CAUSES["page"])


def _nameless(sight: Sight, ask: Ask, *, held: bool) -> View:
    """Return what a name without an address says: only what two resolvers agree on is believed."""
    if ask.voice is Voice.ABSENT:
        if held:
            return View(Stands.SUSPENDED, "hold", CAUSES["hold"])
        return View(Stands.DOWN, "no_name", _beside("no_name", ask.said))
    if ask.voice is Voice.EMPTY:
        return View(Stands.DOWN, "no_address", _beside("no_address", ask.said))
    if ask.voice is Voice.SPECIAL:
        return View(Stands.DOWN, "nowhere", _beside("nowhere", ask.said))
    if ask.voice is Voice.FAILED and sight.outcome is Outcome.DNS_FAILED:
        return View(Stands.DOWN, "dns_failed", _beside("dns_failed", ask.said))
    cause = {Voice.SPLIT: "resolvers_disagree", Voice.ALONE: "one_resolver"}.get(ask.voice, "dns_unsure")
    return _uncertain(cause, ask.said or sight.error)


def _uncertain(cause: str, what: str) -> View:
    return View(Stands.UNCLEAR, cause, _beside(cause, what) if what else CAUSES[cause])


def _beside(cause: str, what: str) -> str:
    return said("{cause}（{what}）", cause=CAUSES[cause], what=what)


def _together(views: Sequence[View]) -> View:
    """Return what several visits say together."""
    kinds = {view.stands for view in views}
    if len(kinds) == 1:
        return min(views, key=lambda view: FIRST.index(view.cause))
    for firm in _FIRM:
        if firm in kinds and kinds - {firm} <= _WEAK:
            return next(view for view in views if view.stands is firm)
    if kinds == {Stands.MOVED, Stands.CHANGED}:
        return next(view for view in views if view.stands is Stands.MOVED)
    if kinds <= {Stands.BARRED, Stands.DOWN, Stands.UNCLEAR, Stands.CHANGED} and Stands.BARRED in kinds:
        return next(view for view in views if view.stands is Stands.BARRED)
    whys = listed(dict.fromkeys(view.why for view in views), clauses=True)
    return View(Stands.UNCLEAR, "mixed", said("{cause}：{whys}", cause=CAUSES["mixed"], whys=whys)[:400])
