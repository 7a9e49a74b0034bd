"""The kind asyncapi, as every kind of contract is asked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from relplan.contracts.asyncapi.compare import Comparison
from relplan.contracts.asyncapi.document import read_api, version_of
from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.reading.documents import read_document
from relplan.contracts.references import References, files_referred_to
from relplan.model.finding import Finding

_ENDINGS = (".yaml", ".yml", ".json")

_TELLING = re.compile(r"[\w}][./:_-][\w{]")
"""A channel's name that only one can have: of more than one word."""
_SHORTEST = 4
"""Letters of a channel's name that is looked for in code."""


class AsyncApi(Analyzer):
    """Contracts of the kind asyncapi."""

    edition = 4

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file may be AsyncAPI; any YAML or JSON may be."""
        return path.endswith(_ENDINGS)

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files that its references name."""
        return files_referred_to(path, read_document(path, content).data)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return what the provider sends and receives; None for other YAML and JSON."""
        if b"asyncapi" not in content:
            return None
        try:
            data = read_document(path, content).data
        except UnreadableError:
            if content.lstrip().startswith((b"asyncapi:", b'"asyncapi":')):
                raise
            return None
        if not version_of(data):
            return None
        references = References(Version({path: content}, (path,)), Budget.of(len(content)))
        api = read_api(path, references, lambda _: None)
        return Surface(api.name, {operation.part: operation.names for operation in api.operations})

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs, file by file."""
        yield from Comparison(base, revision, budget).findings()

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return nothing: which channels code uses cannot be seen for certain in its text."""
        return ()

    def mentions(self, name: str, surface: Surface) -> Iterator[str]:
        """Yield the channels as code has them, ``"shop.orders.paid"``, where only one has it."""
        for channel in {part.rpartition(" ")[2] for part in surface.parts}:
            if _TELLING.search(channel) and len(channel) > _SHORTEST:
                yield from (f'"{channel}"', f"'{channel}'")


ANALYZER: Analyzer = AsyncApi()
