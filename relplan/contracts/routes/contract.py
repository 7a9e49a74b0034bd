"""The paths that a service's code serves, where it has no file that says so.

Read by `frameworks`, of which each knows one way of writing routes. A path that is gone is a break
only where nothing that was not understood may serve it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.contracts.bounds import Budget
from relplan.contracts.kind import Analyzer, Options, Relevance, Surface, Use, Version
from relplan.contracts.openapi.uses.files import uses_of
from relplan.contracts.routes.comparing import compare_code, part_of
from relplan.contracts.routes.frameworks import FRAMEWORKS
from relplan.contracts.routes.reading import may_serve, served_by
from relplan.model.finding import Finding

_ENDINGS = (
    ".cs", ".ex", ".go", ".groovy", ".java", ".js", ".cjs", ".mjs", ".kt", ".php", ".py", ".rb",
    ".rs", ".ts",
)  # fmt: skip
_NAMES_A_PATH = re.compile(rb"[\"'`]/[A-Za-z{]")


class Routes(Analyzer):
    """Contracts of the kind routes."""

    edition = 4

    def is_file(self, path: str) -> bool:
        """Tell by its ending whether a file is code that may serve paths."""
        return path.endswith(_ENDINGS)

    def relevance(self, path: str, content: bytes) -> Relevance:
        """Tell a file that may serve a path from one that only names one, and from all others."""
        if may_serve(path, content):
            return Relevance.OWN
        return Relevance.BESIDE if _NAMES_A_PATH.search(content) else Relevance.NONE

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the settings that say what stands before the paths of a file."""
        return tuple(
            name
            for framework in FRAMEWORKS
            if framework.may_serve(path, content)
            for name in framework.settings(path, content)
        )

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the paths that a file serves by itself; None where there are none."""
        return self.surfaces({path: content}).get(path)

    def surfaces(self, files: Mapping[str, bytes]) -> Mapping[str, Surface]:
        """Return the paths that each of *files* serves, with what the others say of it."""
        parts: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for route in served_by(files).routes:
            parts[route.file][part_of(route)] = ()
        return {path: Surface("", found) for path, found in parts.items()}

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return which paths are gone, new, or no longer understood."""
        budget.spend(sum(map(len, (*base.files.values(), *revision.files.values()))) // 100)
        return compare_code(base, revision)

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the paths that a source file requests."""
        return uses_of(path, content, surface, browsed=True)


ANALYZER: Analyzer = Routes()
