"""Union-find: what is tied, directly or by others, is one group; its smallest member stands for it."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T", int, str)


class Union(Generic[T]):
    """Groups of integers or of texts. The order of joining makes no difference."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def root(self, item: T) -> T:
        """Return the smallest member of the item's group; an item never joined is its own."""
        parent = self._parent
        top = item
        while (above := parent.get(top, top)) != top:
            top = above
        while item != top:
            parent[item], item = top, parent.get(item, top)
        return top

    def join(self, one: T, other: T) -> None:
        """Make one group of two."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent.setdefault(low, low)
        self._parent[high] = low

    def groups(self) -> dict[T, list[T]]:
        """Return the members of each group of two or more, sorted, by the smallest."""
        found: dict[T, list[T]] = {}
        for item in sorted(self._parent):
            found.setdefault(self.root(item), []).append(item)
        return {root: members for root, members in found.items() if len(members) > 1}
