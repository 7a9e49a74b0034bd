"""A kind of contract that is easy to read: each line of a ``.lines`` file is a part."""

from collections.abc import Iterator, Sequence

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import (
    Access,
    Analyzer,
    ContractKind,
    Identity,
    Options,
    Surface,
    Use,
    Version,
)
from relplan.contracts.rules import by_id
from relplan.model.finding import Finding, Severity
from relplan.model.rule import Rule


class Lines(Analyzer):
    """``name: N`` names it, ``see FILE`` refers to another file, ``?`` cannot be understood."""

    edition = 1

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


ANALYZER = Lines()
RULES = by_id(
    (
        Rule("gone", Severity.BREAKING, "A line is gone."),
        Rule("new", Severity.ADDITIVE, "A line is new."),
    )
)
LINES = ContractKind(
    name="lines",
    analyzer_at=f"{__name__}:ANALYZER",
    rules_at=f"{__name__}:RULES",
    access=Access.NAMES,
    identity=Identity.NAME,
    suffix="lines",
    says_it=frozenset({"lines"}),
    for_others=True,
)


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
