"""Evidence: one folder a capture, written whole or not at all, and checkable by anyone who holds only the folder."""

from zhenwei.evidence.batch import CaptureWriter, Work
from zhenwei.evidence.capture import read_capture, write_capture, write_captures
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.names import capture_folder
from zhenwei.evidence.verify import Problem, verify

__all__ = [
    "CaptureWriter",
    "Exchange",
    "Problem",
    "Work",
    "capture_folder",
    "read_capture",
    "verify",
    "write_capture",
    "write_captures",
]
