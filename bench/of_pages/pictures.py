"""What reading pictures gives and costs: codes and banners in many plights, a long page, the memory of a process.

python -m bench.of_pages.pictures [--quick] [--json]     (figures as of bench/pages.py; measure() is its entry)
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.of_pages import drawn
from detectors.page.codes import codes_in
from detectors.page.looking import BANNER, WHOLE
from detectors.page.ocr import Budget, read_text_in
from detectors.page.screens import screen_print
from zhenwei.types import Picture

CODE = "https://u.wechat.com/EDemoDemoDemo1900000"
WORDS = ("低压电工证", "焊工证", "免考办理", "无需到场", "三天出证", "官网可查", "先出证后付款", "19000001234")
STRIP = ("焊工证", "免考包过", "19000001234")


def measure(quick: bool = False) -> dict[str, float]:
    """Return the figures; each reader runs in a process of its own, so that memory is counted apart."""
    figures = _alone(codes_read)
    if drawn.font_file():
        figures |= _alone(banners_read)
        figures |= _alone(long_page)
        if not quick:
            figures |= _alone(long_page_by_the_package)
    return figures


def codes_read() -> dict[str, float]:
    """QR codes in every plight: the share that is read, milliseconds a picture."""
    drawings = [draw() for draw in drawn.codes(CODE).values()]
    began = time.process_time()
    read = [CODE in codes_in(data) for data in drawings]
    took = time.process_time() - began
    shot = drawn.png(drawn.banner(1366, 1700)) if drawn.font_file() else drawings[-1]
    screen_print(shot)  # loads what it needs
    started = time.process_time()
    screen_print(shot)
    return {
        "share_codes_read": sum(read) / len(read),
        "ms_a_code": round(1000 * took / len(read), 1),
        "ms_a_screen_print": round(1000 * (time.process_time() - started), 1),
        "mb_codes": _peak(),
    }


def banners_read() -> dict[str, float]:
    """Banners in every plight: the share of expected words, seconds a banner."""
    drawings = {name: draw() for name, draw in drawn.banners().items()}
    right = total = 0
    _words(drawn.png(drawn.lines(("开始",))), WHOLE)  # the models are loaded once a process
    began = time.process_time()
    for name, data in drawings.items():
        text = _words(data, WHOLE)
        expected = {"one line strip": STRIP, "in columns": WORDS[:6]}.get(name, WORDS)
        right += sum(word in text for word in expected)
        total += len(expected)
    took = time.process_time() - began
    return {
        "share_banner_words_read": round(right / total, 4),
        "s_a_banner": round(took / len(drawings), 2),
        "mb_banners": _peak(),
    }


def long_page() -> dict[str, float]:
    """A page of 60 lines as one picture: what the two budgets let it cost."""
    data = drawn.png(drawn.screen())
    figures = {}
    for name, budget in (("banner", BANNER), ("whole", WHOLE)):
        began = time.process_time()
        _words(data, budget)
        figures[f"s_long_page_{name}_budget"] = round(time.process_time() - began, 2)
    return figures | {"mb_long_page": _peak()}


def long_page_by_the_package() -> dict[str, float]:
    """The same page given to the package as it comes."""
    import numpy
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    reader = RapidOCR(params={"Global.log_level": "critical", **threads})
    began = time.process_time()
    reader(numpy.asarray(drawn.screen())[:, :, ::-1])
    return {"s_long_page_by_the_package": round(time.process_time() - began, 2), "mb_by_the_package": _peak()}


def _words(data: bytes, budget: Budget) -> str:
    return "".join("".join(read_text_in((Picture("x", "image/png", data),), budget)).split())


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _alone(task: Callable[[], dict[str, float]]) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task).result()


def main() -> int:
    """Print the figures as lines, or with --json as one object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.quick)
    print(json.dumps(figures) if options.json else "\n".join(f"{key:32} {value:g}" for key, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
