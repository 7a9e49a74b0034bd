"""Avro: .avsc files, compared by the specification's schema resolution."""

import re
from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.avro.comparison import Comparison
from relplan.contracts.avro.schemas import read_file, unqualified
from relplan.contracts.bounds import LARGEST_FILE, Budget
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.model.finding import Finding

_LONGEST_LINE = 200


class Avro(Analyzer):
    """Contracts of the kind avro."""

    edition = 2

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is an Avro schema."""
        return path.endswith(".avsc")

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return how the files may be called that define the types meant by name."""
        file = read_file(path, content, Budget.of(len(content)))
        missing = {schema.name for schema in file.mentioned} - set(file.named)
        short = {f"{unqualified(name)}.avsc" for name in missing}
        return sorted(short | {f"{name}.avsc" for name in missing})

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the types with a name, and the fields of the records."""
        file = read_file(path, content, Budget.of(len(content)))
        if not file.named:
            return None
        parts: dict[str, tuple[str, ...]] = {}
        for name, schema in file.named.items():
            parts[name] = (unqualified(name),)
            parts.update({f"{name}.{found.name}": () for found in schema.fields})
        first = next((schema.name for schema in file.top if schema.name), next(iter(file.named)))
        return Surface(first, parts)

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterable[Finding]:
        """Return what makes data unreadable in the direction of the options, and what differs."""
        return Comparison(options, budget).findings(base, revision)

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterator[Use]:
        """Return the types that a source file names in full: imports of generated classes."""
        if len(content) > LARGEST_FILE or path.endswith(".avsc"):
            return
        names = sorted(name for name in surface.parts if "." in name and surface.parts[name])
        if not names:
            return
        known = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
        found: set[str] = set()
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            for match in known.finditer(line):
                if match[0] not in found:
                    found.add(match[0])
                    yield Use(match[0], path, number, line.strip()[:_LONGEST_LINE])

    def module(self, path: str, surface: Surface, registry: str) -> str:
        """Return the namespace, else the folder."""
        return surface.name.rpartition(".")[0] or f"in {path.rpartition('/')[0]}"

    def titles(self, name: str) -> Iterator[str]:
        """Yield the namespace, then the type."""
        yield name.rpartition(".")[0].replace(".", "-")
        yield name

    def mentions(self, name: str, surface: Surface) -> Iterator[str]:
        """Yield the types by their full names; fields have no other names, types have a short."""
        yield from (part for part, short in surface.parts.items() if short and "." in part)


ANALYZER: Analyzer = Avro()
