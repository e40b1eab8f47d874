"""Evidence: one folder a capture, written whole or not at all, and checkable by anyone who holds only the folder."""

from zhenwei.evidence.capture import read_capture, write_capture
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.names import capture_folder
from zhenwei.evidence.verify import Problem, verify

__all__ = ["Exchange", "Problem", "capture_folder", "read_capture", "verify", "write_capture"]
