"""The settings of a deployment: one frozen object, read once by whoever starts and passed down.

Sources, later over earlier: the defaults below, ``zhenwei.toml`` (its path in ``ZHENWEI_CONFIG``, else the working
folder), the environment (``ZHENWEI_<NAME>``). An unknown key in either is an error.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from zhenwei.errors import SettingsError
from zhenwei.faults import first_fault

PREFIX = "ZHENWEI_"
CONFIG = "CONFIG"
# Variables of ours that are no settings: where the file is, the tether of a child, the first password, the tests' own.
NOT_SETTINGS = (PREFIX + CONFIG, PREFIX + "PARENT_PIPE", PREFIX + "ADMIN_PASSWORD", PREFIX + "TEST_")


def _listed(value: Any) -> Any:
    """Accept a comma-separated line wherever a list is wanted (the environment knows no lists)."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Mailbox = Annotated[str, Field(pattern=r"^[!-+\--:=?A-~]+@[a-zA-Z0-9.-]+$", max_length=254)]
Budget = Annotated[str, Field(pattern=r"^[a-z0-9_-]+=[0-9]{1,6}$")]


class Settings(BaseModel):
    """Every setting, with the help text that ``docs/settings.md`` prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        default="", description="SQLAlchemy address of the store; empty: SQLite in the data folder."
    )
    data_dir: Path = Field(
        default=Path("var"), description="Folder of evidence, letters, locks and the default database."
    )
    watchlist_dir: Path | None = Field(
        default=None, description="Folder laid over the built-in watchlist, file by file."
    )

    egress_proxy: str = Field(default="", description="HTTP proxy through which everything leaves.")
    egress_ca: Path | None = Field(
        default=None, description="Certificate authority (PEM) to trust besides the system's."
    )
    egress_allow: Names = Field(default=(), description="Special networks (CIDR) that may be contacted all the same.")
    egress_deny: Names = Field(
        default=(), description="Public networks (CIDR) that are never contacted: the office's own, say."
    )
    egress_ports: Names = Field(default=("80", "443"), description="Ports that may be contacted.")
    egress_connect: Literal["name", "address"] = Field(
        default="name",
        description="What `EGRESS_PROXY` is asked to connect to: `name` (it resolves the name once more by itself) or "
        "`address` (the one that was checked; the proxy must allow CONNECT to ports 80 and 443).",
    )
    contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[\x21-\x27\x2a-\x7e]*$",
        description="Address of a page or mailbox for those who run the sites: sent in the User-Agent by discovery, by "
        "look-ups and by visits to protected organs, which need not look like a visitor's.",
    )
    dns_servers: Names = Field(default=(), description="Resolvers as address or address:port; empty: the system's.")
    dns_rate: float = Field(
        default=500.0, ge=0, description="Questions a second to each DNS server in bulk look-ups; 0: no limit."
    )
    browser_path: str = Field(
        default="", description="Chromium to render with; empty: look on the PATH and in Playwright's folder."
    )
    tsa_url: str = Field(default="", description="RFC 3161 time-stamp authority; empty: no time stamps.")
    tsa_ca: Path | None = Field(
        default=None,
        description="Certificates (PEM) of the time-stamp authority; empty: stamps are checked, not trusted.",
    )
    ntp_server: str = Field(
        default="", description="Time server asked once a run how far the clock is off; empty: not measured."
    )
    user_agent: str = Field(default="", description="Overrides the desktop profile's user agent.")

    search_engines: Names = Field(
        default=(),
        description="Engines whose pages are read (baidu, sogou, so360, bing, weixin): naming one states that it "
        "has authorised automated queries. Interfaces with a key, and SearXNG, need not be named.",
    )
    search_budget: int = Field(default=90, ge=0, description="Queries per engine and day (Beijing time).")
    search_budgets: Annotated[tuple[Budget, ...], BeforeValidator(_listed)] = Field(
        default=(), description="Queries a day of single engines: `bing=50,searxng=200`."
    )
    search_paid_links: bool = Field(
        default=False,
        description="Follow the links of advertisements where the page does not show their target: each is a click "
        "that somebody pays for.",
    )
    searxng_url: str = Field(
        default="", description="Address of the operator's own SearXNG instance (with JSON allowed); empty: none."
    )
    feed_urls: Names = Field(
        default=(),
        description="Lists of names: addresses, files, folders or patterns; more in `sources.toml` of the watchlist.",
    )
    source_stale_days: int = Field(
        default=3, ge=0, description="Days without a change after which a source is called stale; 0: never."
    )
    ct_logs: Names = Field(
        default=(),
        description="Certificate-transparency logs: base addresses (RFC 6962 or static-ct), names of the log list, "
        "or `list` for all that still take up certificates.",
    )
    ct_log_list: str = Field(
        default="", description="Log list (JSON, version 3), address or file: names, kinds and keys of the logs."
    )
    ct_delay: float = Field(
        default=0.2,
        ge=0,
        description="Seconds between two requests to one log's host (`DELAY` where that is shorter): logs are made for "
        "bulk reading.",
    )
    ct_first: int = Field(default=100_000, ge=0, description="Entries before a log's end where its first night begins.")
    ct_budget: int = Field(default=500_000, ge=1, description="Entries read per log and night.")
    certstream_urls: Names = Field(
        default=(), description="Streams of new certificates (ws, wss) in the form of certstream servers."
    )
    certstream_seconds: float = Field(default=900.0, gt=0, description="Seconds a night that a stream is listened to.")
    certstream_budget: int = Field(default=200_000, ge=1, description="Certificates per stream and night.")
    rdap_urls: Names = Field(default=(), description="RDAP base addresses (RFC 9082); empty: no registration look-ups.")
    rdap_bootstrap: str = Field(
        default="",
        description="Address or file of the RDAP bootstrap registry (RFC 9224), which knows the server of each suffix; "
        "empty: only rdap_urls.",
    )
    whois_servers: Names = Field(
        default=(),
        description="WHOIS servers (RFC 3912) as suffix=host or suffix=host:port, for suffixes without RDAP; builtin: "
        "the registries known to the program; empty: no WHOIS.",
    )
    whois_interval: float = Field(default=2.0, ge=0, description="Seconds between two queries to one WHOIS server.")
    lookalike_budget: int = Field(default=20_000, ge=0, description="Look-alike names resolved per night.")

    sites_per_domain: int = Field(
        default=50,
        ge=1,
        description="Sites below one registrable domain that are looked at for the first time in one night; the rest "
        "wait for later nights.",
    )

    delay: float = Field(default=1.0, ge=0, description="Seconds between two requests to one host.")
    concurrency: int = Field(default=16, ge=1, le=256, description="Requests under way at once.")
    timeout: float = Field(default=20.0, gt=0, description="Seconds for one request.")
    max_bytes: int = Field(default=4_000_000, ge=10_000, description="Largest body that is read.")
    robots: bool = Field(default=True, description="Obey robots.txt.")
    robots_strict: bool = Field(
        default=False,
        description="Refuse a visit, too, whose address robots.txt forbids; else that one address is fetched, without "
        "its parts, and the record says so.",
    )
    robots_delay: float = Field(
        default=10.0, ge=0, description="Longest Crawl-delay (seconds) of a robots.txt that is obeyed."
    )
    host_night: int = Field(default=1000, ge=0, description="Requests to one host a night; 0: no limit.")
    host_day: int = Field(default=2000, ge=0, description="Requests to one host a day (Beijing time); 0: no limit.")
    organ_night: int = Field(
        default=100, ge=0, description="Requests to one host of a protected organ a night; 0: no limit."
    )
    organ_day: int = Field(
        default=150, ge=0, description="Requests to one host of a protected organ a day; 0: no limit."
    )
    service_day: int = Field(
        default=50_000,
        ge=0,
        description="Requests a day to one host of a source (search engine, log, list, registry), besides the source's "
        "own budget; 0: no limit.",
    )
    stall_minutes: int = Field(
        default=15, ge=0, description="Minutes without any progress after which spiders are ended; 0: never."
    )
    crawl_workers: int = Field(
        default=0, ge=0, le=64, description="Processes that visit pages side by side on one machine; 0: one per core."
    )
    lease_seconds: float = Field(
        default=60.0, ge=1, description="Seconds until the hosts that a lost worker had in hand are given to others."
    )
    store_patience: float = Field(
        default=120.0, ge=0, description="Seconds that a worker waits for a database server that is away."
    )
    render_tabs: int = Field(default=2, ge=1, le=32, description="Browser tabs at once.")
    render_timeout: float = Field(default=20.0, gt=0, description="Seconds for rendering one page.")
    render_memory: int = Field(
        default=1024, ge=0, description="Megabytes that one browser tab may hold before it is ended; 0: no limit."
    )
    revisit_days: int = Field(
        default=30, ge=1, description="Days until a site that was not flagged is looked at again."
    )
    recheck_days: int = Field(
        default=1, ge=0, description="Days between two looks at a confirmed or referred site; 0: every run."
    )
    recheck_looks: int = Field(
        default=3, ge=1, le=30, description="Looks in a row that must find a site gone before that is believed."
    )
    recheck_hours: float = Field(default=12.0, ge=0, description="Hours by which such looks must be apart to count.")
    recheck_dns_servers: Names = Field(
        default=(),
        description="Further resolvers, of another operator than `DNS_SERVERS`: that a name is gone is believed only "
        "if two resolvers say so.",
    )
    full_look_budget: int = Field(
        default=5000, ge=0, description="Sites a night that all profiles look at, the most urgent first; 0: no limit."
    )
    keep_days: int = Field(
        default=60, ge=0, description="Days until `evidence prune` deletes captures of sites without a case; 0: never."
    )
    keep_dismissed_days: int = Field(
        default=180, ge=0, description="Days after the last word on a dismissed case until its captures go; 0: never."
    )
    keep_closed_days: int = Field(
        default=1095, ge=0, description="Days after the last word on a closed case until its captures go; 0: never."
    )
    keep_reporter_days: int = Field(
        default=180, ge=0, description="Days until the identity of who reported is deleted; the report stays. 0: never."
    )
    reporter_key_file: Path | None = Field(
        default=None,
        description="Keys (Fernet, one a line, file mode 0600) that encrypt the identity of who reported; empty: "
        "kept as it is. `zhenwei leads seal --new-key` makes one.",
    )
    evidence_bucket: str = Field(
        default="",
        description="Address (fsspec, as s3://bucket/folder) to which `evidence push` copies captures; empty: none.",
    )
    evidence_endpoint: str = Field(
        default="", description="Address of the S3-compatible server, unless the environment's AWS settings name it."
    )
    queue_threshold: float = Field(default=30.0, ge=0, le=100, description="Score from which a site enters the queue.")
    screen_threshold: float = Field(default=50.0, ge=0, le=100, description="Score from which a name becomes a lead.")
    smtp_host: str = Field(default="", description="Mail server for reminders of clocks; empty: no mail.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls` (the mail is not sent unless the server can), `tls` (from the beginning, port 465), "
        "`none` (a server on this machine; no password is sent then).",
    )
    smtp_user: str = Field(default="", description="Account on the mail server; empty: none is asked for.")
    smtp_password_file: Path | None = Field(default=None, description="File with the password of that account.")
    smtp_ca: Path | None = Field(
        default=None, description="Certificate authority (PEM) of the mail server, in place of the system's."
    )
    mail_from: str = Field(
        default="",
        pattern=r"^([!-+\--:=?A-~]+@[a-zA-Z0-9.-]+)?$",
        description="Address that reminders come from; empty: the first one of `MAIL_TO`.",
    )
    mail_to: Annotated[tuple[Mailbox, ...], BeforeValidator(_listed)] = Field(
        default=(), description="Addresses that get the day's mail of clocks that are overdue or nearly so."
    )
    nightly_at: str = Field(default="01:30", description="Time of the nightly run (Asia/Shanghai, HH:MM).")
    report_period: Literal["calendar", "21-20"] = Field(
        default="calendar",
        description="Months of reports: `calendar`, or `21-20` (from the 21st of the month before to the 20th).",
    )
    workers: int = Field(default=0, ge=0, description="Processes for computing; 0: one per core.")

    @property
    def database(self) -> str:
        """The store's address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'zhenwei.db'}"

    def queries_a_day(self, engine: str, granted: int | None = None) -> int:
        """Return the budget of an engine: its own setting, else what it grants by itself, else that of all."""
        own = dict(part.split("=") for part in self.search_budgets)
        if engine in own:
            return int(own[engine])
        return self.search_budget if granted is None else min(granted, self.search_budget)

    @property
    def evidence_dir(self) -> Path:
        """Where capture folders live."""
        return self.data_dir / "evidence"

    @property
    def letters_dir(self) -> Path:
        """Where drafted letters live."""
        return self.data_dir / "letters"


def load_settings(environ: Mapping[str, str], folder: Path) -> Settings:
    """Build the settings from an environment and a working folder. Raises SettingsError naming source and key."""
    path = Path(environ.get(PREFIX + CONFIG) or folder / "zhenwei.toml")
    explicit = PREFIX + CONFIG in environ
    values = _from_file(path) if explicit or path.exists() else {}
    values |= {
        key.removeprefix(PREFIX).lower(): value
        for key, value in environ.items()
        if key.startswith(PREFIX) and not key.startswith(NOT_SETTINGS)
    }
    try:
        return Settings(**values)
    except ValidationError as error:
        name, what = first_fault(error)
        raise SettingsError(f"设置 {name} 有误：{what}（在 zhenwei.toml 或 {PREFIX}{name.upper()} 中改正）") from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"无法读取设置文件 {path}：{error}") from error
    return {key.lower().removeprefix(PREFIX.lower()): value for key, value in raw.items()}


def settings_environ(settings: Settings) -> dict[str, str]:
    """Return the settings as environment variables, so that a child process works with exactly these."""
    found = {PREFIX + CONFIG: os.devnull}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value is None or value == Settings.model_fields[name].default:
            continue
        found[PREFIX + name.upper()] = ",".join(value) if isinstance(value, tuple) else str(value)
    return found
