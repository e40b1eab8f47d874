"""Where a name can be registered or hosted at all, and how likely a counterfeiter goes there (decibels)."""

from __future__ import annotations

from functools import cache

from detectors.names.countries import Government
from detectors.names.parts import Part, Row, listed, part
from detectors.names.regions import province_of, provinces
from detectors.names.words import listed as listed_words
from zhenwei.address import ascii_host, suffix

# One line is one decibel: sold freely, cheap, and met in referrals and public lists of look-alikes.
_WORLD = """
com
net
org top
info xyz cc online site live
vip icu co shop club
cyou cfd sbs pro
click digital life win bond
website space store fun tech work cloud link app dev
help wiki in me us biz tk ml ga cf gq pw ltd asia
news today services support center group email network world run men rest qpon lol buzz quest
monster beauty hair skin boats autos mobi name tel tv io ai la so sh ws to eu uk ru su de fr
agency solutions systems company city global international direct guide report review social media press
institute academy university education foundation exchange finance fund capital care health legal
"""
_CHINA = """
cn com
com.cn
org.cn net
top org net.cn
vip xyz cc
club site online shop icu
info ltd wang work co asia pro
live fun store website tech cloud ink link group
cn.com hk tw mobi biz
"""
# Those of the look-alikes that were registered in batches.
_THROW_AWAY = """
top cc vip com
icu cfd cyou shop life xyz sbs
win bond click live club online site info
wiki men run qpon help work world lol cn
"""
# Open Chinese suffixes and what is known of them; 广东 and 佛山 belong to those places. 政务 and 公益 are closed.
_HAN = """
中国 cn com

net top
网络 公司 网址
cc xyz vip
网站 中文网 在线 org
集团 信息 商城 手机 我爱你
企业 世界 移动 网店
"""
_HAN_OF_A_PLACE = {"44": ("广东", "佛山")}
# Nobody but those meant can register here (registry rules of CNNIC, of the sponsored TLDs, of RFC 6761).
_CLOSED = listed_words("gov.cn edu.cn mil.cn ac.cn 政务.cn 公益.cn 政务 公益 gov mil edu int arpa")
CLOSED = frozenset(ascii_host(name) for name in _CLOSED)

# Free labels on other people's names: hosting and dynamic DNS.
_HOSTING = """
pages.dev github.io vercel.app netlify.app
web.app gitee.io hopto.org ddns.net duckdns.org
oss-cn-hangzhou.aliyuncs.com oss-cn-shenzhen.aliyuncs.com oss-cn-beijing.aliyuncs.com oss-cn-shanghai.aliyuncs.com
firebaseapp.com herokuapp.com onrender.com workers.dev serveftp.com zapto.org servehttp.com
myftp.org sytes.net eu.org de5.net lflink.com 3322.org f3322.net vicp.cc gicp.net tcloudbaseapp.com weebly.com glitch.me
dynu.net mooo.com no-ip.org servebeer.com dynamic-dns.net wordpress.com blogspot.com surge.sh webflow.io gitbook.io
8866.org xicp.net eicp.net oicp.net imwork.net us.kg pp.ua onthewifi.com redirectme.net 000webhostapp.com framer.app
oss-cn-hongkong.aliyuncs.com azurewebsites.net fly.dev square.site notion.site lovable.app replit.app trycloudflare.com
"""


def registrable(government: Government, code: str = "") -> Part:
    """Return the suffixes for ASCII names, dot in front: the world's, or China's, or with those of another country."""
    if government.country == "cn":
        own = province_of(code)
        places: list[Row] = [(f"{p.label}.cn", 5 if p is own else 10) for p in provinces()]
        abroad = ((name, cost + 3) for name, cost in listed(_WORLD))
        return _dotted((*_of_sector(government.word), *listed(_CHINA), *places, *abroad))
    own_country = (*_of_country(government.country), ("cn", 8), ("com.cn", 10))
    return _dotted((*_of_sector(government.word), *listed(_WORLD), *own_country))


@cache
def provincial(code: str = "") -> Part:
    """Return the provinces' own second-level names, zj.cn and the like."""
    own = province_of(code)
    return _dotted(tuple((f"{p.label}.cn", 2 if p is own else 5) for p in provinces()))


def han(code: str = "") -> Part:
    """Return the suffixes for names with Han characters, in Unicode, dot in front."""
    places = [(name, 4) for name in _HAN_OF_A_PLACE.get(code[:2], ())]
    return _dotted((*listed(_HAN), *places))


@cache
def hosting() -> Part:
    """Return the platforms on which a label is free to take, dot in front."""
    return _dotted(listed(_HOSTING, step=2))


@cache
def throw_away() -> Part:
    """Return the suffixes under which names are bought by the hundred to be used for a day."""
    return _dotted(listed(_THROW_AWAY))


def _of_sector(word: str) -> tuple[Row, ...]:
    """Return the suffixes that say the same as edu or ac."""
    return listed("institute academy university education school college", start=3) if word in ("edu", "ac") else ()


def _of_country(country: str) -> list[Row]:
    """Return what the public suffix list says is on sale in a country."""
    if not country or country == "us":
        return [("us", 6)] if country else []
    names = [country, *(f"{label}.{country}" for label in ("com", "org", "net", "co", "info"))]
    return [(name, 4 + at // 2) for at, name in enumerate(names) if suffix(f"example.{name}") == name]


def _dotted(rows: tuple[Row, ...]) -> Part:
    return part([(f".{name}", cost) for name, cost in rows])
