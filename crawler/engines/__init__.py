"""One search engine a file: how to ask, how to read the answer, how to tell blocked from nothing found."""
