"""Stacks of CloudFormation and SAM, compositions of Serverless, deployments of Armory."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import Image, one_line
from relplan.sources.pipelines.facts import Place, Target
from relplan.sources.pipelines.files import Files, joined

_MOST = 300
_SERVICES = frozenset(
    "AWS::Serverless::Function AWS::Lambda::Function AWS::ECS::Service AWS::AppRunner::Service"
    " AWS::ECS::TaskDefinition AWS::ElasticBeanstalk::Environment".split()
)
_INNER = frozenset({"AWS::Serverless::Application", "AWS::CloudFormation::Stack"})
_NAMES = ("FunctionName", "ServiceName", "Family", "EnvironmentName", "ImageUri")
_PATHS = ("CodeUri", "Code", "DockerContext")


def is_template(files: Files, path: str) -> bool:
    """Tell whether a file is a template of CloudFormation or SAM."""
    return path.endswith((".yaml", ".yml", ".json")) and "AWS::" in files.text(path)


def cloudformation(files: Files, path: str) -> Iterator[Target]:
    """Yield the functions and services of a stack."""
    read = files.table(path)
    folder = posixpath.dirname(path)
    for name, item in list(table(read[1].get("Resources")).items())[:_MOST] if read else ():
        kind, given = word(table(item).get("Type")), table(table(item).get("Properties"))
        place = Place(path, read[0].line(("Resources", name)) if read else 0, one_line(kind))
        if kind in _INNER:
            location = joined(folder, word(given.get("Location")) or word(given.get("TemplateURL")))
            if location in files.paths and location != path:
                yield Target((), (location,), place)
        elif kind in _SERVICES:
            metadata = table(table(item).get("Metadata"))
            found = [joined(folder, word({**metadata, **given}.get(key))) for key in _PATHS]
            below = tuple(one for one in found if files.is_folder(one) and one != ".")
            names = [word(given.get(key)) for key in _NAMES]
            names += _images(given)
            text = one_line(f"{kind} {name}")
            shown = Place(path, place.line, text)
            yield Target(tuple(filter(None, (*names, name))), below, shown)


def _images(given: Mapping[str, Any]) -> Iterator[str]:
    for one in items(given.get("ContainerDefinitions"))[:_MOST]:
        yield Image.parse(word(table(one).get("Image"))).name


def is_composition(path: str) -> bool:
    """Tell whether a file is called as compositions of Serverless are."""
    return posixpath.basename(path).startswith("serverless-compose.")


def composition(files: Files, path: str) -> Iterator[Target]:
    """Yield the services of a composition of Serverless."""
    read = files.table(path)
    for name, item in list(table(read[1].get("services")).items())[:_MOST] if read else ():
        folder = joined(posixpath.dirname(path), word(table(item).get("path")))
        line = read[0].line(("services", name)) if read else 0
        below = (folder,) if files.is_folder(folder) and folder != "." else ()
        yield Target((name,), below, Place(path, line, one_line(f"service {name}: {folder}")))


def is_armory(files: Files, path: str) -> bool:
    """Tell whether a file is a deployment of Armory."""
    text = files.text(path) if path.endswith((".yaml", ".yml")) else ""
    return "manifests:" in text and "targets:" in text and "kind:" in text


def armory(files: Files, path: str) -> Iterator[Target]:
    """Yield the manifests that Armory deploys."""
    read = files.table(path)
    for place, item in enumerate(items(read[1].get("manifests"))[:_MOST] if read else ()):
        found = joined(posixpath.dirname(path), word(table(item).get("path")))
        found = found if found in files.paths or files.is_folder(found) else ""
        found = found or joined(".", word(table(item).get("path")))
        line = read[0].line(("manifests", str(place))) if read else 0
        if found:
            yield Target((), (found,), Place(path, line, one_line(f"manifests: {found}")))
