"""Errors that end a command, each named for what the caller does next. The command prints one line and exits with 1."""

from __future__ import annotations


class ZhenweiError(Exception):
    """The root: raised with one sentence for a person, caught once, by the command line."""

    @property
    def sentence(self) -> str:
        """What it was raised with; where that is one of ``said``, the desk can say it in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class SettingsError(ZhenweiError):
    """A setting is missing or wrong; the operator corrects zhenwei.toml or the environment."""


class WatchlistError(ZhenweiError):
    """A watchlist file does not fit its schema; the message names the file and the key."""


class StoreError(ZhenweiError):
    """The database cannot be read, written or migrated; nothing was half-written."""


class StoreAway(StoreError):
    """The database server does not answer, or gave way to another transaction; whoever may wait tries again."""


class EvidenceError(ZhenweiError):
    """A capture folder is missing, incomplete or does not match its manifest."""


class NightRunning(ZhenweiError):
    """Another night holds the lock; the caller waits for it or looks at its summary."""


class Stopped(ZhenweiError):
    """The work was asked to end; the next run goes on where it stands."""


class NotAllowed(ZhenweiError):
    """The person's role does not permit this, or the same person may not do both steps."""


class NoSuch(ZhenweiError):
    """A case, notice, organ or account of that name does not exist."""


class BadInput(ZhenweiError):
    """A file or a line given to a command cannot be read as what it should be."""


class Egress(ZhenweiError):
    """The address may not be contacted; the visit is recorded as refused and the night goes on."""


class WeightsError(ZhenweiError):
    """The file of weights does not fit the rules; whoever edits one of the two corrects the entry that is named."""
