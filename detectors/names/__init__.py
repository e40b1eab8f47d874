"""Names: which names a protected organ could be copied into, and which of many names imitate one."""

from detectors.names.expand import expand
from detectors.names.opinion import NameOpinion, Reason, Variant
from detectors.names.screen import Screener

__all__ = ["NameOpinion", "Reason", "Screener", "Variant", "expand"]
