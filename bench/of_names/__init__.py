"""The parts of ``bench/names.py``, one question each."""
