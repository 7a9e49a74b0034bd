"""A monorepo from `init` to the plan."""

import json
from pathlib import Path

from tests.cli.conftest import Ask
from tests.sources.git.git_repo import GitRepo

PROTO = """\
syntax = "proto3";
package shop.orders.v1;
service Orders {
  rpc Find(Order) returns (Order);
}
message Order {
  int64 id = 1;
%s}
"""
API = """
[contracts.orders-api]
kind = "protobuf"
provider = "orders"
files = ["/protos/orders/*.proto"]
consumers = ["web"]
"""


def build(folder: Path) -> GitRepo:
    repo = GitRepo(folder / "shop")
    repo.write("Cargo.toml", '[workspace]\nmembers = ["services/*", "libs/*"]\n')
    repo.write("libs/money/Cargo.toml", '[package]\nname = "money"\n')
    repo.write("protos/orders/orders.proto", PROTO % "  string note = 2;\n")
    for name in ("admin", "orders", "web"):
        needs = '[dependencies]\nmoney = { path = "../../libs/money" }\n' if name != "admin" else ""
        repo.write(f"services/{name}/Cargo.toml", f'[package]\nname = "{name}"\n{needs}')
        repo.write(f"services/{name}/Dockerfile", "FROM scratch\n")
        repo.commit(f"Begin {name}", f"services/{name}/src/main.rs", "fn main() {}\n")
    return repo.tag("v1.0.0")


def test_from_init_to_the_plan(tmp_path: Path, ask: Ask) -> None:
    repo = build(tmp_path)
    assert ask(tmp_path, "init").code == 0
    toml = tmp_path / "relplan.toml"
    assert toml.read_text("utf-8").count("# built from libs/money, too") == 2
    toml.write_text(toml.read_text("utf-8") + API, "utf-8")

    both = repo.commit("CHK-1 Round down", "libs/money/src/lib.rs")[:10]
    breaks = repo.commit("Drop the note", "protos/orders/orders.proto", PROTO % "")[:10]
    repo.commit("Log", "libs/log/src/lib.rs")
    repo.commit("Say more", "README.md")
    answer = ask(tmp_path, "scan")
    assert answer.code == 0
    (note,) = (line for line in answer.complaints if "belongs to no service" in line)
    assert note.startswith("note: libs/log, which 1 pending change touches, belongs to no service")
    plan = json.loads(ask(tmp_path, "plan", "--json").out)
    changes = {change["id"]: change for change in plan["changes"]}
    assert changes.keys() == {f"orders@{both}", f"web@{both}", f"orders@{breaks}"}
    assert not any("CHK-1" in json.dumps(edge) for edge in plan["edges"])
    assert changes[f"orders@{both}"]["status"] == changes[f"web@{both}"]["status"] == "independent"
    assert changes[f"orders@{breaks}"]["blockers"] == ["missing:web/orders-api"]
