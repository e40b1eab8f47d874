"""What findings are worth: `weights.toml`, read once and checked. Every number of points stands there and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from zhenwei.errors import WeightsError

Points = int | float
_LEAST, _MOST = -100, 100


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SetOn(_Part):
    """What the weights were set on: digest of the data, the day, the command that measured."""

    data: str = Field(pattern="^[0-9a-f]{64}$")
    date: date
    command: str


class Scores(_Part):
    """What the shown scores mean. ``shown``: pairs of summed points and shown score, the mapping between them."""

    flag: Points
    unclear: Points
    shown: tuple[tuple[Points, Points], ...] = Field(min_length=2)

    @field_validator("shown", mode="before")
    @classmethod
    def _as_pairs(cls, value: Any) -> Any:
        return (
            tuple(tuple(pair) if isinstance(pair, list) else pair for pair in value)
            if isinstance(value, list)
            else value
        )

    @model_validator(mode="after")
    def _is_a_mapping(self) -> Self:
        sums, scores = [pair[0] for pair in self.shown], [pair[1] for pair in self.shown]
        if (sums[0], scores[0], sums[-1]) != (0, 0, 100) or scores[-1] > 100:
            raise ValueError("shown 须从 [0, 0] 到 [100, ≤100]")
        if any(a >= b for a, b in pairwise(sums)) or any(a > b for a, b in pairwise(scores)):
            raise ValueError("shown 须递增")
        if not {(self.flag, self.flag), (self.unclear, self.unclear)} <= set(self.shown):
            raise ValueError("shown 不得移动 flag 与 unclear")
        return self


class Family(_Part):
    """Rules that see one kind of evidence. ``cap``: most points together; ``more``: share counted beyond the first."""

    cap: Points = Field(gt=0)
    more: Points = Field(ge=0, le=1)


class Families(_Part):
    """The kinds of evidence. A sale needs one of ``sale_core``; ``sale_beside`` is what others say, too."""

    imitation: dict[str, Family]
    sale_core: dict[str, Family]
    sale_beside: dict[str, Family]


class Imitation(_Part):
    """Conjunctions and ceilings of the score of imitation; the file says what each is for."""

    present: Points
    name_counts: Points
    name_strong: Points
    name_weak: Points
    signed: Points
    one_kind: Points
    name_and_marks: Points
    article_marks: Points
    article_theft: Points
    borne: Points
    borne_share: Points
    claims_nothing: Points


class Sale(_Part):
    """Conjunctions and ceilings of the score of sale; the file says what each is for."""

    hint: Points
    traded: Points
    bare: Points
    reachable: Points
    unreachable: Points
    strong: Points
    strong_share: Points
    reported: Points
    other_trade: Points
    furtive: Points


class Together(_Part):
    """What kinds of evidence mean together."""

    imitation: Imitation
    sale: Sale


class Spoken(_Part):
    """What kinds of words around papers are worth, as log odds.

    ``clear``, ``likely``, ``hint``: from here on an offer, one if nothing lawful stands beside, or perhaps.
    ``veto``: below it an offer found by grammar is only perhaps one; ``doubt``: taken off where lawful words stand.
    """

    start: float
    doubt: float
    veto: float
    likely: float
    clear: float
    hint: float
    worth: dict[str, float]


class RuleWeights(_Part):
    """What one rule gives: points by level. ``trial``: its findings are recorded and count for nothing."""

    levels: dict[str, Points]
    family: str = ""
    damps: Literal["", "imitation", "sale"] = ""
    trial: bool = False

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        own = {key: value for key, value in table.items() if key in ("family", "damps", "trial")}
        return own | {"levels": {key: value for key, value in table.items() if key not in own}}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        strange = {k: v for k, v in self.levels.items() if isinstance(v, bool) or not _LEAST <= v <= _MOST}
        if strange:
            raise ValueError(f"分值须为 {_LEAST} 至 {_MOST} 的数：{strange}")
        if self.family and self.damps:
            raise ValueError("family 与 damps 不能同时使用")
        return self


class Weights(_Part):
    """The whole file. ``rules`` by id."""

    set_on: SetOn
    scores: Scores
    rules: dict[str, RuleWeights]
    families: Families
    together: Together
    pitch: Spoken

    @model_validator(mode="after")
    def _families_are_known(self) -> Self:
        known = [*self.families.imitation, *self.families.sale_core, *self.families.sale_beside]
        if twice := sorted({name for name in known if known.count(name) > 1}):
            raise ValueError(f"family 名称重复：{'、'.join(twice)}")
        for name, rule in self.rules.items():
            if rule.family and rule.family not in known:
                raise ValueError(f"{name}：没有名为 {rule.family} 的 family")
        used = {rule.family for rule in self.rules.values()}
        if unused := [name for name in known if name not in used]:
            raise ValueError(f"family 没有任何规则：{'、'.join(unused)}")
        return self

    def counts(self, rule: str) -> bool:
        """True if the rule's findings may move scores; a rule in trial, or one of an older version, may not."""
        return rule in self.rules and not self.rules[rule].trial

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The rules of each family."""
        names = {rule.family for rule in self.rules.values()}
        return {name: frozenset(r for r, rule in self.rules.items() if rule.family == name) for name in names}

    @cached_property
    def damping(self) -> dict[str, tuple[str, ...]]:
        """The rules whose points are taken off each side."""
        sides = ("imitation", "sale")
        return {side: tuple(r for r, rule in self.rules.items() if rule.damps == side) for side in sides}

    def fit(self, levels: Mapping[str, tuple[str, ...]]) -> None:
        """Compare with the rules (id: levels that the rule may give). Raises WeightsError naming what differs."""
        if strange := sorted(self.rules.keys() - levels.keys()):
            raise WeightsError(f"weights.toml：没有这样的规则：{'、'.join(strange)}")
        if missing := sorted(levels.keys() - self.rules.keys()):
            raise WeightsError(f"weights.toml：规则没有分值：{'、'.join(missing)}")
        for name, wanted in levels.items():
            given = self.rules[name].levels
            if set(wanted) != set(given):
                wrong = sorted(set(wanted) ^ set(given))
                raise WeightsError(f"weights.toml：规则 {name} 的分值项不符：{'、'.join(wrong)}")


def read_weights(text: str) -> Weights:
    """Return the weights of a file's text. Raises WeightsError with the first entry that does not fit."""
    try:
        return Weights.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"weights.toml 不是 TOML：{error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "全文"
        raise WeightsError(f"weights.toml 有误：{place}：{first['msg'].removeprefix('Value error, ')}") from error


@cache
def weights() -> Weights:
    """Return the weights that ship with the program. Raises WeightsError if the file is damaged."""
    return read_weights(resources.files("detectors").joinpath("weights.toml").read_text("utf-8"))
