"""What ``world.toml`` and ``site.toml`` may hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput
from zhenwei.types import Profile, Verdict


def _host(value: str) -> str:
    try:
        return ascii_host(value.removeprefix("*."))
    except BadInput as error:
        raise ValueError(str(error)) from error


def _link(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else f"http://{_host(value)}/"


def _certificate_name(value: str) -> str:
    return "*." + _host(value) if value.startswith("*.") else _host(value)


def _charset(value: str) -> str:
    try:
        "".encode(value)
    except LookupError as error:
        raise ValueError(f"没有字符集 {value!r}") from error
    return value


def _path(value: str) -> str:
    if not value.startswith("/") or "?" in value or "#" in value:
        raise ValueError("路径须以 / 开头，不含 ? 和 #")
    return unquote(value)


Host = Annotated[str, AfterValidator(_host)]
CertificateName = Annotated[str, AfterValidator(_certificate_name)]
Link = Annotated[str, AfterValidator(_link)]
Charset = Annotated[str, AfterValidator(_charset)]
RoutePath = Annotated[str, AfterValidator(_path)]
Engine = Literal["baidu", "sogou", "so360", "bing"]
Status = Annotated[int, Field(ge=200, le=999)]


class Strict(BaseModel):
    """A mistyped key is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Route(Strict):
    """What a path answers, to everybody or to one profile."""

    path: RoutePath
    when: Profile | None = None
    file: str = ""
    status: Status | None = None
    headers: dict[str, str] = {}
    delay: float = Field(default=0.0, ge=0)
    redirect: str = ""


class SiteFile(Strict):
    """``site.toml``. ``truth`` is for evaluations only: nothing that serves the site reads it."""

    truth: Verdict | None = None
    note: str = ""
    https: bool = False
    charset: Charset = "utf-8"
    registered: date | None = None
    alive: bool = True
    gone_from: date | None = None
    in_search: bool = True
    in_feed: bool = True
    links_to: tuple[Link, ...] = ()
    route: tuple[Route, ...] = ()


class Search(Strict):
    """``[search]``: how the engines of this world are."""

    results_per_page: int = Field(default=10, ge=1, le=100)
    lacks: dict[Engine, tuple[Host, ...]] = {}
    blocks_after: dict[Engine, Annotated[int, Field(ge=1)]] = {}


class Dns(Strict):
    """``[dns]``: zones in which every name resolves, and names (with all below) whose servers are broken."""

    wildcard: tuple[Host, ...] = ()
    servfail: tuple[Host, ...] = ()


class Ct(Strict):
    """``[ct]``: names in the log beside those of the sites; ``*.example.cn`` stays as it is."""

    names: tuple[CertificateName, ...] = ()


class Feed(Strict):
    """``[feed]``: names in the feed beside those of the sites."""

    names: tuple[Host, ...] = ()


class Failure(Strict):
    """How a host misbehaves; a key that its kind does not use is an error."""

    kind: Literal["hang", "redirect-loop", "large-body", "wrong-charset-header", "status-first", "reset", "slow"]
    bytes: int = Field(default=64_000_000, ge=0)
    status: Status = 503
    times: int = Field(default=1, ge=0)
    bytes_per_s: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _fits(self) -> Failure:
        uses = {"large-body": {"bytes"}, "status-first": {"status", "times"}, "slow": {"bytes_per_s"}}
        if odd := self.model_fields_set - {"kind"} - uses.get(self.kind, set()):
            raise ValueError(f"{self.kind} 没有 {sorted(odd)[0]!r} 这一项")
        return self


class WorldFile(Strict):
    """``world.toml``."""

    today: date
    search: Search = Search()
    dns: Dns = Dns()
    ct: Ct = Ct()
    feed: Feed = Feed()
    failures: dict[Host, Failure] = {}
