"""Applications of Argo CD and Flux: each brings what one folder or chart holds, by itself."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.argocd import elements_of, filled_in
from relplan.sources.deployments.statement import is_larger, one_line
from relplan.sources.pipelines.facts import Place, Target
from relplan.sources.pipelines.files import Files

_MOST = 300
_OWN = "flux-system"
"""What Flux calls the repository that it was set up with."""
_MOST_VALUES = 100_000


class Application(NamedTuple):
    """What a GitOps tool keeps as one file says."""

    name: str
    target: Target
    told: tuple[str, ...]
    recursive: bool


def applications(files: Files, path: str) -> Iterator[Application]:
    """Yield the applications in a file."""
    text = files.text(path)
    if "argoproj.io" not in text and "fluxcd.io" not in text:
        return
    for document in files.documents(path):
        data = table(document.data)
        kind, version = data.get("kind"), word(data.get("apiVersion"))
        if version.startswith("argoproj.io/") and kind == "Application":
            yield from _argo(document, data, ("spec",))
        elif version.startswith("argoproj.io/") and kind == "ApplicationSet":
            yield from _set(document, data)
        elif "fluxcd.io" in version and kind == "Kustomization":
            spec = table(data.get("spec"))
            source = word(table(spec.get("sourceRef")).get("name"))
            address = "" if source == _OWN else source
            yield _application(
                document, data, ("spec", "path"), word(spec.get("path")), address,
                word(spec.get("targetNamespace")),
            )  # fmt: skip


def _argo(
    document: Document, data: Mapping[str, Any], at: tuple[str, ...]
) -> Iterator[Application]:
    spec = table(data.get("spec"))
    namespace = word(table(spec.get("destination")).get("namespace"))
    for source in (spec.get("source"), *items(spec.get("sources"))[:20]):
        one = table(source)
        if word(one.get("path")):
            yield _application(
                document, data, (*at, "source"), word(one["path"]), word(one.get("repoURL")),
                namespace, table(one.get("directory")).get("recurse") is True,
            )  # fmt: skip


def _application(
    document: Document,
    data: Mapping[str, Any],
    at: tuple[str, ...],
    folder: str,
    address: str,
    namespace: str,
    recursive: bool = False,
) -> Application:
    name = word(table(data.get("metadata")).get("name"))
    repository = posixpath.basename(address.rstrip("/")).removesuffix(".git")
    path = posixpath.normpath(folder.strip("/") or ".")
    place = Place(document.path, document.line(at), one_line(f"application {name}: {folder}"))
    target = Target((), () if path.startswith("..") else (path,), place, repository)
    return Application(name, target, (name, namespace, folder), recursive)


def _set(document: Document, data: Mapping[str, Any]) -> Iterator[Application]:
    """Yield an application for each element that a set lists; each is deployed by itself."""
    spec = table(data.get("spec"))
    for generator in items(spec.get("generators"))[:20]:
        found = (elements_of(table(generator)) or [])[:_MOST]
        if not found or is_larger(spec.get("template"), _MOST_VALUES // len(found)):
            continue
        for element in found:
            template = table(filled_in(spec.get("template"), element))
            yield from _argo(document, template, ("spec", "template", "spec"))
