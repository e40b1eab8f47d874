"""What was out of the ordinary when a page was rendered, in sentences for an analyst."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.browsing.grip import MAX_HEIGHT
from crawler.browsing.watcher import Seen

_STOPPED = {
    "loading": "页面一直没有载入完，已停止载入并按当时的样子保存",
    "dialogs": "页面不停弹出对话框，已停止脚本并按当时的样子保存",
    "navigations": "页面不停跳转或刷新，已停止脚本并按当时的样子保存",
}


def _listed(values: object) -> str:
    return "、".join(str(value) for value in values) if isinstance(values, list) else str(values)


_NOTES: Mapping[str, Callable[[object], str]] = {
    "stopped": lambda what: _STOPPED.get(str(what), "页面被停止"),
    "script": lambda _: "页面脚本不停运行，已强行停止",
    "dialog": lambda texts: f"弹出的对话框：{_listed(texts)}",
    "popup": lambda urls: f"企图打开新窗口（未放行）：{_listed(urls)}",
    "download": lambda urls: f"企图下载文件（未放行）：{_listed(urls)}",
    "unsent": lambda number: f"企图用 GET、HEAD 以外的方法发送数据 {number} 次（未放行）",
    "led_to": lambda urls: f"企图转到浏览器以外或自造的地址（未记入跳转链）：{_listed(urls)}",
    "height": lambda height: f"页面高 {height} 像素，截图只到 {MAX_HEIGHT} 像素",
    "markup": lambda size: f"页面内容过多（{size}），只保存前面部分",
    "answer": lambda _: "读不出浏览器里的页面，保存的是服务器的原始答复",
    "frames": lambda number: f"页面有 {number} 个框架，只读取前几个",
    "picture": lambda why: f"没有截到图：{why}",
    "left_out": lambda number: f"有 {number} 个附属文件因数量或大小超限没有保存",
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
