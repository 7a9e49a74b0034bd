"""On which line of relplan.toml something stands."""

from pathlib import Path

from relplan.workspace import load
from relplan.workspace.places import lines_of

TEXT = """[workspace]
name = "shop"

[services.orders]
repo = "orders"
deployed = "v1"  # as ops says

[services."web.shop"]
repo = "web"
lines = ["release/*"]
deployed = 'v2'

[services]
pay.repo = "pay"
pay.deployed = "v3"

[services.mail]
repo = "mail"
"""


def test_each_value_has_its_line() -> None:
    assert lines_of(TEXT, "services", "deployed") == {"orders": 6, "web.shop": 11, "pay": 15}
    assert lines_of("deployed = [\n[x]\n===", "services", "deployed") == {}


def test_what_is_deployed_keeps_its_line(tmp_path: Path) -> None:
    file = tmp_path / "relplan.toml"
    file.write_text(TEXT.replace("[services]\n", "[services.pay]\n").replace("pay.", ""), "utf-8")
    roots = {root.service: root for root in load(file).roots}
    assert {name: root.deployed_line for name, root in roots.items()} == {
        "orders": 6, "web.shop": 11, "pay": 15, "mail": 0,
    }  # fmt: skip
    assert roots["web.shop"].lines == ("release/*",)
