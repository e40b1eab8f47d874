"""Made-up sites for the rendering figure: pages of 4 to 40 KB with style, script and pictures, and their DNS.

``python -m bench.of_crawl.rendered_sites`` serves them on loopback and prints the two ports as JSON; it ends when its
standard input is closed.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from functools import cache
from io import BytesIO
from typing import cast

import dns.flags
import dns.message
import dns.rrset
from aiohttp import web
from PIL import Image

_WORDS = (
    "安全生产",
    "通知公告",
    "政策法规",
    "办事指南",
    "行业动态",
    "企业服务",
    "新闻中心",
    "联系我们",
    "下载专区",
    "培训计划",
)
_STYLE = (
    "body{margin:0;font:14px/1.5 sans-serif;color:#222}header{background:#1d5fa8;color:#fff;padding:20px}"
    "nav a{color:#fff;margin-right:18px}main{width:80%;margin:20px auto;display:grid;grid-template-columns:3fr 1fr;"
    "gap:24px}article{border-bottom:1px solid #ddd;padding:10px 0}img{max-width:100%;border-radius:4px}"
    "footer{background:#eee;padding:24px;text-align:center}"
)
_SCRIPT = (
    "document.querySelectorAll('article').forEach(function(a,i){a.setAttribute('data-n',i)});"
    "var f=document.querySelector('footer');if(f)f.appendChild(document.createTextNode(' '+document.title));"
)


def host(number: int) -> str:
    """Return the name of a site."""
    return f"site{number}.bench.example"


@cache
def page(number: int) -> bytes:
    """Return the front page of a site, always the same."""
    dice = random.Random(number)
    size, pictures = dice.randrange(4_000, 40_000), dice.randrange(1, 6)
    parts: list[str] = []
    held = 1_000
    while held < size:
        words = "".join(dice.choice(_WORDS) for _ in range(dice.randrange(40, 120)))
        picture = f"<img src='/p{len(parts)}.png' alt=''>" if len(parts) < pictures else ""
        parts.append(f"<article><h2>{words[:12]}</h2>{picture}<p>{words}</p></article>")
        held += len(parts[-1].encode())
    links = "".join(f"<a href='/{n}'>{word}</a>" for n, word in enumerate(_WORDS))
    return (
        f"<!doctype html><html lang=zh><head><meta charset=utf-8><title>第{number}站</title>"
        "<link rel=stylesheet href=/style.css></head>"
        f"<body><header><h1>第{number}站</h1><nav>{links}</nav></header><main><div>{''.join(parts)}</div>"
        "<aside><img src=/side.png alt=''></aside></main><footer>版权所有</footer>"
        "<script src=/app.js></script></body></html>"
    ).encode()


@cache
def picture(name: str) -> bytes:
    """Return a picture of a few KB with lines and shades, as page decorations are."""
    dice = random.Random(name)
    image = Image.new("RGB", (320, 200), tuple(dice.randrange(256) for _ in range(3)))
    for x in range(320):
        for y in range(dice.randrange(40)):
            image.putpixel((x, y), (x % 256, y * 5 % 256, 90))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def answer(request: web.BaseRequest) -> web.StreamResponse:
    """Answer any path of any site."""
    if request.path == "/style.css":
        return web.Response(text=_STYLE, content_type="text/css")
    if request.path == "/app.js":
        return web.Response(text=_SCRIPT, content_type="application/javascript")
    if request.path.endswith(".png"):
        return web.Response(body=picture(request.path), content_type="image/png")
    if request.path != "/":
        return web.Response(status=404)
    number = int(request.host.split(".")[0].removeprefix("site"))
    return web.Response(body=page(number), content_type="text/html", charset="utf-8")


class Names(asyncio.DatagramProtocol):
    """A DNS server for which every name stands for 127.0.0.1."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        question = query.question[0]
        if question.rdtype == 1:
            reply.answer.append(dns.rrset.from_text(question.name, 3600, "IN", "A", "127.0.0.1"))
        self._transport.sendto(reply.to_wire(), addr)


async def main() -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    names, _ = await loop.create_datagram_endpoint(Names, local_addr=("127.0.0.1", 0))
    ports = {"http": runner.addresses[0][1], "dns": names.get_extra_info("sockname")[1]}
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    names.close()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
