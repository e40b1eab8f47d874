"""A channel's form and a case → name and value of each field, ready to be pasted by a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from takedown.clean import inert
from takedown.sending.told import Told
from zhenwei.errors import WatchlistError
from zhenwei.types import Verdict
from zhenwei.watchlist.channels import Channel, FormField


@dataclass(frozen=True, slots=True)
class Pasted:
    """One field. ``cut``: the value was longer than ``limit`` and ends with an ellipsis. ``note`` is for the person."""

    name: str
    value: str
    limit: int
    limit_verified: bool
    required: bool
    cut: bool
    note: str


def paste(channel: Channel, told: Told) -> list[Pasted]:
    """Return the fields of a form for a case. Raises WatchlistError for a template with a fact that there is not."""
    wanted = [one for one in channel.field if not one.only or Verdict(told.finding) in one.only]
    return [_field(channel, one, told) for one in wanted]


def _field(channel: Channel, one: FormField, told: Told) -> Pasted:
    value = inert(_rendered(channel, one, told)).strip()
    cut = bool(one.limit) and len(value) > one.limit
    if cut:
        value = f"{value[: one.limit - 1]}…"
    notes = [one.help] if one.help else []
    if not one.verified:
        limit = f"，长度限制 {one.limit} 字未经核实" if one.limit else ""
        notes.append(f"字段未经与实际表单核对{limit}")
    if cut:
        notes.append("已截短，请核对")
    if not value:
        notes.append("由经办人填写")
    return Pasted(one.name, value, one.limit, one.verified, one.required, cut, "；".join(notes))


def _rendered(channel: Channel, one: FormField, told: Told) -> str:
    try:
        return _environment().from_string(one.value).render(**asdict(told))
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WatchlistError(f"名单文件 channels/{channel.slug}.toml 的字段“{one.name}”有误：{why}") from error


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # Sandboxed: the table is data that people edit, and may do no more than print facts.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
