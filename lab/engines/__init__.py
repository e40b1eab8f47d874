"""The lab's search engines: one file an engine, in the structure of the real one's result pages, over lab.index."""

from __future__ import annotations

from lab.engines import baidu, bing, searxng, so360, sogou, weixin
from lab.engines.base import Dialect

DIALECTS: tuple[Dialect, ...] = (baidu.DIALECT, sogou.DIALECT, so360.DIALECT, bing.DIALECT)
# They answer, but a deployment that the lab's settings point at the lab does not ask them by itself.
UNASKED: tuple[Dialect, ...] = (weixin.DIALECT, searxng.DIALECT)
