"""Whose names hold other people's content, and whose names repeat other hosts for a lawful reason.

Counterfeiters take a free label on a hosting platform. Delivery networks, translators, web VPNs and directories, on
the other hand, put a whole genuine host name before their own: ``www.example.gov.cn.<network>`` imitates nobody.
"""

from __future__ import annotations

# Registrable names of content delivery and protection networks whose aliases carry the customer's host.
DELIVERY = frozenset(
    """
    alikunlun.com alicdn.com aliyunddos0001.com aliyunwaf.com aliyunwaf1.com bsgslb.cn bsclink.cn cdn20.com cdnetworks.net
    cdngslb.com cdnhwc1.com cdnhwc2.com cdnhwc3.com chinacache.net chinanetcenter.com cloudfront.net ctcdn.cn ctadns.cn
    ctlcdn.cn dnse1.com dnsv1.com dnsv1.com.cn edgekey.net akamaiedge.net akamaized.net edgesuite.net fastcdn.com
    fwdns.net jiashule.com jiasule.com jomodns.com kunlunaq.com kunlunar.com kunlunca.com kunluncan.com kunlungr.com
    kunlunhuf.com kunlunle.com kunlunno.com kunlunpi.com kunlunsl.com kunlunwe.com kunlunea.com lxdns.com ourdvs.com
    ourglb0.com qaxanyu.com qaxcloudwaf.com qingcdn.com tbcache.com tdnsv5.com tdnsv6.com tcdnlive.com trpcdn.net
    volcgslb.com volcdns.com wscdns.com wsdvs.com wsglb0.com wswebcdn.com wswebpic.com yundunwaf1.com yundunwaf2.com
    yundunwaf3.com yundunwaf5.com yunjiasu-cdn.net 365cyd.cn 365cyd.net cloudcdns.com cloudcdn.com baidubce.com
    """.split()
)

# Translators, archives and directories that put the host looked at before their own name.
MIRRORS = frozenset(
    """
    translate.goog ampproject.org ipaddress.com hypestat.com cutestat.com siteprice.org statscrop.com w3techs.com
    similarweb.com alexa.com chinaz.com aizhan.com websiteoutlook.com sitelike.org
    """.split()
)

# Registries that check who asks: universities, the army, academies. A web VPN there writes www-example-gov-cn itself.
CLOSED_SUFFIXES = frozenset({"edu.cn", "mil.cn", "ac.cn"})

# Where the first part of the path belongs to the customer, not to the platform.
CODE_HOSTS = frozenset(
    "github.io gitee.io gitlab.io bitbucket.io coding.me codeberg.page netlify.app vercel.app pages.dev github.com "
    "gitee.com gitlab.com gitcode.com gitcode.net gitcode.host sourceforge.io web.app firebaseapp.com".split()
)

# Second-level names that Chinese registries sell beside gov.cn; the likeliest swap.
CHINESE_SUFFIXES = frozenset(
    "cn com.cn net.cn org.cn xn--fiqs8s xn--fiqz9s xn--55qx5d xn--io0a7i xn--fiq228c5hs xn--3ds443g xn--55qw42g".split()
)
CHEAP_SUFFIXES = frozenset(
    "top vip xyz cc icu club shop site online store fun pw tk ml ga cf gq work ltd wang ink live cyou buzz cfd sbs asia".split()
)
