"""A dictionary in which things can be tried out."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Journal(dict[Key, Value], Generic[Key, Value]):
    """Remembers what it held, so that trying and taking back costs only what it touches."""

    def __init__(self, held: dict[Key, Value]) -> None:
        """Begin with what is *held*."""
        super().__init__(held.copy())  # an overlay is not a plain table
        self.before: dict[Key, Value | None] = {}
        """What was held under each key that was touched; None: nothing."""

    def __setitem__(self, key: Key, value: Value) -> None:
        self.before.setdefault(key, self.get(key))
        super().__setitem__(key, value)

    def __delitem__(self, key: Key) -> None:
        self.before.setdefault(key, self.get(key))
        super().__delitem__(key)

    def was(self, key: Key) -> Value | None:
        """Return what was held under *key* at the beginning."""
        return self.before[key] if key in self.before else self.get(key)

    def keep(self) -> None:
        """Begin anew with what is held now."""
        self.before = {}

    def take_back(self) -> None:
        """Hold again what was held at the beginning."""
        for key, value in self.before.items():
            if value is None:
                self.pop(key, None)
            else:
                super().__setitem__(key, value)
        self.before = {}
