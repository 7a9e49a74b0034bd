"""Argo CD: Applications, and ApplicationSets whose list of elements stands in the file."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import Document, read_documents
from relplan.sources.catalogs.reading import items, table, word, words
from relplan.sources.deployments import helm
from relplan.sources.deployments.environments import environments_in, without_environment
from relplan.sources.deployments.statement import (
    Image,
    Reading,
    Statement,
    Subject,
    is_larger,
    one_line,
    scalar,
)

_FIELD = re.compile(r"\{\{-?\s*\.?([\w-]+(?:\.[\w-]+)*)\s*-?\}\}", re.ASCII)
GENERATOR = "an ApplicationSet's generator"
"""What begins the doubt about one that looks outside of the file."""
_MOST = 1_000
"""Applications that one set is taken to make."""
_MOST_VALUES = 100_000
"""Values in all of them."""
_LONGEST = 10_000
"""Characters of a text that is filled in, and a tenth of that of what is put into it."""
_FLOATING = frozenset({"", "HEAD", "main", "master"})

Pointer = tuple[str, ...]


def read(document: Document, reading: Reading) -> None:
    """Add what an Application, or the list of an ApplicationSet, says."""
    data = table(document.data)
    if data.get("kind") == "Application":
        reading.add(_application(document, data, ()))
        return
    spec = table(data.get("spec"))
    found: list[dict[str, Any]] = []
    for place, generator in enumerate(items(spec.get("generators"))):
        elements = elements_of(table(generator))
        if elements is None:
            line = document.line(("spec", "generators", str(place)))
            kind = next(iter(table(generator)), "nothing")
            text = f"{GENERATOR} '{kind}' cannot be worked out from its file"
            reading.doubts.append((line, text))
        else:
            found += elements[: _MOST - len(found)]
    if found and is_larger(spec.get("template"), _MOST_VALUES // len(found)):
        reading.doubts.append((document.line(("spec", "template")), "too large to be filled in"))
        return
    for element in found:
        template = filled_in(spec.get("template"), element)
        reading.add(_application(document, table(template), ("spec", "template")))


def elements_of(generator: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the elements that a generator gives; None: it looks outside of the file."""
    if "list" in generator:
        listed = table(generator["list"])
        if "elementsYaml" in listed:
            return None
        return list(map(table, items(listed.get("elements"))))
    if "matrix" in generator:
        parts = [
            elements_of(table(one)) for one in items(table(generator["matrix"]).get("generators"))
        ]
        if not parts or any(part is None for part in parts):
            return None
        known = [part[:_MOST] for part in parts if part is not None]
        pairs = product(*known) if len(known) < 3 else iter(())
        return [{k: v for one in pair for k, v in one.items()} for pair in pairs][:_MOST]
    return None


def filled_in(value: Any, element: Mapping[str, Any], depth: int = 0) -> Any:
    """Return a template with the fields of *element* in the place of their names."""
    if depth > 50:
        return None
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return value
        return _FIELD.sub(lambda match: _field(element, match[1], match[0]), value)
    if isinstance(value, list):
        return [filled_in(item, element, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: filled_in(item, element, depth + 1) for key, item in value.items()}
    return value


def _field(element: Mapping[str, Any], name: str, otherwise: str) -> str:
    found: Any = element
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    text = scalar(found)
    return text if text and len(text) < _LONGEST // 10 else otherwise


def _application(document: Document, data: Mapping[str, Any], at: Pointer) -> Iterator[Statement]:
    spec = table(data.get("spec"))
    name = word(table(data.get("metadata")).get("name"))
    goes_to = table(spec.get("destination"))
    sources: list[tuple[Pointer, dict[str, Any]]] = [(("source",), table(spec.get("source")))]
    sources += [
        (("sources", str(place)), table(source))
        for place, source in enumerate(items(spec.get("sources")))
    ]
    for pointer, source in sources:
        helm_part = table(source.get("helm"))
        told = [word(goes_to.get("namespace")), word(goes_to.get("name")), name]
        told += [word(source.get("path"))]
        told += [file for _, file in words(helm_part.get("valueFiles"))]
        environments = environments_in(told)
        folder = word(source.get("path")).strip("/")
        parts = [part for part in reversed(folder.split("/")) if part]
        names = tuple(filter(None, (without_environment(name), word(source.get("chart")), *parts)))
        owner = helm.Owner(names, environments, (f"{folder}/",) if folder else ())
        place = (*at, "spec", *pointer)
        yield from _helm(document, helm_part, (*place, "helm"), owner)
        yield from _kustomize(document, source, (*place, "kustomize", "images"), owner)
        yield from _revision(document, source, (*place, "targetRevision"), environments)


def _helm(
    document: Document, part: Mapping[str, Any], at: Pointer, owner: helm.Owner
) -> Iterator[Statement]:
    yield from _parameters(document, items(part.get("parameters")), (*at, "parameters"), owner)
    yield from helm.statements(document, part.get("valuesObject"), (*at, "valuesObject"), owner)
    text = part.get("values")
    if isinstance(text, str) and text.strip():
        yield from _written_values(document, text, (*at, "values"), owner)


def _written_values(
    document: Document, text: str, at: Pointer, owner: helm.Owner
) -> Iterator[Statement]:
    """Yield what values say that stand in the file as one text."""
    first = document.line(at)
    try:
        inner = read_documents(document.path, text.encode("utf-8", "replace"))
    except UnreadableError:
        return
    for values in inner[:1]:
        if is_larger(values.data, _MOST_VALUES):
            return
        for found in helm.statements(values, values.data, (), owner):
            yield Statement(
                found.subject, found.names, found.version, found.path,
                first + found.line, found.text, found.environments, found.covers,
            )  # fmt: skip


def _parameters(
    document: Document, parameters: list[Any], at: Pointer, owner: helm.Owner
) -> Iterator[Statement]:
    """Yield what parameters such as ``orders.image.tag`` say."""
    given = {word(table(item).get("name")): scalar(table(item).get("value")) for item in parameters}
    for place, item in enumerate(parameters):
        name, tag = word(table(item).get("name")), scalar(table(item).get("value"))
        section, _, key = name.rpartition(".")
        if key not in ("tag", "imageTag", "image_tag") or not tag:
            continue
        above = section.removesuffix("image").strip(".")
        repository = given.get(f"{section}.repository", "")
        names = (repository,) if repository else (above,) if above else owner.names
        if names and above != "global":
            yield Statement(
                Subject.IMAGE,
                names,
                tag,
                document.path,
                document.line((*at, str(place), "value")),
                one_line(f"{name}: {tag}"),
                owner.environments,
                owner.covers,
            )


def _kustomize(
    document: Document, source: Mapping[str, Any], at: Pointer, owner: helm.Owner
) -> Iterator[Statement]:
    """Yield what ``name=newName:newTag`` says."""
    for place, text in words(table(source.get("kustomize")).get("images")):
        old, _, new = text.rpartition("=")
        image = Image.parse(new)
        names = tuple(filter(None, (image.name, old)))
        if names and (image.tag or image.digest):
            yield Statement(
                Subject.IMAGE,
                names,
                image.tag,
                document.path,
                document.line((*at, str(place))),
                one_line(text),
                owner.environments,
                owner.covers,
            )


def _revision(
    document: Document, source: Mapping[str, Any], at: Pointer, environments: tuple[str, ...]
) -> Iterator[Statement]:
    revision = scalar(source.get("targetRevision"))
    chart, url = word(source.get("chart")), word(source.get("repoURL"))
    if revision in _FLOATING or not (chart or url):
        return
    subject = Subject.CHART if chart else Subject.SOURCE
    text = one_line(f"{chart or url}: targetRevision {revision}")
    yield Statement(
        subject, (chart or url,), revision, document.path, document.line(at), text, environments
    )
