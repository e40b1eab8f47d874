"""The one error of the lab."""

from __future__ import annotations

from zhenwei.errors import ZhenweiError


class WorldError(ZhenweiError):
    """A world folder does not fit its format; the message names the file and the key. Its author corrects it."""
