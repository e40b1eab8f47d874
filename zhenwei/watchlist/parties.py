"""Platforms, registrars and renamed organs: who they are, so that a letter can be addressed. Checked when read."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, field_validator, model_validator

from zhenwei.address import ascii_host, is_below
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.watchlist.models import Region, _File


class _Party(_File):
    """A firm that letters go to: ``name`` as it is addressed, ``region`` its seat."""

    name: str = Field(min_length=4)
    region: Region
    source: str = Field(min_length=2)
    verified_by: str = ""
    verified_on: date | None = None

    @property
    def verified(self) -> bool:
        """True if a person has checked the row."""
        return bool(self.verified_by) and self.verified_on is not None


class Platform(_Party):
    """A row of ``platforms.toml``: a platform on which others hold accounts or shops.

    ``brand``: as people call it. ``kind``: ``account`` (public accounts, mini-programs, groups, short video, posts) or
    ``shop``. ``hosts``: what is below them is an account or shop of a customer, and the platform's is the filing there.
    """

    brand: str
    kind: str = Field(pattern=r"^(account|shop)$")
    hosts: tuple[str, ...] = Field(min_length=1)

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(ascii_host(host) for host in value)
        except BadInput as error:
            raise ValueError(error.sentence) from error

    def holds(self, host: str) -> bool:
        """True if what answers at a host is a customer's."""
        return any(is_below(host, own) for own in self.hosts)


class Registrar(_Party):
    """A row of ``registrars.toml``: a domain registrar in the territory; ``spellings`` as registries print it."""

    spellings: tuple[str, ...] = Field(min_length=1)

    def is_called(self, text: str) -> bool:
        """True if a registration record means this registrar: one of its spellings, whatever the letters' case."""
        return any(spelling.casefold() in text.casefold() for spelling in self.spellings)


class Renaming(_File):
    """A row of ``renamed.toml``: a kind of organ, what it was called before, and from which day on it is called so.

    ``old`` and ``new`` are the endings of organs' names (安全生产监督管理局 → 应急管理局). ``new`` may be several where
    one organ became part of different ones.
    """

    old: str = Field(min_length=2)
    new: tuple[str, ...] = Field(min_length=1)
    since: date
    source: str = Field(min_length=2)
    note: str = ""

    @model_validator(mode="after")
    def _differs(self) -> Self:
        if self.old in self.new:
            raise ValueError(said("old 与 new 相同"))
        return self
