"""`[descriptors.NAME]`: the contracts that such a table stands for."""

from pathlib import Path

import pytest

from relplan.model.contract_source import ContractSource
from relplan.model.descriptor import DescriptorShape, Ranges
from relplan.model.errors import WorkspaceError
from relplan.workspace import load

BEGIN = """\
[workspace]
name = "x"
[services.web]
repo = "web"
[services.stock]
repo = "shop"
path = "services/stock"
[descriptors.unit]
files = "unit.yaml"
provides = "offers[].{name: what, version: at}"
requires = "needs[].{name: what, versions: at}"
ranges = "semver"
"""


def sources(folder: Path, more: str = "") -> dict[str, ContractSource]:
    file = folder / "relplan.toml"
    file.write_text(BEGIN + more, "utf-8")
    loaded = load(file)
    assert [one.name for one in loaded.workspace.contracts] == [
        one.contract for one in loaded.contracts
    ]
    return {one.contract: one for one in loaded.contracts}


def test_each_service_may_have_such_files(tmp_path: Path) -> None:
    found = sources(tmp_path)
    assert list(found) == ["web-unit", "stock-unit"]
    stock = found["stock-unit"]
    assert (stock.kind, stock.provider, stock.files) == ("descriptor", "stock", ("unit.yaml",))
    assert stock.implied
    assert stock.shapes == (
        DescriptorShape(
            "unit",
            ("unit.yaml",),
            "offers[].{name: what, version: at}",
            "needs[].{name: what, versions: at}",
            Ranges.SEMVER,
            (".", "services/stock"),
        ),
    )


@pytest.mark.parametrize("name", ["stock-unit", "stock-of-ours"])
def test_one_that_is_written_out_stands_for_itself(tmp_path: Path, name: str) -> None:
    more = f'[contracts.{name}]\nkind = "descriptor"\nprovider = "stock"\nfiles = ["unit.yaml"]\n'
    found = sources(tmp_path, more)
    assert sorted(found) == sorted([name, "web-unit"])
    assert not found[name].implied
    assert found[name].shapes


def test_its_name_is_taken(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"\[gates.web-unit\] a contract of \[descriptors\]"):
        sources(tmp_path, '[gates.web-unit]\nkind = "joint"\n')


REQUIRES = """
[descriptors.page]
files = "package.json"
requires = "items(needs)[*].{name: [0], versions: [1]}"
ranges = "listed"
"""


def test_files_that_provide_nothing_stand_for_no_contract(tmp_path: Path) -> None:
    found = sources(tmp_path, REQUIRES)
    assert list(found) == ["web-unit", "stock-unit"]
    assert [shape.name for shape in found["web-unit"].shapes] == ["unit", "page"]


def test_files_that_neither_provide_nor_require_are_none(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"\[descriptors.page\] says neither what such files"):
        sources(tmp_path, '[descriptors.page]\nfiles = "a.json"\nranges = "listed"\n')
