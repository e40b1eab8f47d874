"""The parts of ``bench/pages.py``, one question each."""
