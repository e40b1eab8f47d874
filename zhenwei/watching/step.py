"""The state machine of a watched name: what is known, and a look, make what is known next, events and a date.

Three things must never happen: a server that cannot say changes nothing; a name that answers only because its whole
zone does is not registered; one look that misses a name does not make it gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network

from zhenwei.watching.values import NO_RECORDS, Change, Event, Known, NameState, Records, Says, Seen, Shown

# Days until the next look, by the number of looks in a row at which nothing had changed; the last one repeats.
WAITS: dict[NameState, Sequence[int]] = {
    NameState.UNKNOWN: (1, 2, 4, 7),
    NameState.UNREGISTERED: (1, 2, 4, 7, 14, 30),
    NameState.REGISTERED: (1, 2, 4, 7, 7, 7, 14),
    NameState.RESOLVING: (1, 2, 4, 7, 7, 7, 14),
    NameState.PAGE: (7, 7, 7, 14),
    NameState.PARKED: (7, 14, 30),
    NameState.WILDCARD: (14, 30),
    NameState.GONE: (30,),
}
AFTER_FAILURES = (1, 1, 2, 4, 7)
LOOKS_UNTIL_GONE = 3


@dataclass(frozen=True, slots=True)
class Step:
    """``days``: until the next look. ``visit``: the site is worth a visit now."""

    known: Known
    events: tuple[Event, ...]
    days: int
    visit: bool = False


def after_look(known: Known, seen: Seen) -> Step:
    """Return what follows from a look over the DNS."""
    if seen.says is Says.FAILED:
        return Step(replace(known, failed=known.failed + 1), (), _nth(AFTER_FAILURES, known.failed))
    if seen.says is Says.ABSENT:
        return _absent(known)
    if seen.says is Says.WILDCARD:
        return _wildcard(known)
    return _present(known, seen)


def after_visits(known: Known, shown: Shown) -> Step | None:
    """Return what follows from a night's visits to the site; None if nothing does.

    What the DNS says goes before: a parked name stays parked although its page of advertisements was seen.
    """
    if shown is Shown.PAGE and known.state not in (NameState.PAGE, NameState.PARKED):
        return _settled(known, NameState.PAGE, known.records, (Event(Change.PAGE),))
    if shown is Shown.SILENT and known.state is NameState.PAGE:
        step = _settled(known, NameState.RESOLVING, known.records, (Event(Change.NO_PAGE),))
        return replace(step, visit=False)
    return None


def _absent(known: Known) -> Step:
    if known.state.living:
        missing = known.missing + 1
        if missing < LOOKS_UNTIL_GONE:
            return Step(replace(known, missing=missing, failed=0), (), 1)
        gone = (Event(Change.GONE, before=_said(known.records.addresses or known.records.name_servers)),)
        return _settled(known, NameState.GONE, NO_RECORDS, gone)
    state = NameState.GONE if known.state is NameState.GONE else NameState.UNREGISTERED
    return _settled(known, state, NO_RECORDS, ())


def _wildcard(known: Known) -> Step:
    if known.state is NameState.PAGE:  # what was seen there is not undone by its neighbours
        return _settled(known, NameState.PAGE, known.records, ())
    events = (Event(Change.WILDCARD, before=_said(known.records.addresses)),) if known.state.living else ()
    return _settled(known, NameState.WILDCARD, NO_RECORDS, events)


def _present(known: Known, seen: Seen) -> Step:
    old = known.records if known.state.living else NO_RECORDS
    new = _completed(old, seen) if seen.partial else seen.records
    events = [*_birth(known, new), *_address_events(old.addresses, new.addresses)]
    if old.name_servers and new.name_servers and new.name_servers != old.name_servers:
        events.append(Event(Change.NAME_SERVERS, _said(old.name_servers), _said(new.name_servers)))
    if old.mail and new.mail != old.mail:
        events.append(Event(Change.MAIL, _said(old.mail), _said(new.mail)))
    if new.mail and not old.mail and (known.state.living or not new.addresses):
        # A name without a site but with mail is used to write to people.
        events.append(Event(Change.MAIL_SET, after=_said(new.mail)))
    if seen.parked and known.state is not NameState.PARKED:
        events.append(Event(Change.PARKED, after=seen.parked))
    parked = seen.parked or ("?" if seen.partial and known.state is NameState.PARKED else "")
    if known.state is NameState.PARKED and not parked:
        events.append(Event(Change.UNPARKED))
    # Name servers are asked apart, and may be silent while the name answers.
    records = replace(new, name_servers=new.name_servers or old.name_servers)
    return _settled(known, _state(known, records, parked), records, tuple(events))


def _completed(old: Records, seen: Seen) -> Records:
    """Fill what was not answered with what was known."""
    new = seen.records
    return Records(
        new.addresses or old.addresses,
        new.name_servers or old.name_servers,
        new.mail or old.mail,
        new.alias or old.alias,
    )


def _state(known: Known, records: Records, parked: str) -> NameState:
    if parked:
        return NameState.PARKED
    if not records.addresses:
        return NameState.REGISTERED
    return NameState.PAGE if known.state is NameState.PAGE else NameState.RESOLVING


def _birth(known: Known, new: Records) -> list[Event]:
    if known.state.living:
        return []
    what = {NameState.GONE: Change.BACK, NameState.UNREGISTERED: Change.REGISTERED}.get(known.state, Change.FOUND)
    return [Event(what, after=_said(new.name_servers))]


def _address_events(had: Sequence[str], have: Sequence[str]) -> list[Event]:
    if have and not had:
        return [Event(Change.RESOLVING, after=_said(have))]
    if had and not have:
        return [Event(Change.NO_ADDRESS, before=_said(had))]
    moved = had and not _networks(had) & _networks(have)
    return [Event(Change.ADDRESSES, _said(had), _said(have))] if moved else []


def _networks(addresses: Sequence[str]) -> set[str]:
    """Return the /24 (IPv4) and /48 (IPv6) networks: servers that take turns answer from one of them."""
    found = set()
    for address in addresses:
        try:
            ip = ip_address(address)
        except ValueError:
            found.add(address)
            continue
        found.add(str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False)))
    return found


def _settled(known: Known, state: NameState, records: Records, events: tuple[Event, ...]) -> Step:
    """Return the step into a state: a change starts the waiting anew, a quiet look makes it longer."""
    quiet = 0 if events or state is not known.state else known.quiet + 1
    happened = {event.what for event in events}
    has_address = state in (NameState.RESOLVING, NameState.PAGE)
    visit = (has_address and (state is NameState.RESOLVING or bool(happened - {Change.PAGE}))) or (
        Change.RESOLVING in happened
    )
    return Step(Known(state, records, quiet), events, _nth(WAITS[state], quiet), visit)


def _nth(waits: Sequence[int], number: int) -> int:
    return waits[min(number, len(waits) - 1)]


def _said(values: Sequence[str]) -> str:
    return ", ".join(values)
