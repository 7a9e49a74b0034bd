"""What is known of Django's models from the migrations before."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath


def app_of(path: str) -> str:
    """Return the label of the application that a migration belongs to: its folder's name."""
    folders = PurePosixPath(path).parts
    return folders[-3].lower() if len(folders) >= 3 else ""


@dataclass(slots=True)
class Models:
    """The tables of the models met so far, and the columns of their fields, of all applications."""

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    tableless: set[str] = field(default_factory=set)
    """Proxies, and models whose tables others manage: their operations touch no table."""
    proxies: set[str] = field(default_factory=set)
    joins: dict[tuple[str, str], str] = field(default_factory=dict)
    """The tables of fields that are many-to-many; empty where another model has the table."""

    def table(self, app: str, model: str) -> str:
        """Return the table of a model."""
        label = f"{app}.{model.lower()}"
        return self.tables.get(label, label.replace(".", "_", 1))

    def rename(self, old: str, new: str) -> None:
        """Take note of another name of a model whose table, if it has one, stays."""
        if old in self.tables:
            self.tables[new] = self.tables[old]
        for kind in (self.tableless, self.proxies):
            if old in kind:
                kind.remove(old)
                kind.add(new)
