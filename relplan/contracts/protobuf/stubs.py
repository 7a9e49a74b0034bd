"""Stands in for types of files that are missing: opaque messages of the same names."""

from collections.abc import Iterable, Iterator, Mapping

from relplan.contracts.protobuf.sources import STUBS

_OWN = "relplan_stubs"


class _Tree(dict[str, "_Tree"]):
    """Names within names."""


class Stubs:
    """The types that stand in, by package."""

    def __init__(self) -> None:
        """Begin with none."""
        self._packages: dict[str, _Tree] = {}
        self._known: set[str] = set()
        self._new: set[str] = set()

    def add(self, name: str, package: str) -> bool:
        """Take in the type *name*, used in *package*; False where it stood in last round, too."""
        steps = _steps(name, package)
        if steps is None:
            return False
        within, names = steps
        full = ".".join((within, *names))
        if full in self._known:
            return False
        self._new.add(full)
        level = self._packages.setdefault(within, _Tree())
        for step in names:
            level = level.setdefault(step, _Tree())
        return True

    def next_round(self) -> None:
        """Take note that those added so far are there from now on."""
        self._known |= self._new

    def written(self) -> Mapping[str, str]:
        """Return the files to write: one that imports all others in the name of its importers."""
        files = {
            f"stub{number}.proto": "\n".join(_file(package, tree))
            for number, (package, tree) in enumerate(sorted(self._packages.items()))
        }
        imports = "".join(f'import public "{name}";\n' for name in files)
        files[STUBS] = f'syntax = "proto2";\npackage {_OWN};\n{imports}'
        return files


def _steps(name: str, package: str) -> tuple[str, list[str]] | None:
    """Return the package and the message names that *name* must mean; None: it is no name.

    By custom, packages are in lower case and messages are not.
    """
    steps = name.strip(".").split(".")
    if not all(map(str.isidentifier, steps)):
        return None
    first = next((i for i, step in enumerate(steps) if step[0].isupper()), len(steps) - 1)
    return ".".join(steps[:first]) or package, steps[first:]


def _file(package: str, tree: _Tree) -> Iterable[str]:
    yield 'syntax = "proto2";'
    if package:
        yield f"package {package};"
    yield from _messages(tree)


def _messages(tree: _Tree) -> Iterator[str]:
    for name, below in sorted(tree.items()):
        yield f"message {name} {{ extensions 1 to max;"
        yield from _messages(below)
        yield "}"
