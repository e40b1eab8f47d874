"""The parts of the measurements of pages, one question each."""
