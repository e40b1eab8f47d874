"""Why a look says what it says: each cause with its words in Chinese, the surest first."""

from __future__ import annotations

from zhenwei.sentences import said

CAUSES = {
    "shows": said("仍显示涉案内容"),
    "notice": said("页面被公告或提示页取代"),
    "hold": said("注册局或注册商已停止解析（hold 状态）"),
    "dns": said("域名解析到停放或出售服务"),
    "no_name": said("域名不存在"),
    "no_address": said("域名没有地址记录"),
    "nowhere": said("域名只解析到本机、内网或保留地址"),
    "http_410": said("网址已撤下（HTTP 410）"),
    "http_404": said("网址已无内容（HTTP 404）"),
    "http_451": said("因法律原因不提供（HTTP 451）"),
    "refused": said("服务器拒绝连接"),
    "tls_failed": said("TLS 握手失败"),
    "unreachable": said("无法连接服务器"),
    "bad_answer": said("答复不合 HTTP 规范"),
    "http_5xx": said("服务器出错"),
    "timeout": said("服务器没有应答（超时）"),
    "dns_failed": said("域名服务器都不能给出结果"),
    "led_to_lawful": said("改为跳转到官方或合法网站"),
    "vacant": said("主机仍应答，但站点已空"),
    "page": said("页面仍可打开，已不显示涉案内容"),
    "http": said("跳转到"),
    "refresh": said("由应答头转到"),
    "meta": said("页面自动转到"),
    "script": said("脚本转到"),
    "challenge": said("要求验证或被防火墙拦截"),
    "http_403": said("对方拒绝本机访问"),
    "http_4xx": said("对方拒绝本机访问"),
    "robots": said("robots.txt 不允许访问该网址，未看到内容"),
    "resolvers_disagree": said("两个解析器答复不一致"),
    "one_resolver": said("只有一个解析器作答，不足以认定"),
    "dns_unsure": said("域名解析没有得到可靠结果"),
    "not_rendered": said("页面须由浏览器渲染，本次未能渲染"),
    "unseen": said("没有看到可判断的内容"),
    "mixed": said("各次访问结果不一致"),
    "own_network": said("本次复查的网站几乎都连不上，疑似本机网络故障"),
    "no_visit": said("没有完成访问"),
}
FIRST = tuple(CAUSES)
