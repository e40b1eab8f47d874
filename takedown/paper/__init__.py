"""A page set by our own measures: text broken into lines, lines into pages, pages drawn as PDF."""
