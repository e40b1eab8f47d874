"""Which pages only a browser can read, and which it would read no better."""

from __future__ import annotations

import pytest

from crawler.page.shell import needs_browser
from zhenwei.clock import now
from zhenwei.types import Page, Profile

HERE = "http://www.example.cn/"
TEXT = "本中心开展特种作业人员安全技术培训，报名地点为市民中心二楼，咨询时间为工作日上午。" * 6
OWN_FONT = "@font-face{font-family:%s;src:url(data:font/woff;base64,AAAA)}"


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ('<div id="app"></div><script src="/main.js"></script>', "shell"),
        ("<body><script>document.write(String.fromCharCode(20013))</script>", "shell"),
        ("<p>正在跳转…</p><script>setTimeout(function(){location.replace(u)}, 900)</script>", "shell"),
        (f'<p>查询</p><script type=application/json id=state>{{"t": "{TEXT}"}}</script>', "data"),
        ("<p>查询</p><script>var data=" + repr("\\u7279\\u79cd" * 60) + "</script>", "data"),
        (
            "<canvas id=c></canvas><p>版权所有 某某培训中心 保留一切权利 备案号见首页</p><script src=a.js></script>",
            "drawn",
        ),
        ("<img src=1.jpg><img src=2.jpg><img src=3.jpg><p>版权所有 保留一切权利</p>", "drawn"),
        ("<style>b::before{content:'特种作业操作证查询'}</style><b></b>", "styled"),
        ("<style>b::before{content:'\\7279\\79cd\\4f5c\\4e1a'}</style><b></b>", "styled"),
        (f"<p>{chr(0xE123) * 30}</p>", "swapped"),
        (f"<style>{OWN_FONT % 'x9'}</style><p>{TEXT}</p>", "swapped"),
        ("<body><script src='a.js'></script></body>", "shell"),
        ('<div id=root>加载中</div><noscript>请启用 JavaScript</noscript><script src="a.js"></script>', "shell"),
        # spared: there is something to read, or nothing that a browser would add
        (f'<div id="app">{TEXT}</div><script src="/main.js"></script>', ""),
        (f"<p>{TEXT}</p><script>var data='{TEXT}'</script>", ""),
        (f"<p>{TEXT}</p><img src=1.jpg><img src=2.jpg><canvas></canvas>", ""),
        (f"<style>li::before{{content:'\\2022'}}i::after{{content:'→'}}</style><p>{TEXT}</p>", ""),
        ("<style>li::before{content:'\\e601'}</style><p>网站维护中，请稍后访问</p>", ""),
        (f"<style>{OWN_FONT % 'iconfont'}</style><p>{TEXT}</p><i>{chr(0xE601)}</i>", ""),
        ("<p>网站维护中</p>", ""),
        ("<p>短短一页，但没有任何写入页面的脚本，只有统计代码</p><script src='tongji.js'></script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_asked_for_what_markup_hides(html: str, why: str) -> None:
    assert needs_browser(Page(HERE, HERE, Profile.DESKTOP, 200, html, now())) == why


def test_a_rendered_page_needs_no_browser() -> None:
    page = Page(HERE, HERE, Profile.DESKTOP, 200, "<div id=app></div><script src=a></script>", now(), rendered=True)
    assert needs_browser(page) == ""
