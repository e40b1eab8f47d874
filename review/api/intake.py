"""What the interface takes: fields bounded as the officer's form bounds them (zhenwei/intake/typed.py)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zhenwei.intake.typed import LIMITS
from zhenwei.types import Word

MOST_REPORTS = 200
MOST_ADDRESSES = 50
LONGEST_ADDRESS = 2000
NO_NUL = r"^[^\x00]*$"
Address = Annotated[str, Field(min_length=1, max_length=LONGEST_ADDRESS, pattern=r"^[^\x00\r\n]*$")]


class Reporter(BaseModel):
    """Who reported: goes to its own table, sealed where a key is set, and never comes out here."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(default="", max_length=LIMITS["reporter_name"], pattern=NO_NUL, description="举报人")
    contact: str = Field(default="", max_length=LIMITS["reporter_contact"], pattern=NO_NUL, description="联系方式")


class ReportIn(BaseModel):
    """One report: addresses, or an account where there is none."""

    model_config = ConfigDict(extra="forbid", strict=True)
    addresses: list[Address] = Field(default_factory=list, max_length=MOST_ADDRESSES, description="被举报网址")
    account: str = Field(
        default="", max_length=LIMITS["account"], pattern=NO_NUL, description="无网址时：公众号、小程序、账号等"
    )
    note: str = Field(default="", max_length=LIMITS["note"], pattern=NO_NUL, description="举报内容")
    reported_at: str = Field(
        default="",
        max_length=LIMITS["reported_at"],
        pattern=NO_NUL,
        description="举报时间：ISO 8601 或常见中文写法；不写时区为北京时间",
    )
    reference: str = Field(default="", max_length=LIMITS["reference"], pattern=NO_NUL, description="来件编号")
    reporter: Reporter | None = Field(default=None, description="举报人身份，另行保管")


class LeadsIn(BaseModel):
    """Reports of one delivery: all are kept, or none."""

    model_config = ConfigDict(extra="forbid", strict=True)
    reports: list[ReportIn] = Field(min_length=1, max_length=MOST_REPORTS)


class DecisionIn(BaseModel):
    """A word on a case. ``seen`` is the mark of the case as the program read it."""

    model_config = ConfigDict(extra="forbid")
    word: Word
    why: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", strict=True)]
    seen: Annotated[str, Field(max_length=40, pattern=r"^[0-9]+-[0-9]+$", strict=True)]
