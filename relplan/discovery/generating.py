"""Tells which documents of a repository are what a client of somebody else's API is made from.

Who generates a client, or a client's models, from a document calls what it describes and does not
serve it. A build that generates servers, too, tells nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename, dirname, join, normpath

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


def client_documents(files: Iterable[str], read: Callable[[str], bytes]) -> Callable[[str], bool]:
    """Return what tells of a path whether a client is generated from that file."""
    builds = sorted(path for path in files if basename(path) in _BUILDS)[:_MOST]
    patterns = [pattern for build in builds for pattern in _patterns(build, read(build))]
    return lambda path: any(pattern.fullmatch(path) for pattern in patterns)


def _patterns(build: str, content: bytes) -> Iterator[re.Pattern[str]]:
    text = content[:_LARGEST].decode("utf-8", "replace")
    generators = set(_GENERATOR.findall(text))
    if not generators or not all(_CLIENTS.fullmatch(name) for name in generators):
        return
    for place in _PLACE.findall(text):
        path = normpath(join(dirname(build), _FOLDER_OF_BUILD.sub("", place)))
        yield re.compile(_VARIABLE.sub("[^/]+", re.escape(path)))
