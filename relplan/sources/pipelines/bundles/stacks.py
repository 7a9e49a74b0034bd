"""Compose and Swarm stacks, kustomizations, Skaffold, and manifests of Cloud Foundry."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.sources.catalogs.reading import items, table, word, words
from relplan.sources.deployments import kustomize as kustomizations
from relplan.sources.deployments.statement import Image, one_line, scalar
from relplan.sources.pipelines.bundles.manifests import own_version
from relplan.sources.pipelines.facts import Chosen, Place, Target
from relplan.sources.pipelines.files import Files, joined

_MOST = 300
_IMAGE = re.compile(r"^[ \t-]*(?:image|newName):[ \t]*[\"']?(?:[^\s\"']*/)?([\w.-]+)", re.MULTILINE)
_ELSEWHERE = re.compile(r"^[ \t]*-[ \t]*[\"']?(?:\.\./|https?://|[\w.-]+\.\w+/)", re.MULTILINE)
"""Of a kustomization: what it takes in from outside its folder."""
_BELOW = ("resources", "bases", "components")


def compose(files: Files, path: str) -> Iterator[Target]:
    """Yield the services of a Compose file; those that only a profile runs are left out."""
    read = files.table(path)
    if read is None:
        return
    document, data = read
    for name, value in list(table(data.get("services")).items())[:_MOST]:
        one = table(value)
        if one.get("profiles"):
            continue
        build = one.get("build")
        context = word(build) or word(table(build).get("context"))
        dockerfile = word(table(build).get("dockerfile"))
        folder = joined(posixpath.dirname(path), context) if context else ""
        below = [folder] if folder and folder != "." else []
        if folder and "/" in dockerfile and (made := joined(folder, posixpath.dirname(dockerfile))):
            below = [made]
        parsed = Image.parse(word(one.get("image")))
        image = parsed.name
        names = tuple(filter(None, (name, image)))
        text = one_line(f"service {name}{f': {image}' if image else ''}")
        place = Place(path, document.line(("services", name)), text)
        yield Target(names, tuple(below), place, version=own_version([parsed]))


def is_kustomization(path: str) -> bool:
    """Tell whether a file is called as a kustomization is."""
    return kustomizations.is_mine(path)


def kustomization(files: Files, path: str) -> Iterator[Target]:
    """Yield what a kustomization is made of."""
    read = files.table(path)
    folder = posixpath.dirname(path) or "."
    if read is None:
        return
    document, data = read
    for key in _BELOW:
        for place, name in list(words(data.get(key)))[:_MOST]:
            found = joined(folder, name)
            if found and found != folder:
                line = document.line((key, str(place)))
                yield Target((), (found,), Place(path, line, one_line(f"{key}: {name}")))
    for place, item in enumerate(items(data.get("images"))[:_MOST]):
        one = table(item)
        called = [word(one.get("newName")), word(one.get("name"))]
        line = document.line(("images", str(place)))
        version = scalar(one.get("newTag")) or word(one.get("digest"))
        text = one_line(f"{called[1]}: {version}")
        names = tuple(filter(None, called))
        yield Target(names, (), Place(path, line, text), version=version)
    for place, item in enumerate(items(data.get("helmCharts"))[:_MOST]):
        names = (word(table(item).get("releaseName")), word(table(item).get("name")))
        line = document.line(("helmCharts", str(place)))
        yield Target(tuple(filter(None, names)), (), Place(path, line, f"chart {names[1]}"))


def skaffold(files: Files, path: str, chosen: Chosen = ()) -> Iterator[Target]:
    """Yield the images that a Skaffold file builds and deploys, in the profiles *chosen*."""
    folder = posixpath.dirname(path)
    for document in files.documents(path):
        data, at = _profiled(table(document.data), chosen)
        for item in items(data.get("requires"))[:_MOST]:
            other = joined(folder, word(table(item).get("path")))
            if other in files.paths and other != path:
                line = document.line(("requires",))
                yield Target((), (other,), Place(path, line, other), chosen=chosen)
        listed = items(table(data.get("build")).get("artifacts"))
        applied = _applied_images(files, folder, data)
        for place, item in enumerate(listed[:_MOST]):
            one = table(item)
            image = word(one.get("image"))
            if applied is not None and posixpath.basename(image) not in applied:
                continue  # it is built, and no manifest runs it
            below = joined(folder, word(one.get("context")) or ".")
            line = document.line((*at, "build", "artifacts", str(place)))
            paths = (below,) if below not in ("", ".") else ()
            yield Target((image,), paths, Place(path, line, one_line(f"image: {image}")))


def _profiled(data: Mapping[str, Any], chosen: Chosen) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a Skaffold file with its profiles over it, and where its artifacts stand."""
    found, at = dict(data), tuple[str, ...]()
    wanted = [name for option, name in chosen if option == "profile"]
    for place, item in enumerate(items(data.get("profiles"))[:_MOST]):
        profile = table(item)
        for key in ("build", "manifests", "deploy") if profile.get("name") in wanted else ():
            if profile.get(key):
                found[key] = {**table(found.get(key)), **table(profile[key])}
            if key == "build" and table(profile.get(key)).get("artifacts"):
                at = ("profiles", str(place))
    return found, at


def _applied_images(files: Files, folder: str, data: Mapping[str, Any]) -> set[str] | None:
    """Return the images in what a Skaffold file applies; None: not all of that can be seen."""
    manifests = table(data.get("manifests"))
    given = [*items(table(manifests.get("kustomize")).get("paths"))]
    given += items(manifests.get("rawYaml"))
    if (
        not given
        or manifests.keys() - {"kustomize", "rawYaml"}
        or "helm" in table(data.get("deploy"))
    ):
        return None
    found: set[str] = set()
    for one in given[:_MOST]:
        path = joined(folder, word(one))
        inside = [path] if path in files.paths else files.below(path)
        if not inside:
            return None
        yamls = (one for one in inside if one.endswith((".yml", ".yaml")))
        for text in map(files.text, yamls):
            if _ELSEWHERE.search(text):
                return None
            found.update(_IMAGE.findall(text))
    return found


def is_cloud_foundry(files: Files, path: str) -> bool:
    """Tell whether a file is a manifest of Cloud Foundry."""
    return "applications:" in files.text(path) and posixpath.basename(path)[:8] == "manifest"


def cloud_foundry(files: Files, path: str) -> Iterator[Target]:
    """Yield the applications of a manifest."""
    read = files.table(path)
    for place, item in enumerate(items(read[1].get("applications"))[:_MOST] if read else ()):
        name, below = word(table(item).get("name")), _folder(path, table(item).get("path"))
        line = read[0].line(("applications", str(place))) if read else 0
        yield Target((name,), below, Place(path, line, one_line(f"application {name}")))


def _folder(path: str, given: Any) -> tuple[str, ...]:
    found = joined(posixpath.dirname(path), word(given))
    return (found,) if found and found != "." else ()
