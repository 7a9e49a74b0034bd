"""Reads one file, in whichever format it is."""

import re

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.documents import Document, read_documents
from relplan.sources.catalogs.reading import folder_of, table, word
from relplan.sources.deployments import argocd, compose, flux, helm, kubernetes, kustomize
from relplan.sources.deployments.environments import environments_in, without_environment
from relplan.sources.deployments.statement import MOST_STATEMENTS, Reading, is_larger

_TEMPLATE = re.compile(rb"\{\{")
_TELLING = re.compile(
    rb"[iI]mage|newTag|targetRevision|dependencies|[?&]ref=|\btag:|HelmRelease|fluxcd"
)
_MOST_DOCUMENTS = 2_000
_MOST_VALUES = 100_000
"""Values in one document, those that aliases repeat counted again."""


def may_be_mine(path: str) -> bool:
    """Tell whether a file by its name may say what runs.

    One without an ending may, too, in a folder of an environment: a file a service, called as it.
    """
    if "." in path.rpartition("/")[2]:
        return path.endswith((".yaml", ".yml", ".lock", ".json"))
    return kustomize.is_mine(path) or bool(environments_in([folder_of(path)]))


def read_statements(path: str, content: bytes) -> Reading:
    """Return what a file says. Whatever it holds, that is no error: it is a doubt, with its line.

    A file that holds nothing of the kind says nothing.
    """
    reading = Reading()
    if not may_be_mine(path) or not _TELLING.search(content):
        return reading
    try:
        documents = read_documents(path, content)
    except UnreadableError as error:
        template = _TEMPLATE.search(content) is not None
        what = "a template, which is not filled in" if template else error.what
        reading.doubts.append((0 if template else error.line, what))
        return reading
    for document in documents[:_MOST_DOCUMENTS]:
        if is_larger(document.data, _MOST_VALUES):
            reading.doubts.append((document.line(()), "too large to be understood"))
            continue
        _read(document, reading)
        if len(reading.statements) > MOST_STATEMENTS:
            reading.doubts.append((document.line(()), "names more than anybody deploys"))
            reading.statements.clear()
            break
    return reading


def _read(document: Document, reading: Reading) -> None:
    data, path = table(document.data), document.path
    version = word(data.get("apiVersion"))
    kind = data.get("kind")
    if compose.is_mine(path):
        reading.add(compose.statements(document))
    elif helm.is_chart(path):
        reading.add(helm.chart_statements(document))
    elif kustomize.is_mine(path):
        reading.add(kustomize.statements(document))
    elif version.startswith("argoproj.io/") and kind in ("Application", "ApplicationSet"):
        argocd.read(document, reading)
    elif flux.is_mine(data):
        reading.add(flux.statements(document))
    elif version and kind:
        reading.add(kubernetes.statements(document))
    elif not version and not kind:
        reading.add(helm.statements(document, data, (), _owner(path)))


def _owner(path: str) -> helm.Owner:
    """Return what values are for that name nothing: what their folders, or their file, name."""
    stem = path.rpartition("/")[2].partition(".")[0]
    folders = [part for part in reversed(folder_of(path).split("/")) if part not in ("", ".")]
    bare = stem.removeprefix("values-").removesuffix("-values")
    names = [without_environment(bare), *folders]
    return helm.Owner(tuple(name for name in names if name and name != "values"))
