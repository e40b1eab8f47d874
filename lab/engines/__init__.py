"""The lab's search engines: one file an engine, in the structure of the real one's result pages, over lab.index."""

from __future__ import annotations

from lab.engines import baidu, bing, so360, sogou
from lab.engines.base import Dialect

DIALECTS: tuple[Dialect, ...] = (baidu.DIALECT, sogou.DIALECT, so360.DIALECT, bing.DIALECT)
