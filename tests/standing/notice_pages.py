"""Pages that stand in a site's place, in the manner of real ones, and pages that only speak of such things."""

from __future__ import annotations

CATCHES: dict[str, tuple[str, str]] = {
    # id: (kind, markup of the body)
    "police closed it": (
        "seized",
        "<h1>公告</h1><p>经查，该网站涉嫌制作、贩卖假冒国家机关证件，已被公安机关依法关停。请广大网民不要轻信办证信息。</p>",
    ),
    "net police seized the name": ("seized", "<p>本域名已被某市公安局网络安全保卫支队依法扣押，案件正在侦办中。</p>"),
    "police warning in two blocks": ("seized", "<h2>网警提示</h2><p>您访问的网站因违法犯罪活动已被依法查封</p>"),
    "english seizure": (
        "seized",
        "<h1>THIS DOMAIN HAS BEEN SEIZED</h1><p>in accordance with a warrant issued by a district court.</p>",
    ),
    "cyberspace office": ("seized", "<p>根据网信部门通知，该网站存在违法信息，现已停止访问。</p>"),
    "told to close": ("seized", "<p>接市场监督管理局通知，依法责令关闭该网站，由此造成不便敬请谅解。</p>"),
    "fraud interception": (
        "seized",
        "<h1>反诈中心提醒您</h1><p>您访问的网址涉嫌诈骗，为保护您的财产安全，已为您拦截。</p>",
    ),
    "no filing, plain": (
        "suspended",
        "<h3>网站暂时无法访问</h3><p>该网站未进行备案，根据管理规定，网站备案后方可访问。</p>",
    ),
    "no filing, of a cloud": (
        "suspended",
        "<p>您正在访问的网站没有完成 ICP 备案，依照《非经营性互联网信息服务备案管理办法》，暂停访问。</p>"
        "<p>如您是网站的管理者，请登录控制台办理备案手续。</p>",
    ),
    "filing revoked": ("suspended", "<p>您请求的域名备案信息已被注销，接入服务已停止，暂不可访问。</p>"),
    "access withdrawn": ("suspended", "<p>域名在本接入商处被取消接入，页面已被阻断。</p>"),
    "breach of rules": ("suspended", "<p>很抱歉，您访问的网站因包含违规内容，已被屏蔽，如有疑问请联系网站管理员。</p>"),
    "breach, reported": ("suspended", "<h1>提示</h1><p>因被举报涉嫌违法，该站点已被服务商关闭。</p>"),
    "site stopped": ("suspended", "<h2>站点已暂停</h2><p>请联系网站管理员了解详情。</p>"),
    "panel of a host": ("suspended", "<h1>抱歉，该站点已经被管理员停止运行</h1>"),
    "for the time being": ("suspended", "<p>该网站暂时无法进行访问</p>"),
    "host has run out": ("suspended", "<p>尊敬的用户：您的虚拟主机已于近日到期，请及时续费。</p>"),
    "in arrears": ("suspended", "<p>服务器因欠费停机，续费后自动恢复。</p>"),
    "name held": ("suspended", "<p>域名因未完成实名认证，已被注册局置为 serverHold 状态，解析停止。</p>"),
    "account suspended": (
        "suspended",
        "<h1>Account Suspended</h1><p>This account has been suspended. Contact your hosting provider.</p>",
    ),
    "site disabled": ("suspended", "<p>This website has been temporarily disabled by the provider.</p>"),
    "legal reasons": ("suspended", "<h1>451</h1><p>Content unavailable for legal reasons.</p>"),
    "name has run out": ("parked", "<p>您访问的域名已过期，请尽快联系注册商续费。</p>"),
    "name for sale": ("parked", "<h1>该域名正在出售</h1><p>如需购买此域名，请提交报价。</p>"),
    "name for sale, with a contact": ("parked", "<p>cx-example.top 域名出售 联系QQ：10000</p>"),
    "called a risk": ("suspended", "<p>该网站因存在安全风险，已被关闭。</p>"),
    "content withheld": ("suspended", "<p>此内容因违规无法查看</p>"),
    "under filing": ("vacant", "<p>网站备案审核中，暂时关闭，十天后恢复</p>"),
    "flagged as phishing": (
        "challenge",
        "<h1>Warning</h1><p>This website has been reported for potential phishing.</p>",
    ),
    "name for sale, short": ("parked", "<p>域名出售中</p>"),
    "english sale": ("parked", "<h1>cx-example.top is for sale</h1><p>Make an offer on this domain.</p>"),
    "english expiry": ("parked", "<p>This domain has expired. Is this your domain? Renew it now.</p>"),
    "parking script": ("parked", "<div id=x></div><script src='//d1.parkingcrew.net/px.js?ch=1'></script>"),
    "human check": ("challenge", "<h1>安全验证</h1><p>请拖动下方滑块完成验证后继续访问</p>"),
    "browser check": (
        "challenge",
        "<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>",
    ),
    "script check": ("challenge", "<script>document.cookie='__jsl_clearance=1';location.reload()</script>"),
    "firewall": ("challenge", "<h1>405</h1><p>您的请求可能对网站造成安全威胁，访问已被阻断。</p>"),
    "too often": ("challenge", "<p>您的访问过于频繁，请稍后再试</p>"),
    "panel default": ("vacant", "<h1>恭喜，站点创建成功！</h1><p>这是默认 index.html，本页面由系统自动生成</p>"),
    "no such site": (
        "vacant",
        "<h1>没有找到站点</h1><p>您的请求在服务器中没有找到对应的站点，可能原因：未绑定此域名。</p>",
    ),
    "server default": ("vacant", "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>"),
    "under repair": ("vacant", "<p>网站升级维护中，敬请期待。</p>"),
}

_NEWS = "本报讯 记者从市公安局获悉，一网站因贩卖假证已被公安机关依法关停，" * 6
SPARES: dict[str, str] = {
    "a seller": "<h1>特种作业操作证代办</h1><p>免考试，三天出证，加微信 abc19000001 咨询，每本六百元。</p>",
    "a copied look-up": "<h1>特种作业操作证查询</h1><form><input name=xm><input name=zjhm><button>查询</button></form>",
    "a notice pasted over a seller": "<p>该网站已被公安机关依法关停</p><p>办证请加微信 abc19000001</p>",
    "a notice above a form": "<p>该网站暂时无法访问</p><form><input name=xm placeholder=姓名><input name=id></form>",
    "news of a closing": f"<h1>警方关停一假证网站</h1><p>{_NEWS}</p>",
    "short news of a closing": "<h1>一假证网站被公安机关依法关停</h1><p>发布时间：11月2日 记者 某某</p>",
    "a school": "<h1>低压电工培训班</h1><p>报名条件：年满十八周岁，体检合格。开班时间另行通知。</p>",
    "a filing agent": "<h1>备案服务</h1><p>"
    + "网站没有备案怎么办？未备案的网站不能访问，我们为企业办理备案手续，资料齐全即可提交。" * 40
    + "</p>",
    "a dealer of names": "<h1>域名交易平台</h1><p>"
    + "本平台出售优质域名，海量域名任您挑选，支持议价与担保交易。" * 60
    + "</p>",
    "a reminder to renew a card": "<p>服务到期提醒：您的特种作业操作证即将到期，请及时换证</p>",
    "rules of a forum": "<p>本网站严禁发布违法违规信息，违者账号将被关闭</p>",
    "a warning of the police": "<p>公安机关提醒：购买假证属于违法行为，网站查询以官网为准</p>",
    "a log-in that is locked": "<p>账号或密码错误已被锁定，请 10 分钟后重试</p>",
    "a seller who also sells a name": "<p>本域名出售。特种作业操作证代办，三天出证。</p>",
    "a diary": "<p>今天换了三块配电箱的空气开关，记录一下接线。</p>",
    "an empty page": "",
}
