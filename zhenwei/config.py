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
from zhenwei.sentences import said

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
RoleOf = Annotated[str, Field(pattern=r"^[^=,]{1,100}=(viewer|analyst|reviewer|admin)$")]
Budget = Annotated[str, Field(pattern=r"^[a-z0-9_-]+=[0-9]{1,6}$")]


class Settings(BaseModel):
    """Every setting, with what it is for in Chinese; the English stands in ``review/texts/en/settings.po``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(default="", description="数据库的 SQLAlchemy 地址；留空则用数据目录中的 SQLite。")
    data_dir: Path = Field(default=Path("var"), description="存放取证、函件、锁和默认数据库的目录。")
    watchlist_dir: Path | None = Field(default=None, description="本单位的名单目录，逐个文件覆盖内置名单。")

    egress_proxy: str = Field(default="", description="一切外发连接经由的 HTTP 代理。")
    egress_ca: Path | None = Field(default=None, description="在系统证书之外另行信任的证书机构（PEM）。")
    egress_allow: Names = Field(default=(), description="仍可访问的特殊网段（CIDR），如内网。")
    egress_deny: Names = Field(default=(), description="一律不访问的公网网段（CIDR），如本单位的网段。")
    egress_ports: Names = Field(default=("80", "443"), description="可以访问的端口。")
    egress_connect: Literal["name", "address"] = Field(
        default="name",
        description="请 `EGRESS_PROXY` 连接什么：`name`（域名，由代理自行再解析一次）或 `address`（已核对的地址；"
        "代理须允许对 80 和 443 端口使用 CONNECT）。",
    )
    contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[\x21-\x27\x2a-\x7e]*$",
        description="供网站管理者联系的网页或邮箱：发现来源、查询登记、访问受保护机构时写入 User-Agent，"
        "这些访问无须像普通访客。",
    )
    dns_servers: Names = Field(default=(), description="DNS 服务器，写成 地址 或 地址:端口；留空用系统的。")
    dns_rate: float = Field(default=500.0, ge=0, description="批量解析时每秒向每台 DNS 服务器的查询数；0 为不限。")
    browser_path: str = Field(default="", description="用于渲染的 Chromium；留空则在 PATH 和 Playwright 的目录中查找。")
    tsa_url: str = Field(default="", description="RFC 3161 时间戳机构；留空则不加盖时间戳。")
    tsa_ca: Path | None = Field(
        default=None,
        description="时间戳机构的证书（PEM）；留空则只核对时间戳，不认定其可信。",
    )
    ntp_server: str = Field(default="", description="每次运行时询问一次、以测量本机时钟偏差的时间服务器；留空则不测。")
    user_agent: str = Field(default="", description="替代电脑身份的 User-Agent。")

    session_idle_minutes: int = Field(default=60, ge=5, le=720, description="研判台上多少分钟没有操作即退出登录。")
    session_hours: int = Field(default=12, ge=1, le=24, description="研判台的会话最长多少小时，无论是否使用。")

    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?[^\s?#]*)?$",
        description="可供登录的 OpenID Connect 身份认证服务（issuer）；留空则只用口令。",
    )
    oidc_client_id: str = Field(default="", max_length=200, description="本系统在该服务登记的客户端编号。")
    oidc_secret_file: Path | None = Field(
        default=None, description="存放客户端密钥的文件；留空为公开客户端（只用 PKCE）。"
    )
    oidc_ca: Path | None = Field(default=None, description="该服务的证书（PEM）；留空用系统的。")
    oidc_desk_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+)?$",
        description="浏览器所见的研判台地址（`https://desk.example`）；认证后回到其下的 `/login/oidc/back`。",
    )
    oidc_name_claim: str = Field(default="preferred_username", description="哪一项声明是账号名。")
    oidc_role_claim: str = Field(
        default="roles", description="哪一项声明是角色；用点逐层深入（`realm_access.roles`）。"
    )
    oidc_roles: Annotated[tuple[RoleOf, ...], BeforeValidator(_listed)] = Field(
        default=(), description="该声明的哪个值对应哪个角色：`zw-admins=admin,zw-desk=analyst`。"
    )

    search_engines: Names = Field(
        default=(),
        description="读取其结果页的搜索引擎（baidu、sogou、so360、bing、weixin）：写上即表明该引擎已授权自动查询。"
        "带密钥的接口和 SearXNG 无须列出。",
    )
    search_budget: int = Field(default=90, ge=0, description="每个引擎每日（北京时间）的查询数。")
    search_budgets: Annotated[tuple[Budget, ...], BeforeValidator(_listed)] = Field(
        default=(), description="个别引擎每日的查询数：`bing=50,searxng=200`。"
    )
    search_paid_links: bool = Field(
        default=False,
        description="结果页不显示广告的目标网址时，是否点开广告链接：每点一次都有人付费。",
    )
    searxng_url: str = Field(default="", description="本单位自建的 SearXNG 的地址（须允许 JSON）；留空为没有。")
    feed_urls: Names = Field(
        default=(),
        description="域名清单：网址、文件、目录或通配路径；更多的写在名单的 `sources.toml` 中。",
    )
    source_stale_days: int = Field(default=3, ge=0, description="来源多少天没有变化即称为陈旧；0 为从不。")
    ct_logs: Names = Field(
        default=(),
        description="证书透明日志：基地址（RFC 6962 或 static-ct）、日志清单中的名称，"
        "或 `list`（仍在收录证书的全部日志）。",
    )
    ct_log_list: str = Field(
        default="", description="日志清单（JSON，第 3 版）的网址或文件：各日志的名称、种类和密钥。"
    )
    ct_delay: float = Field(
        default=0.2,
        ge=0,
        description="对同一日志主机两次请求之间的秒数（`DELAY` 更短的从其短）：日志本就供批量读取。",
    )
    ct_first: int = Field(default=100_000, ge=0, description="首夜从日志末尾之前多少条开始读。")
    ct_budget: int = Field(default=500_000, ge=1, description="每个日志每夜读取的条数。")
    certstream_urls: Names = Field(default=(), description="新证书的推送流（ws、wss），格式同 certstream 服务器。")
    certstream_seconds: float = Field(default=900.0, gt=0, description="每夜收听推送流的秒数。")
    certstream_budget: int = Field(default=200_000, ge=1, description="每个推送流每夜的证书数。")
    rdap_urls: Names = Field(default=(), description="RDAP 基地址（RFC 9082）；留空则不查域名注册信息。")
    rdap_bootstrap: str = Field(
        default="",
        description="RDAP 引导登记（RFC 9224）的网址或文件，由此得知各后缀的服务器；留空则只用 rdap_urls。",
    )
    whois_servers: Names = Field(
        default=(),
        description="没有 RDAP 的后缀所用的 WHOIS 服务器（RFC 3912），写成 后缀=主机 或 后缀=主机:端口；"
        "builtin 为程序已知的注册局；留空则不查 WHOIS。",
    )
    whois_interval: float = Field(default=2.0, ge=0, description="对同一 WHOIS 服务器两次查询之间的秒数。")
    lookalike_budget: int = Field(default=20_000, ge=0, description="每夜解析的形近域名数。")

    sites_per_domain: int = Field(
        default=50,
        ge=1,
        description="同一注册域名之下每夜首次访问的网站数；其余留待以后各夜。",
    )

    delay: float = Field(default=1.0, ge=0, description="对同一主机两次请求之间的秒数。")
    concurrency: int = Field(default=16, ge=1, le=256, description="同时进行的请求数。")
    timeout: float = Field(default=20.0, gt=0, description="每次请求的秒数。")
    max_bytes: int = Field(default=4_000_000, ge=10_000, description="读取的网页正文上限（字节）。")
    robots: bool = Field(default=True, description="遵守 robots.txt。")
    robots_strict: bool = Field(
        default=False,
        description="robots.txt 禁止的网址连本页也不访问；否则只取该网址本身，不取其图片等部分，并记录在案。",
    )
    robots_delay: float = Field(default=10.0, ge=0, description="遵守 robots.txt 的 Crawl-delay，最长多少秒。")
    host_night: int = Field(default=1000, ge=0, description="每夜对同一主机的请求数；0 为不限。")
    host_day: int = Field(default=2000, ge=0, description="每日（北京时间）对同一主机的请求数；0 为不限。")
    organ_night: int = Field(default=100, ge=0, description="每夜对受保护机构同一主机的请求数；0 为不限。")
    organ_day: int = Field(default=150, ge=0, description="每日对受保护机构同一主机的请求数；0 为不限。")
    service_day: int = Field(
        default=50_000,
        ge=0,
        description="每日对来源（搜索引擎、日志、清单、登记机构）同一主机的请求数，来源自身的限额之外另计；0 为不限。",
    )
    stall_minutes: int = Field(default=15, ge=0, description="多少分钟毫无进展即结束爬虫；0 为从不。")
    crawl_workers: int = Field(default=0, ge=0, le=64, description="一台机器上并行访问网页的进程数；0 为每核一个。")
    lease_seconds: float = Field(default=60.0, ge=1, description="失联的进程所占的主机多少秒后交给其他进程。")
    store_patience: float = Field(default=120.0, ge=0, description="数据库服务器不应答时，进程等待的秒数。")
    render_tabs: int = Field(default=2, ge=1, le=32, description="同时打开的浏览器标签页数。")
    render_timeout: float = Field(default=20.0, gt=0, description="渲染一页的秒数。")
    render_memory: int = Field(
        default=1024, ge=0, description="一个浏览器标签页最多占用的内存（MB），超过即结束；0 为不限。"
    )
    revisit_days: int = Field(default=30, ge=1, description="未被标记的网站多少天后再看。")
    recheck_days: int = Field(
        default=1, ge=0, description="对已确认或已移送的网站，两次复查之间的天数；0 为每次运行都查。"
    )
    recheck_looks: int = Field(default=3, ge=1, le=30, description="连续多少次查看都已下线才算下线。")
    recheck_hours: float = Field(default=12.0, ge=0, description="这些查看之间须相隔多少小时才计数。")
    recheck_dns_servers: Names = Field(
        default=(),
        description="与 `DNS_SERVERS` 不同运营者的其他 DNS 服务器：两家都说域名已失效才采信。",
    )
    full_look_budget: int = Field(
        default=5000, ge=0, description="每夜以全部访问身份查看的网站数，紧要的在前；0 为不限。"
    )
    keep_days: int = Field(
        default=60, ge=0, description="没有立案的网站的取证多少天后由 `evidence prune` 删除；0 为从不。"
    )
    keep_dismissed_days: int = Field(
        default=180, ge=0, description="排除的案件在最后一次研判多少天后删除取证；0 为从不。"
    )
    keep_closed_days: int = Field(
        default=1095, ge=0, description="办结的案件在最后一次研判多少天后删除取证；0 为从不。"
    )
    keep_reporter_days: int = Field(default=180, ge=0, description="举报人身份多少天后删除，举报本身保留；0 为从不。")
    reporter_key_file: Path | None = Field(
        default=None,
        description="加密举报人身份的密钥文件（Fernet，每行一个，权限 0600）；留空则原样存放。"
        "用 `zhenwei leads seal --new-key` 生成。",
    )
    evidence_bucket: str = Field(
        default="",
        description="`evidence push` 复制取证的地址（fsspec 写法，如 s3://bucket/folder）；留空为没有。",
    )
    evidence_endpoint: str = Field(default="", description="S3 兼容服务器的地址；环境中的 AWS 设置已写明的不必填。")
    queue_threshold: float = Field(default=30.0, ge=0, le=100, description="网站进入队列的评分下限。")
    screen_threshold: float = Field(default=50.0, ge=0, le=100, description="域名成为线索的评分下限。")
    smtp_host: str = Field(default="", description="发送期限提醒的邮件服务器；留空则不发邮件。")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="邮件服务器的端口。")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`（服务器不支持则不发送）、`tls`（一开始即加密，端口 465）、`none`（本机上的服务器，"
        "此时不发送口令）。",
    )
    smtp_user: str = Field(default="", description="邮件服务器的账号；留空则不登录。")
    smtp_password_file: Path | None = Field(default=None, description="存放该账号口令的文件。")
    smtp_ca: Path | None = Field(default=None, description="邮件服务器的证书机构（PEM），代替系统的。")
    mail_from: str = Field(
        default="",
        pattern=r"^([!-+\--:=?A-~]+@[a-zA-Z0-9.-]+)?$",
        description="提醒的发件地址；留空用 `MAIL_TO` 的第一个。",
    )
    mail_to: Annotated[tuple[Mailbox, ...], BeforeValidator(_listed)] = Field(
        default=(), description="每日收到已逾期、即将届满期限邮件的地址。"
    )
    nightly_at: str = Field(default="01:30", description="夜间任务的时刻（北京时间，HH:MM）。")
    report_period: Literal["calendar", "21-20"] = Field(
        default="calendar",
        description="报告的月份：`calendar`（自然月）或 `21-20`（上月 21 日至本月 20 日）。",
    )
    workers: int = Field(default=0, ge=0, description="用于计算的进程数；0 为每核一个。")

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
        raise SettingsError(
            said(
                "设置 {name} 有误：{what}（在 zhenwei.toml 或 {prefix}{variable} 中改正）",
                name=name,
                what=what,
                prefix=PREFIX,
                variable=name.upper(),
            )
        ) from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(said("无法读取设置文件 {path}：{error}", path=path, error=error)) from error
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
