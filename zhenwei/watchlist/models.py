"""The schema of every watchlist file. A mistyped key is an error, never a default."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from zhenwei.address import host_of
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.watchlist.hosts import Host, OfficialHost, OwnedHost
from zhenwei.watchlist.law_models import Article as Article
from zhenwei.watchlist.law_models import Law as Law


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """Where an organ stands."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    INSTITUTION = "institution"


# First two digits of GB/T 2260; 00 stands for the whole country.
_PROVINCES = frozenset(
    "00 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()  # noqa: SIM905
)


def _region(value: str) -> str:
    if len(value) != 6 or not value.isdigit() or value[:2] not in _PROVINCES:
        raise ValueError(said("应为六位行政区划代码（GB/T 2260，全国为 000000）"))
    return value


Region = Annotated[str, AfterValidator(_region)]


def _address(value: str) -> str:
    try:
        host_of(value)
    except BadInput as error:
        raise ValueError(
            said("{url} 不是网址；应以 http:// 或 https:// 开头，端口只能是数字", url=value[:80])
        ) from error
    return value


def _site_code(value: str) -> str:
    if value and not re.fullmatch(r"bm\d{8}|\d{10}", value, re.ASCII):
        raise ValueError(said("应为“bm”加 8 位数字，或 10 位数字"))
    return value


class Organ(_File):
    """``organs/<slug>.toml``: one protected organ. ``slug`` is the file's name and the organ's id (``target``)."""

    slug: str
    name: str = Field(min_length=2)
    aliases: tuple[str, ...] = ()
    level: Level = Level.INSTITUTION
    region: Region = "000000"
    domains: tuple[OfficialHost, ...] = Field(min_length=1)
    retired: tuple[OfficialHost, ...] = ()
    lookups: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    titles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    site_code: Annotated[str, AfterValidator(_site_code)] = ""
    icp: str = ""
    wechat: tuple[str, ...] = ()
    confirmed: bool = False
    # "protected": a regulator whose name is watched; "neighbour": another lawful look-up, only to be spared.
    role: str = Field(default="protected", pattern=r"^(protected|neighbour)$")

    @property
    def names(self) -> tuple[str, ...]:
        """The official name first, then the others."""
        return (self.name, *self.aliases)


class LawfulHost(_File):
    """A row of ``lawful.toml``: a host that a person has cleared."""

    name: OwnedHost
    why: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: date


class SharedList(_File):
    """``shared/<slug>.toml``: what many unrelated sites share, so that it never makes two of them one operator's.

    ``hosts``: services that everybody uses (and all below them); ``builders``: platforms that give their customers a
    name below their own and put their own codes into the pages; ``addresses``: networks of such services (CIDR);
    ``values``: single values as ``kind:value``; ``phrases``: parts of a registrant's name that say it is hidden.
    """

    slug: str
    why: str = Field(min_length=1)
    hosts: tuple[Host, ...] = ()
    builders: tuple[Host, ...] = ()
    addresses: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @field_validator("addresses")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            try:
                ip_network(text)
            except ValueError as error:
                raise ValueError(said("不是网段：{text!r}", text=text[:60])) from error
        return value

    @field_validator("values")
    @classmethod
    def _name_their_kind(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            if not re.fullmatch(r"[a-z_]+:.+", text):
                raise ValueError(said("应写成 种类:值：{text!r}", text=text[:60]))
        return value


class LexiconGroup(_File):
    """``lexicon/<group>.toml``: words of one meaning, with why the group exists.

    ``terms`` are literal words in simplified Chinese (folded text is searched); ``patterns`` are regular expressions.
    """

    group: str
    why: str = Field(min_length=1)
    terms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class CatalogueItem(_File):
    """One 准操项目 with the names that people use for it."""

    name: str
    aliases: tuple[str, ...] = ()


class CatalogueCategory(_File):
    """One 作业类别."""

    name: str
    aliases: tuple[str, ...] = ()
    items: tuple[CatalogueItem, ...] = ()


class Catalogue(_File):
    """``catalogue/<version>.toml``: the certificate catalogue from a date on; empty until a person loads it.

    ``review_years``: a certificate is reviewed (复审) every so many years while this version holds; 0: never.
    """

    version: str
    title: str
    valid_from: date
    valid_to: date | None = None
    source: str
    verified: bool = False
    review_years: int | None = Field(default=None, ge=0)
    category: tuple[CatalogueCategory, ...] = ()


RECIPIENTS = (
    "cyberspace", "market", "police", "telecom", "housing", "organ", "owner", "registrar", "platform",
)  # fmt: skip
_RECIPIENT = rf"^({'|'.join(RECIPIENTS)})$"


class Office(_File):
    """A row of ``recipients/<region>.toml``: an office that letters go to.

    ``placeholder``: a person has still to fill it in, and no letter goes there. ``relation`` says how the office
    stands to the sender where the levels do not say it: peer (函), superior (报告, 请示), subordinate. ``public``: a
    name that ships with the program; a deployment's own rows go before it.
    """

    recipient: str = Field(pattern=_RECIPIENT)
    region: Region
    name: str = Field(min_length=2)
    short: str = ""
    placeholder: bool = False
    public: bool = False
    relation: str = Field(default="", pattern=r"^(peer|superior|subordinate)?$")
    address: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    verified_by: str = ""
    verified_on: date | None = None

    @property
    def verified(self) -> bool:
        """True if a person has checked the row."""
        return bool(self.verified_by) and self.verified_on is not None

    @model_validator(mode="after")
    def _is_whole(self) -> Office:
        if bool(self.verified_by) is not (self.verified_on is not None):
            raise ValueError(said("verified_by 与 verified_on 须同时填写"))
        if self.placeholder and self.verified:
            raise ValueError(said("占位（placeholder）的单位不能标为已核实"))
        if not self.placeholder and "待填写" in self.name:
            raise ValueError(said("名称仍为“待填写”，请填写全称，或者写 placeholder = true"))
        return self


class Sender(_File):
    """``recipients/sender.toml``: who writes. A placeholder until a deployment fills it in.

    ``system``: which kind of office the sender is (a recipient of letters, ``organ`` for 应急管理, or ``other``);
    empty: read from the name. ``placeholder_offices``: draft to placeholder offices too, for trying out.
    """

    name: str
    short: str
    code: str = Field(description="机关代字")
    region: Region
    contact: str = ""
    phone: str = ""
    placeholder: bool = False
    system: str = Field(default="", pattern=r"^(cyberspace|market|police|telecom|housing|organ|other)?$")
    placeholder_offices: bool = False

    @model_validator(mode="after")
    def _is_filled_in(self) -> Sender:
        if not self.placeholder and "待填写" in self.name:
            raise ValueError(said("name 仍为“待填写”，请填写全称，或者写 placeholder = true"))
        return self
