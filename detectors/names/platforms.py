"""Whose names hold other people's content, and whose names repeat other hosts for a lawful reason.

Counterfeiters take a free label on a hosting platform. Delivery networks, translators, web VPNs and directories, on
the other hand, put a whole genuine host name before their own: ``www.example.gov.cn.<network>`` imitates nobody.
"""

from __future__ import annotations

from detectors.names.words import listed

# Registrable names of content delivery and protection networks whose aliases carry the customer's host.
DELIVERY = frozenset(
    listed("""
    alikunlun.com alicdn.com aliyunddos0001.com aliyunwaf.com aliyunwaf1.com bsgslb.cn bsclink.cn cdn20.com
    cdnetworks.net cdngslb.com cdnhwc1.com cdnhwc2.com cdnhwc3.com chinacache.net chinanetcenter.com ctcdn.cn ctadns.cn
    ctlcdn.cn dnse1.com dnsv1.com dnsv1.com.cn edgekey.net akamaiedge.net akamaized.net edgesuite.net fastcdn.com
    fwdns.net jiashule.com jiasule.com jomodns.com kunlunaq.com kunlunar.com kunlunca.com kunluncan.com kunlungr.com
    kunlunhuf.com kunlunle.com kunlunno.com kunlunpi.com kunlunsl.com kunlunwe.com kunlunea.com lxdns.com ourdvs.com
    ourglb0.com qaxanyu.com qaxcloudwaf.com qingcdn.com tbcache.com tdnsv5.com tdnsv6.com tcdnlive.com trpcdn.net
    volcgslb.com volcdns.com wscdns.com wsdvs.com wsglb0.com wswebcdn.com wswebpic.com yundunwaf1.com yundunwaf2.com
    yundunwaf3.com yundunwaf5.com yunjiasu-cdn.net 365cyd.cn 365cyd.net cloudcdns.com cloudcdn.com
    """)
)

# Translators, archives and directories that put the host looked at before their own name.
MIRRORS = frozenset(
    listed("""
    translate.goog ampproject.org ipaddress.com hypestat.com cutestat.com siteprice.org statscrop.com w3techs.com
    similarweb.com alexa.com chinaz.com aizhan.com websiteoutlook.com sitelike.org
    """)
)

# Registries that check who asks: universities, the army, academies. A web VPN there writes www-example-gov-cn itself.
CLOSED_SUFFIXES = frozenset({"edu.cn", "mil.cn", "ac.cn"})

# Where the first part of the path belongs to the customer, not to the platform.
CODE_HOSTS = frozenset(
    listed("""
    github.io gitee.io gitlab.io bitbucket.io coding.me codeberg.page netlify.app vercel.app pages.dev github.com
    gitee.com gitlab.com gitcode.com gitcode.net gitcode.host sourceforge.io web.app firebaseapp.com
""")
)

# Object storage: the customer's name is the first label, regions and product names follow.
STORAGE = frozenset(
    listed("""
    aliyuncs.com myqcloud.com bcebos.com myhuaweicloud.com amazonaws.com volces.com tcloudbaseapp.com ksyuncs.com
    windows.net googleapis.com digitaloceanspaces.com backblazeb2.com r2.dev
""")
)

# Second-level names that Chinese registries sell beside gov.cn; the likeliest swap.
CHINESE_SUFFIXES = frozenset(
    listed("""
    cn com.cn net.cn org.cn xn--fiqs8s xn--fiqz9s xn--55qx5d xn--io0a7i xn--fiq228c5hs xn--3ds443g xn--55qw42g
""")
)
CHEAP_SUFFIXES = frozenset(
    listed("""
    top vip xyz cc icu club shop site online store fun pw tk ml ga cf gq work ltd wang ink live life cyou buzz cfd sbs
    asia win men click link help bond qpon run wiki digital today world center support services website space tech
    press host rest quest monster beauty hair skin lol mom autos boats makeup bid date loan trade stream download party
    racing review faith cricket webcam science accountant ren rocks email cam bar uno bio sale pics one best cloud
""")
)

# Dynamic DNS: anybody gets a name there for nothing, at once and without being asked who he is.
DYNAMIC = frozenset(
    listed("""
    hopto.org zapto.org sytes.net ddns.net myftp.org myftp.biz redirectme.net serveftp.com servehttp.com servebeer.com
    serveblog.net servegame.com serveminecraft.net no-ip.org no-ip.biz no-ip.info 3utilities.com bounceme.net gotdns.ch
    webhop.me duckdns.org dynu.net dynu.com freeddns.org mywire.org webredirect.org dyndns.org dynalias.com homeip.net
    homelinux.com gotdns.com is-a-geek.com lflink.com dns-dns.com dynamicdns.biz ddns.info ddns.us dsmtp.com dnset.com
    faqserv.com itemdb.com jkub.com jungleheart.com justdied.com longmusic.com mefound.com mrbasic.com mrface.com
    mypop3.net mypop3.org myz.info ns01.biz ns01.info ns01.us ns02.us ocry.com onedumb.com organiccrap.com otzo.com
    port25.biz proxydns.com qhigh.com qpoe.com rebatesrule.net sendsmtp.com sexidude.com sexxxy.biz squirly.info
    ssl443.org toh.info toythieves.com trickip.net trickip.org vizvaz.com wikaba.com wwwhost.biz x24hr.com xxuz.com
    xxxy.biz xxxy.info ygto.com youdontcare.com yourtrap.com zyns.com zzux.com changeip.net afraid.org mooo.com
    chickenkiller.com crabdance.com strangled.net us.to ignorelist.com jumpingcrab.com twilightparadox.com vicp.net
    vicp.cc oicp.net 3322.org f3322.net f3322.org 8800.org 8866.org 9966.org 2288.org 6600.org 7766.org gicp.net
    eicp.net xicp.net xicp.cn iicp.net imwork.net wicp.net uicp.cn zicp.fun wicp.vip qicp.vip nat123.cc
""")
)

# Vendors that keep a cloud for government customers under their own name: ddog-gov.com, okta-gov.com.
VENDORS = frozenset(
    listed("""
    accela adobe akamai amazonaws amazonawsus appian asana atlassian autodesk aws azure beyondtrust blackberry box
    checkpoint cisco citrix civicplus cloudflare collibra comply crowdstrike cyberark databricks datadog ddog dell
    docusign dropbox duo dynatrace egnyte elastic everbridge exabeam fastly figma five9 forescout forgerock fortinet
    genesys github gitlab google granicus hashicorp iboss ibm jamf jira jumpcloud kaltura knowbe4 logicmonitor lookout
    mcafee microsoft mimecast mongodb mulesoft netapp netskope newrelic nice nutanix okta onelogin onetrust opentext
    oracle pagerduty palantir paloalto paloaltonetworks ping pingone proofpoint pure qualtrics qualys rapid7 redhat
    relativity ringcentral saba sailpoint salesforce sap saviynt sentinelone servicenow slack smartsheet snowflake
    solarwinds splunk sumologic tableau talkdesk tanium tenable trellix trellis trello trendmicro ttec twilio tyler
    tylertech upland verkada veritas verizon virtru vmware walkme webex workday workiva zendesk zoom zscaler
""")
)
