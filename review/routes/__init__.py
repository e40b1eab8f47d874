"""The routes, one file a page: who may ask, what is read, which template answers."""
