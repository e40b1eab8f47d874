"""Names: which names a protected organ could be copied into (expand.py), and which of many names imitate one (here).

What makes variants is imported only by those who want them: screening starts in half the time.
"""

from detectors.names.opinion import NameOpinion, Reason, Variant
from detectors.names.screen import Screener

__all__ = ["NameOpinion", "Reason", "Screener", "Variant"]
