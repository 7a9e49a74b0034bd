"""Protocol Buffers: a whole module of .proto files, compared by buf."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from relplan.contracts.bounds import Budget, decoded
from relplan.contracts.kind import Kind, Options, Surface, Use, Version
from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.compiling import compile_both
from relplan.contracts.protobuf.findings import Judge
from relplan.contracts.protobuf.roles import rpcs_used
from relplan.contracts.protobuf.rules import RULES
from relplan.contracts.protobuf.sources import BUILT_IN
from relplan.contracts.protobuf.tokens import declared_in, imports_of, tokens_of
from relplan.model.finding import Finding
from relplan.model.rule import Rule


class Protobuf:
    """Contracts of the kind protobuf."""

    edition = 2
    rules: Sequence[Rule] = RULES

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file is one of Protocol Buffers."""
        return path.endswith(".proto")

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the imports: the ends of paths, for only a build knows their root."""
        tokens = tokens_of(path, decoded(path, content), Budget.of(len(content)))
        return sorted({found.target for found in imports_of(tokens)} - BUILT_IN)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the package, its rpcs with the names that calls have, and its messages."""
        declared = declared_in(tokens_of(path, decoded(path, content), Budget.of(len(content))))
        parts: dict[str, tuple[str, ...]] = {}
        for rpc in declared.rpcs:
            service, _, method = rpc.rpartition(".")
            parts[rpc] = (f"/{service}/{method}", f"{service.rpartition('.')[2]}.{method}", method)
        for name in (*declared.messages, *declared.enums):
            parts[name] = (name.rpartition(".")[2],)
        return Surface(declared.package, parts) if parts or declared.package else None

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what breaks, as buf has it, and what was added."""
        with tempfile.TemporaryDirectory(prefix="relplan-buf-") as folder:
            compiled = compile_both(base, revision, Path(folder), budget)
        own = {compiled.folder.file(path) for path in (*base.roots, *revision.roots)}
        judge = Judge(
            compiled, Catalogue(compiled.base, budget), Catalogue(compiled.revision, budget), own
        )
        yield from compiled.unknown
        yield from judge.findings()

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the rpcs that a consumer's source calls through generated stubs."""
        return rpcs_used(path, content, surface)


KIND: Kind = Protobuf()
