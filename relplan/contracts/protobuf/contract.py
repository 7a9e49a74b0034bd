"""Protocol Buffers: a whole module of .proto files, compared by the rules of buf."""

from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.bounds import Budget, decoded
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.protobuf.catalogue import Catalogue
from relplan.contracts.protobuf.compiling import compile_both
from relplan.contracts.protobuf.discover import (
    common_package,
    generated_packages,
    is_well_known,
    module_root,
)
from relplan.contracts.protobuf.findings import Judge
from relplan.contracts.protobuf.roles import rpcs_used
from relplan.contracts.protobuf.tokens import declared_in, imports_of, tokens_of
from relplan.contracts.protobuf.well_known import BUILT_IN
from relplan.model.finding import Finding


class Protobuf(Analyzer):
    """Contracts of the kind protobuf."""

    edition = 4

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
        compiled = compile_both(base, revision, budget)
        own = {compiled.file(path) for path in (*base.roots, *revision.roots)}
        judge = Judge(
            compiled, Catalogue(compiled.base, budget), Catalogue(compiled.revision, budget), own
        )
        yield from compiled.unknown
        yield from judge.findings()

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the rpcs that a consumer's source calls through generated stubs."""
        return rpcs_used(path, content, surface)

    def is_everybodys(self, surface: Surface) -> bool:
        """Tell of the packages of Google and the like."""
        return is_well_known(surface.name)

    def aliases(self, path: str, content: bytes) -> Sequence[str]:
        """Return the packages that are generated for Go, Java and C#."""
        return generated_packages(content)

    def module(self, path: str, surface: Surface, registry: str) -> str:
        """Return the root folder: the files below it are one module."""
        return f"in {module_root(path, surface.name)}"

    def subject(self, names: Sequence[str], path: str) -> str:
        """Return what the packages have in common."""
        return common_package(names)

    def mentions(self, name: str, surface: Surface) -> Iterable[str]:
        """Return the package, where only one can have it."""
        return (name,) if "." in name else ()


ANALYZER: Analyzer = Protobuf()
