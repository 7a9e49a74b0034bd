"""Helm: values files, as data, and the versions of charts that a chart is made of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import folder_of, items, table, word
from relplan.sources.deployments.statement import Image, Statement, Subject, one_line, scalar

_TAG_KEYS = ("imageTag", "image_tag", "tag")
_NAME_KEYS = ("repository", "repo", "name")
_PASSED = frozenset({"deployment", "container", "pod", "controller", "main"})
"""Sections that are the same thing as the one that they stand in."""
_DEEPEST = 12
_EXACT = re.compile(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?", re.ASCII)

Pointer = tuple[str, ...]


def is_chart(path: str) -> bool:
    """Tell whether the file lists the charts that a chart is made of."""
    return path.rpartition("/")[2] in ("Chart.yaml", "Chart.lock", "requirements.lock")


@dataclass(frozen=True, slots=True)
class Owner:
    """What values are for."""

    names: tuple[str, ...] = ()
    """What values without a name of their own may be of: a release, a folder."""
    environments: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


def statements(document: Document, values: Any, at: Pointer, owner: Owner) -> Iterator[Statement]:
    """Yield what *values*, which stand at *at*, say of images."""
    shared = _shared_tag(values)
    for pointer, names, tag, text in _images(values, at, owner.names, shared, 0):
        yield Statement(
            Subject.IMAGE,
            names,
            tag,
            document.path,
            document.line(pointer),
            one_line(text),
            owner.environments,
            owner.covers,
        )


def chart_statements(document: Document) -> Iterator[Statement]:
    """Yield the versions of a chart's dependencies; a lock overrides the ranges beside it."""
    locked = not document.path.endswith(".yaml")
    covers = (folder_of(document.path),) if locked else ()
    for place, item in enumerate(items(table(document.data).get("dependencies"))):
        chart = table(item)
        name, version = word(chart.get("name")), scalar(chart.get("version"))
        if name and version:
            yield Statement(
                Subject.CHART,
                (name,),
                version,
                document.path,
                document.line(("dependencies", str(place), "version")),
                one_line(f"{name} {version}"),
                (),
                covers,
            )


def is_exact(version: str) -> bool:
    """Tell whether a chart's version is one version and no range."""
    return _EXACT.fullmatch(version) is not None


def _shared_tag(values: Any) -> str:
    """Return the tag that all images have which name none: ``global.tag``, ``global.image.tag``."""
    shared = table(table(values).get("global"))
    found = [scalar(shared.get(key)) for key in _TAG_KEYS]
    found.append(scalar(table(shared.get("image")).get("tag")))
    return next(filter(None, found), "")


_Found = tuple[Pointer, tuple[str, ...], str, str]


def _images(
    value: Any, at: Pointer, names: tuple[str, ...], shared: str, depth: int
) -> Iterator[_Found]:
    if depth > _DEEPEST or not isinstance(value, dict):
        return
    yield from _own_image(value, at, names, shared)
    for key, below in value.items():
        if key in ("image", "global") or not isinstance(below, dict):
            continue
        own = (key, *names) if key in _PASSED else (key,)
        yield from _images(below, (*at, key), own, shared, depth + 1)


def _own_image(
    section: Mapping[str, Any], at: Pointer, names: tuple[str, ...], shared: str
) -> Iterator[_Found]:
    """Yield the image of one section: of a service, or of all that a chart holds."""
    image = section.get("image")
    if isinstance(image, dict):
        name = _name_of(image)
        tag = scalar(image.get("tag"))
        pointer = (*at, "image", "tag") if "tag" in image else (*at, "image")
        own = (name,) if name else names
        if own and (tag or (name and shared) or word(image.get("digest"))):
            shown = tag or shared or word(image.get("digest"))
            yield pointer, own, tag or shared, f"{name or 'image'}: tag {shown}"
        return
    if isinstance(image, str) and image.strip():
        parsed = Image.parse(image)
        beside = next(filter(None, (scalar(section.get(key)) for key in _TAG_KEYS)), "")
        tag = parsed.tag or beside or shared
        if tag or parsed.digest:
            yield (*at, "image"), (parsed.name,), tag, f"image: {image} {beside}".strip()
        return
    for key in _TAG_KEYS:
        tag = scalar(section.get(key))
        name = _name_of(section)
        if tag and (name or names):
            yield (*at, key), (name,) if name else names, tag, f"{key}: {tag}"
            return


def _name_of(image: Mapping[str, Any]) -> str:
    return next(filter(None, (word(image.get(key)) for key in _NAME_KEYS)), "")
