"""Units and gates as relplan.toml has them."""

import re
from pathlib import Path

import pytest

from relplan.model.errors import WorkspaceError
from relplan.model.evidence import Evidence
from relplan.model.workspace import Unit
from relplan.workspace import load

SHOP = """
[workspace]
name = "shop"
[services.web]
repo = "front"
[services.orders]
repo = "orders"
[environments.staging]
"""


def written(folder: Path, tables: str) -> Path:
    file = folder / "relplan.toml"
    file.write_text(SHOP + tables, "utf-8")
    return file


def test_a_unit_with_the_line_that_shows_it(tmp_path: Path) -> None:
    seen = '{ repo = "front", path = "deploy.yml", line = 31, text = "make release" }'
    table = f'detected_services = ["web", "orders"]\nenvironments = ["staging"]\nseen = [{seen}]'
    (unit,) = load(written(tmp_path, f"[units.store]\n{table}\n")).workspace.units
    place = Evidence("unit-file", "make release", "web", path="deploy.yml", line=31)
    assert unit == Unit("store", (), ("web", "orders"), (), (place,), ("staging",))


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ('[units.x]\nservices = ["web"]', "names fewer than two services, so it ties nothing"),
        ('[units.x]\nservices = ["web", "order"]', "is called 'order'; did you mean 'orders'?"),
        ('[units.x]\nservice = ["web", "orders"]', "unknown key 'service'; did you mean"),
        (
            '[units.x]\nservices = ["web", "orders"]\n[gates.x]\nkind = "joint"',
            "another coupling has this name",
        ),
        (
            '[units.x]\nservices = ["web", "orders"]\nenvironments = ["stagin"]',
            "environments: none is called 'stagin'; did you mean 'staging'?",
        ),
        (
            '[gates.x]\nkind = "joint"\nenvironments = ["prod"]',
            "environments: none is called 'prod'; add [environments.prod]",
        ),
    ],
)
def test_what_is_wrong(tmp_path: Path, tables: str, said: str) -> None:
    with pytest.raises(WorkspaceError, match=re.escape(said)):
        load(written(tmp_path, f"{tables}\n"))
