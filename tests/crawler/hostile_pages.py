"""Pages that try to hold up, leave or bring down the browser that looks at them; with how the visit must end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.crawler.crawler_farm import Farm, Handler

HEAD = "<!doctype html><meta charset=utf-8><title>甲</title><h1 id=top>特种作业操作证查询</h1><p id=log></p>"
LOG = "const say = text => document.getElementById('log').append(text + ' ');"


@dataclass(frozen=True, slots=True)
class Trick:
    """What a page does. ``notes``: keys that its browser record must have; ``kept``: markup that must be there."""

    body: str | Handler
    outcome: str = "ok"
    notes: tuple[str, ...] = ()
    kept: str = "特种作业操作证查询"


def script(code: str) -> str:
    """Return a page that shows something and then runs a script."""
    return f"{HEAD}<script>{LOG}{code}</script>"


async def attachment(_request: web.BaseRequest) -> web.StreamResponse:
    headers = {"Content-Disposition": "attachment; filename=a.exe"}
    return web.Response(body=b"MZ", headers=headers, content_type="application/octet-stream")


async def nothing(_request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(status=204)


async def circle(_request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/"})


async def limping(_request: web.BaseRequest) -> web.StreamResponse:
    """Reload for ever, but not often."""
    await asyncio.sleep(2.5)
    return web.Response(text=script("location.href = '?' + Math.random();"), content_type="text/html")


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    """Send a little markup for ever."""
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    await response.write(HEAD.encode())
    while True:
        await response.write(b"<p>.</p>")
        await asyncio.sleep(0.05)


async def stream(request: web.BaseRequest) -> web.StreamResponse:
    """Server-sent events without end."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    while True:
        await response.write(b"data: 1\n\n")
        await asyncio.sleep(0.05)


SOCKETS = """
const ws = new WebSocket(`ws://${location.host}/socket`); ws.onerror = () => say('ws');
new EventSource('/stream');
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%d'}]});
peer.createDataChannel('x'); peer.createOffer().then(o => peer.setLocalDescription(o));
"""
WORKERS = """
const code = URL.createObjectURL(new Blob(['while (1) {}']));
for (let i = 0; i < 6; i++) new Worker(code);
"""
BLOB = "location = URL.createObjectURL(new Blob(['<h1>里面</h1>'], {type: 'text/html;charset=utf-8'}));"
FRAMES = (
    "for (let i = 0; i < 40; i++) { const f = document.createElement('iframe'); f.src = '/leaf?' + i;"
    "document.body.append(f); }"
)
DOWNLOADS = (
    "for (let i = 0; i < 20; i++) { const a = document.createElement('a'); a.href = '/file?' + i; a.download = 'x';"
    "document.body.append(a); a.click(); }"
)
FADE = "<style>@keyframes f{from{opacity:0}to{opacity:1}}#late{animation:f 60s both}</style><h1 id=late>渐显的字</h1>"
SPIN_ON = "<style>@keyframes s{to{rotate:1turn}}div{animation:s 1s infinite}</style><div>转</div><marquee>走</marquee>"
BEFORE = (
    "addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'x'; });"
    "setTimeout(() => location = '/leaf', 10);"
)
DIALOGS = "while (1) { alert('请加微信'); confirm('x'); prompt('y'); }"
NODES = "document.body.insertAdjacentHTML('beforeend', '<div hidden>' + '<b></b>'.repeat(250000));"
HISTORY = "setInterval(() => { history.pushState(0, '', '?' + Math.random()); location.hash = Math.random(); }, 0);"
FULL = "document.body.requestFullscreen().catch(() => say('no-full')); document.body.requestPointerLock();"
HUGE = "<div style='width:100000px;height:100000px;background:red'></div>"
SHADOW = "document.getElementById('log').attachShadow({mode: 'open'}).innerHTML = '<b>影子里</b>';"
LATE = (
    "<meta charset=utf-8><div id=app></div>"
    "<script>setTimeout(() => { app.innerHTML = '<h1>迟到的字</h1>'; }, 700);</script>"
)
LIAR = "Object.defineProperty(document.documentElement, 'outerHTML', {get: () => '无'}); Array.prototype.some = null;"


def tricks(udp: int) -> dict[str, Trick]:
    """Return the pages by host; ``udp`` is a port that no packet may reach."""
    return {
        "dialogs.example": Trick(script(DIALOGS), notes=("stopped", "dialog")),
        "print.example": Trick(script("for (let i = 0; i < 30; i++) print();")),
        "before.example": Trick(script(BEFORE), kept="leaf"),
        "file.example": Trick(attachment, "not_a_page"),
        "empty.example": Trick(nothing, "not_a_page"),
        "files.example": Trick(script(DOWNLOADS)),
        "popups.example": Trick(script("for (let i = 0; i < 300; i++) open('/leaf?' + i);"), notes=("popup", "popups")),
        "workers.example": Trick(script(WORKERS)),
        "sockets.example": Trick(script(SOCKETS % udp)),
        "drip.example": Trick(drip, notes=("stopped",)),
        "timer.example": Trick(script("setTimeout(() => { while (1) {} }, 0);")),
        "grow.example": Trick(script("setInterval(() => { for (let i = 0; i < 500; i++) say('字'); }, 0);")),
        "nodes.example": Trick(script(NODES), notes=("markup",)),
        "arrays.example": Trick(script("const a = []; for (;;) a.push(new Uint8Array(1e8).fill(1));"), "not_rendered"),
        "heap.example": Trick(script("const a = []; for (;;) a.push(Array(1e5).fill(Math.random()));"), "not_rendered"),
        "history.example": Trick(script(HISTORY)),
        "reload.example": Trick(script("location.href = '?' + Math.random();"), "redirect_loop", ("stopped",)),
        "limping.example": Trick(limping, notes=("stopped",)),
        "circle.example": Trick(circle, "redirect_loop"),
        "screen.example": Trick(script(FULL), kept="no-full"),
        "huge.example": Trick(HEAD + HUGE, notes=("height",)),
        "fade.example": Trick(HEAD + FADE),
        "animated.example": Trick(HEAD + SPIN_ON + "<script>(function f(){requestAnimationFrame(f)})()</script>"),
        "frames.example": Trick(script(FRAMES), notes=("frames",)),
        "data.example": Trick(script("location = 'data:text/html,<h1>x</h1>';")),
        "blob.example": Trick(script(BLOB), kept="里面", notes=("led_to",)),
        "scheme.example": Trick(script("location = 'weixin://dl/business/?t=1';"), notes=("led_to",)),
        "close.example": Trick(script("window.close(); open('', '_self'); window.close();")),
        "meta.example": Trick("<meta http-equiv=refresh content='1;url=/leaf'>" + HEAD, kept="leaf"),
        "shadow.example": Trick(script(SHADOW), kept="影子里"),
        "late.example": Trick(LATE, kept="迟到的字"),
        "liar.example": Trick(script(LIAR)),
    }


def serve(farm: Farm, udp: int) -> dict[str, Trick]:
    """Serve them all, and what they ask for."""
    pages: dict[str, Any] = tricks(udp)
    for host, trick in pages.items():
        farm.serve(host, "/", trick.body)
        farm.serve(host, "/leaf", HEAD + "<i>leaf</i>")
        farm.serve(host, "/stream", stream)
        farm.serve(host, "/file", attachment)
    return pages
