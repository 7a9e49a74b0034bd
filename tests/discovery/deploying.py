"""A monorepo of a few files, and which units `init` finds in it."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from relplan.discovery.called import Called
from relplan.discovery.found import FoundService, FoundUnit
from relplan.discovery.units import Repository, named_units, ties_in
from relplan.sources.git.main_tree import Tree
from relplan.sources.pipelines.bundles import Holder
from relplan.sources.pipelines.files import Files

Expected = tuple[list[str], list[str]]
"""Who is deployed together for certain, and who perhaps."""
SHOP = Path("/shop")
WORKFLOW = ".github/workflows/deploy.yml"
NOTHING: Expected = ([], [])
WEB_AND_API: Expected = (["api", "web"], [])
PERHAPS: Expected = ([], ["api", "web"])


def found(files: Mapping[str, str], names: str = "web api jobs") -> list[FoundUnit]:
    """Return the units in a monorepo of the services *names*, each in a folder of its own."""
    services = [FoundService(name, SHOP, f"services/{name}") for name in names.split()]
    content = {path: dedent(text).encode() for path, text in files.items()}
    content |= {f"services/{name}/main.go": b"" for name in names.split()}
    here = Files(content.keys(), lambda path: content.get(path, b""))
    repository = Repository(
        Tree(SHOP), here, Holder(here, frozenset({"shop"})), Called(services, {})
    )
    tied = [(repository, one) for one in ties_in(repository) if len(one.services) > 1]
    return named_units(tied, set())


def services(files: Mapping[str, str]) -> Expected:
    """Return who is deployed together for certain, and who perhaps; of at most one unit."""
    units = found(files)
    assert len(units) < 2
    return (units[0].detected, units[0].suspected) if units else NOTHING


def workflow(jobs: str, on: str = "push") -> dict[str, str]:
    return {WORKFLOW: f"name: Deploy\non: {on}\njobs:\n" + indented(jobs, 2)}


def indented(text: str, depth: int) -> str:
    lines = dedent(text).strip("\n").split("\n")
    return "\n".join(" " * depth + line if line else line for line in lines) + "\n"


def job(script: str, more: str = "", name: str = "deploy") -> str:
    return f"{name}:\n{indented(more, 2) if more else ''}  steps:\n    - run: |\n" + indented(
        script, 8
    )
