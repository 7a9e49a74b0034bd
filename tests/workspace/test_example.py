"""The relplan.toml that shows all keys: it is good, and no key of the schema is missing in it."""

import shutil
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from relplan.resources import data_folder
from relplan.workspace import load
from relplan.workspace.schema import Document

EXAMPLE = data_folder("example_repos") / "relplan.toml"


def tables(model: type[BaseModel], name: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield *model* and each table within it, by a name such as ``services``."""
    yield name, model
    for key, field in model.model_fields.items():
        for part in (field.annotation, *typing.get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from tables(part, key)


def written(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return all tables that the schema calls *name*."""
    if name == "seen":  # a table of tables within another
        return [place for unit in document["units"].values() for place in unit["seen"]]
    found = document.get(name, {}) if name else document
    if name in {"", "workspace", "drift"}:
        return [found]
    return list(found.values() if isinstance(found, dict) else found)


def test_it_is_a_workspace(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path)
    loaded = load(tmp_path / "relplan.toml")
    assert loaded.workspace.name == "webshop"


def test_every_key_of_the_schema_stands_in_it() -> None:
    document = tomllib.loads(EXAMPLE.read_text("utf-8"))
    for name, model in tables(Document, ""):
        used = {key for table in written(document, name) for key in table}
        fields = model.model_fields.items()
        assert {field.alias or key for key, field in fields} == used, name


def test_every_key_but_names_is_explained_or_plain() -> None:
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if "=" in line]
    assert sum("#" in line for line in lines) > len(lines) / 2
    assert max(map(len, EXAMPLE.read_text("utf-8").splitlines())) <= 108
