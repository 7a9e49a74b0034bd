"""Tells which contracts a repository only keeps for its clients: what makes these says so."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from posixpath import basename, dirname, join, normpath

from relplan.sources.provenance import Provenance, provenance_of

_BUILDS = frozenset({"build.gradle", "build.gradle.kts", "pom.xml"})
_LARGEST = 1_000_000
_MOST = 200
"""Builds of one repository that are read."""
_GENERATOR = re.compile(
    r"\bgeneratorName(?:\.set\(|\s*=\s*|\s+|>\s*|\()\s*[\"']?([a-z][a-z0-9-]{1,40})\b"
)
_CLIENTS = re.compile(
    r"java|kotlin|groovy|scala-(?:akka|gatling|http4s|pekko|sttp4?)|javascript(?:-\w+)?|python"
    r"|typescript(?:-(?:angular|aurelia|axios|fetch|inversify|jquery|node|redux-query|rxjs))?"
    r"|csharp|go|php|ruby|rust|swift[56]|dart(?:-dio)?|java-helidon-client|java-micronaut-client"
)
"""What OpenAPI Generator calls those of its generators that make clients."""
_PLACE = re.compile(r"(?:[\"']|inputSpec>\s*)([^\"'<>\n]{3,200}\.(?:json|ya?ml))(?:[\"']|\s*<)")
_FOLDER_OF_BUILD = re.compile(
    r"^(?:\$\{?(?:project\.)?(?:projectDir|basedir|rootDir|layout\.projectDirectory)\}?/)+"
)
_VARIABLE = re.compile(r"\\\$(?:\\\{[\w.()]+\\\}|\w+)")


_SCRIPTS = re.compile(r"(?:^|/)(?:package\.json|(?:GNUm|[Mm])akefile|[Jj]ustfile|[\w.-]+\.sh)$")
_FORGE = re.compile(
    r"https://(?:raw\.githubusercontent\.com/|github\.com/(?:[\w.-]+/){2}(?:raw|releases/download)/"
    r"|bitbucket\.org/(?:[\w.-]+/){2}raw/|[\w.-]+/(?:[\w.-]+/){2,20}?-/raw/)"
)
_COMMAND = re.compile(r"\b(?:curl|wget)\b(?:[^\n|;&\"\\]|\\.){1,800}")
_PUT = re.compile(
    r"(?:>\s*|\s(?:-o|-O|--output|--output-document)[ =]?\s*)\\?[\"']?([\w@./-]+\.\w{2,8})\b"
)


def client_documents(files: Iterable[str], read: Callable[[str], bytes]) -> Callable[[str], bool]:
    """Return what tells of a path whether that file is a copy that is kept for a client.

    A client is generated from it, or a script loads it from a repository.
    """
    known = sorted(path for path in files if provenance_of(path) < Provenance.VENDORED)
    patterns: list[re.Pattern[str]] = []
    for is_one, patterns_in in _READERS:
        builds = [path for path in known if is_one(path)][:_MOST]
        for build in builds:
            text = read(build)[:_LARGEST].decode("utf-8", "replace")
            patterns += patterns_in(build, text)
    return lambda path: any(pattern.fullmatch(path) for pattern in patterns)


def _loaded_by(script: str, text: str) -> Iterator[re.Pattern[str]]:
    """Yield what a script loads from a forge; what a running service tells may be its own."""
    for command in _COMMAND.findall(text):
        for path in _PUT.findall(command) if _FORGE.search(command) else ():
            yield re.compile(re.escape(normpath(join(dirname(script), path))))


def _generated_by(build: str, text: str) -> Iterator[re.Pattern[str]]:
    generators = set(_GENERATOR.findall(text))
    if not generators or not all(_CLIENTS.fullmatch(name) for name in generators):
        return
    for place in _PLACE.findall(text):
        path = normpath(join(dirname(build), _FOLDER_OF_BUILD.sub("", place)))
        yield re.compile(_VARIABLE.sub("[^/]+", re.escape(path)))


_READERS: Sequence[
    tuple[Callable[[str], object], Callable[[str, str], Iterator[re.Pattern[str]]]]
] = (
    (lambda path: basename(path) in _BUILDS, _generated_by),
    (_SCRIPTS.search, _loaded_by),
)
