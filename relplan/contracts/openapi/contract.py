"""OpenAPI: 3.0, 3.1 and Swagger 2.0, compared operation by operation.

The rules have the names that oasdiff gives them. In some things they are judged otherwise:
deprecation is no licence to remove; what a webhook or callback sends is judged as a response, for
the consumer is the one who reads it; who refuses callers that were let in, breaks them; and where
all paths begin is a part of the contract.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from relplan.contracts.bounds import Budget
from relplan.contracts.kind import Analyzer, Options, Surface, Use, Version
from relplan.contracts.openapi.compare import compare_versions
from relplan.contracts.openapi.document import Reader, may_be_openapi, read_api
from relplan.contracts.openapi.uses.files import uses_of
from relplan.contracts.openapi.uses.operation_ids import spellings
from relplan.contracts.reading.documents import read_document
from relplan.contracts.references import References, files_referred_to
from relplan.model.finding import Finding

_NEVER = re.compile(
    r"(?:^|/)(?:package(?:-lock)?|tsconfig[^/]*|composer|node_modules/.*|\.github/.*|\.vscode/.*"
    r"|docker-compose[^/]*|pnpm-lock|Chart|values[^/]*|mkdocs|renovate|angular|lerna|nx|turbo"
    r"|\.[^/]*)\.(?:ya?ml|json)$"
)
"""Files of YAML and JSON that are well known to be something else."""


def _today() -> date:
    return datetime.now(tz=UTC).date()


class OpenApi(Analyzer):
    """Contracts of the kind openapi."""

    edition = 4

    def __init__(self, today: Callable[[], date] = _today) -> None:
        """Take *today* for the day from which to tell which announced removals are early."""
        self._today = today

    def is_file(self, path: str) -> bool:
        """Tell by its name whether a file may be an OpenAPI document: it is YAML or JSON."""
        return path.endswith((".yaml", ".yml", ".json")) and _NEVER.search(path) is None

    def references(self, path: str, content: bytes) -> Sequence[str]:
        """Return the files that a document, or a part of one, refers to."""
        if b"$ref" not in content:
            return ()
        return files_referred_to(path, read_document(path, content).data)

    def surface(self, path: str, content: bytes) -> Surface | None:
        """Return the title and the operations, with the names that their calls have."""
        if not may_be_openapi(content):
            return None
        references = References(Version({path: content}, (path,)), Budget.of(len(content)))
        api = read_api(path, Reader(references))
        if api is None:
            return None
        parts = {
            operation.part: spellings(named) if isinstance(named, str) and named else ()
            for operation in api.operations.values()
            for named in (operation.node.value.get("operationId"),)
        }
        return Surface(api.title, parts)

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterator[Finding]:
        """Return what differs, each difference once, with all the operations that it reaches."""
        return compare_versions(base, revision, budget, options.today or self._today())

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        """Return the operations that a source file calls, by their ids or by their URLs."""
        return uses_of(path, content, surface)


ANALYZER: Analyzer = OpenApi()
