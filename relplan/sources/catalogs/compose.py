"""Compose files: services, the folders they are built in, and which of them call which."""

import re
from collections.abc import Iterator
from posixpath import basename
from typing import Any

from relplan.contracts.reading.documents import Document, read_document
from relplan.sources.catalogs.fact import Fact, Relation
from relplan.sources.catalogs.reading import folder_of, items, table, within, word

_NAME = re.compile(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml", re.ASCII)
_HOST = re.compile(r"(?:://|@|^|[\s,;=])([A-Za-z0-9][A-Za-z0-9_.-]{0,99})(?=:\d{1,5}\b|[/?,;\s]|$)")
_FOLDERS_OF_TOOLS = frozenset({"docker", "dockerfiles", "build", "deploy", "deployment", "ci"})
"""Folders that keep the Dockerfiles of services which are elsewhere: in the context."""
_LONGEST_VALUE = 2_000
"""Characters of an environment value that are looked through for other services' names."""


def is_mine(path: str) -> bool:
    """Tell whether the file is called as Compose's are: ``docker-compose.dev.yml``, say."""
    return _NAME.fullmatch(path.rpartition("/")[2]) is not None


def facts(path: str, content: bytes) -> list[Fact]:
    """Return what the services of a Compose file are and call. Raises UnreadableError.

    A service that runs an image without being built here, such as a database, is no COMPONENT;
    calls of it are stated nonetheless.
    """
    document = read_document(path, content)
    services = table(table(document.data).get("services"))
    names = {name: name for name in services}
    for name, service in services.items():
        for alias in (table(service).get("container_name"), table(service).get("hostname")):
            names.setdefault(word(alias), name)
    names.pop("", None)
    return [
        fact
        for name, service in services.items()
        for fact in _service(document, name, table(service), names, services)
    ]


def _service(
    document: Document,
    name: str,
    service: dict[str, Any],
    names: dict[str, str],
    services: dict[str, Any],
) -> Iterator[Fact]:
    folder = _folder(document.path, service.get("build"))
    if folder is not None:
        component = basename(folder)
        if not _mounts(table(services.get(component)), folder, document.path):
            component = name
        line = document.line(("services", name))
        text = f"service {name}, built in {folder}"
        yield Fact(Relation.COMPONENT, component, folder, path=document.path, line=line, text=text)
    called: set[str] = set()
    for other, key, text in (*_waits_for(service), *_linked(service), *_addressed(service, names)):
        known = names.get(other)
        if known is None or known == name or known in called:
            continue
        called.add(known)
        line = document.line(("services", name, *key))
        yield Fact(Relation.CALLS, name, known, path=document.path, line=line, text=text)


def _mounts(service: dict[str, Any], folder: str, path: str) -> bool:
    """Tell whether *service* runs what is in *folder* without building it, as developers do."""
    mounted = (word(one).partition(":")[0] for one in items(service.get("volumes")))
    return any(within(folder_of(path), one) == folder for one in mounted if one)


def _folder(path: str, build: Any) -> str | None:
    """Return the folder that a service is built in: its Dockerfile's, else its context."""
    if not build:
        return None
    made = {"context": build} if isinstance(build, str) else table(build)
    context = within(folder_of(path), word(made.get("context")) or ".")
    if context is None:
        return None
    dockerfile = within(context, word(made.get("dockerfile")))
    # `context: .` with `dockerfile: services/orders/Dockerfile` is how monorepos share a context.
    below = folder_of(word(made.get("dockerfile"))).split("/")
    return folder_of(dockerfile) if dockerfile and not any(map(_is_for_tools, below)) else context


def _is_for_tools(name: str) -> bool:
    return name in _FOLDERS_OF_TOOLS or (name.startswith(".") and name not in (".", ".."))


def _keys(value: Any) -> Iterator[tuple[str, str]]:
    """Yield each name, and its key or index, of what may be a list or a table."""
    if isinstance(value, dict):
        yield from ((name, name) for name in value)
    else:
        yield from ((word(name), str(place)) for place, name in enumerate(items(value)))


def _waits_for(service: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for name, key in _keys(service.get("depends_on")):
        yield name, ("depends_on", key), f"depends_on: {name}"


def _linked(service: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for link, key in _keys(service.get("links")):
        yield link.partition(":")[0], ("links", key), f"links: {link}"


def _addressed(
    service: dict[str, Any], names: dict[str, str]
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the services whose addresses stand in the environment; no value is shown: secrets."""
    for variable, key, value in _variables(service.get("environment")):
        for host in _HOST.findall(value[:_LONGEST_VALUE]):
            if host in names and ("://" in value or f"{host}:" in value):
                yield host, ("environment", key), f"{variable} is an address of {host}"


def _variables(environment: Any) -> Iterator[tuple[str, str, str]]:
    """Yield each variable, its key or index, and its value."""
    if isinstance(environment, dict):
        yield from ((name, name, word(value)) for name, value in environment.items())
        return
    for place, item in enumerate(items(environment)):
        name, _, value = word(item).partition("=")
        yield name, str(place), value
