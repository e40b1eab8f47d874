"""What was out of the ordinary when a page was rendered, in sentences for an analyst."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.browsing.grip import MAX_HEIGHT
from crawler.browsing.watcher import Seen
from zhenwei.sentences import said

_STOPPED = {
    "loading": said("页面一直没有载入完，已停止载入并按当时的样子保存"),
    "dialogs": said("页面不停弹出对话框，已停止脚本并按当时的样子保存"),
    "navigations": said("页面不停跳转或刷新，已停止脚本并按当时的样子保存"),
}


def _listed(values: object) -> str:
    return "、".join(str(value) for value in values) if isinstance(values, list) else str(values)


_NOTES: Mapping[str, Callable[[object], str]] = {
    "stopped": lambda what: _STOPPED.get(str(what), said("页面被停止")),
    "script": lambda _: said("页面脚本不停运行，已强行停止"),
    "dialog": lambda texts: said("弹出的对话框：{words}", words=_listed(texts)),
    "popup": lambda urls: said("企图打开新窗口（未放行）：{urls}", urls=_listed(urls)),
    "download": lambda urls: said("企图下载文件（未放行）：{urls}", urls=_listed(urls)),
    "unsent": lambda number: said("企图用 GET、HEAD 以外的方法发送数据 {number} 次（未放行）", number=number),
    "led_to": lambda urls: said("企图转到浏览器以外或自造的地址（未记入跳转链）：{urls}", urls=_listed(urls)),
    "height": lambda height: said("页面高 {height} 像素，截图只到 {most} 像素", height=height, most=MAX_HEIGHT),
    "markup": lambda size: said("页面内容过多（{size}），只保存前面部分", size=size),
    "answer": lambda _: said("读不出浏览器里的页面，保存的是服务器的原始答复"),
    "frames": lambda number: said("页面有 {number} 个框架，只读取前几个", number=number),
    "picture": lambda why: said("没有截到图：{why}", why=why),
    "left_out": lambda number: said("有 {number} 个附属文件因数量或大小超限没有保存", number=number),
}


def in_words(seen: Seen) -> list[str]:
    """Return one sentence for each note, in a fixed order."""
    return [say(seen.notes[name]) for name, say in _NOTES.items() if name in seen.notes]


def record_of(seen: Seen, browser: str) -> dict[str, object]:
    """Return the record ``browser``: the browser, the notes and counts as they are, and the notes in words."""
    record: dict[str, object] = {"browser": browser, **seen.notes, **seen.counts}
    if words := in_words(seen):
        record["shown"] = words
    return record
