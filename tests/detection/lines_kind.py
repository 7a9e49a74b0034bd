"""A kind of contract that is easy to read: each line of a ``.lines`` file is a part."""

from collections.abc import Iterator, Sequence

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Options, Surface, Use, Version
from relplan.model.finding import Finding, Severity
from relplan.model.rule import Rule


class LinesKind:
    """``name: N`` names it, ``see FILE`` refers to another file, ``?`` cannot be understood."""

    edition = 1
    rules: Sequence[Rule] = ()

    def __init__(self) -> None:
        self.compared = 0

    def is_file(self, path: str) -> bool:
        return path.endswith(".lines")

    def references(self, path: str, content: bytes) -> Sequence[str]:
        folder = path.rpartition("/")[0]
        named = [line.removeprefix("see ") for line in _lines(content) if line.startswith("see ")]
        return [f"{folder}/{name}" if folder else name for name in named]

    def surface(self, path: str, content: bytes) -> Surface | None:
        names = [line for line in _lines(content) if line.startswith("name: ")]
        parts = {line: () for line in _lines(content) if not line.startswith(("name: ", "see "))}
        return Surface(names[0].removeprefix("name: ") if names else "", parts)

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        self.compared += 1
        before, after = _parts(base), _parts(revision)
        for part in before.keys() - after.keys():
            path, line = before[part]
            said = f"{part} is gone"
            yield Finding("gone", Severity.BREAKING, part, path, line, said, gone=True)
        for part in after.keys() - before.keys():
            path, line = after[part]
            yield Finding("new", Severity.ADDITIVE, part, path, line, f"{part} is new")

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterator[Use]:
        for number, line in enumerate(_lines(content), 1):
            name = line.removeprefix("use ")
            if line.startswith("use ") and name in surface.parts:
                yield Use(name, path, number, line)


def _lines(content: bytes) -> list[str]:
    return content.decode().split("\n")[:-1]


def _parts(version: Version) -> dict[str, tuple[str, int]]:
    found = {}
    for path, content in version.files.items():
        for number, line in enumerate(_lines(content), 1):
            if line == "?":
                raise UnreadableError("cannot be understood", path, number)
            if not line.startswith(("name: ", "see ")):
                found[line] = (path, number)
    return found
