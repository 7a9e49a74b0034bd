"""Flux: HelmReleases, Kustomizations and the repositories that they take things from.

An ImagePolicy's marker in a comment is only a comment: the value beside it is what runs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import table, word
from relplan.sources.deployments import helm, kustomize
from relplan.sources.deployments.environments import environments_in, without_environment
from relplan.sources.deployments.statement import Statement, Subject, one_line, scalar


def is_mine(data: Mapping[str, Any]) -> bool:
    """Tell whether a document is one of Flux'."""
    return ".toolkit.fluxcd.io/" in word(data.get("apiVersion"))


def statements(document: Document) -> Iterator[Statement]:
    """Yield what a document of Flux' says."""
    data = table(document.data)
    spec, metadata = table(data.get("spec")), table(data.get("metadata"))
    kind = data.get("kind")
    if kind == "HelmRelease":
        yield from _release(document, spec, metadata)
    elif kind == "Kustomization":
        path = word(spec.get("path")).removeprefix("./").strip("/")
        told = [path, word(spec.get("targetNamespace")), word(metadata.get("name"))]
        covers = (f"{path}/",) if path else ()
        listed = spec.get("images")
        yield from kustomize.images(
            document, ("spec", "images"), listed, environments_in(told), covers
        )
    elif kind in ("GitRepository", "OCIRepository"):
        yield from _source(document, spec, metadata)


def _release(
    document: Document, spec: Mapping[str, Any], metadata: Mapping[str, Any]
) -> Iterator[Statement]:
    chart = table(table(spec.get("chart")).get("spec"))
    name = word(metadata.get("name"))
    told = [word(spec.get("targetNamespace")) or word(metadata.get("namespace"))]
    environments = environments_in([*told, name])
    chart_name = word(chart.get("chart")).rpartition("/")[2]
    names = (without_environment(name), word(spec.get("releaseName")), chart_name)
    owner = helm.Owner(tuple(filter(None, names)), environments)
    yield from helm.statements(document, spec.get("values"), ("spec", "values"), owner)
    version = scalar(chart.get("version"))
    if chart_name and helm.is_exact(version):
        line = document.line(("spec", "chart", "spec", "version"))
        text = one_line(f"chart {chart_name} {version}")
        yield Statement(
            Subject.CHART, (chart_name,), version, document.path, line, text, environments
        )


def _source(
    document: Document, spec: Mapping[str, Any], metadata: Mapping[str, Any]
) -> Iterator[Statement]:
    url, ref = word(spec.get("url")), table(spec.get("ref"))
    key = "commit" if word(ref.get("commit")) else "tag"
    version = scalar(ref.get(key))
    if url and version:
        told = [word(metadata.get("namespace")), word(metadata.get("name"))]
        yield Statement(
            Subject.SOURCE,
            (url,),
            version,
            document.path,
            document.line(("spec", "ref", key)),
            one_line(f"{url}: {key} {version}"),
            environments_in(told),
        )
