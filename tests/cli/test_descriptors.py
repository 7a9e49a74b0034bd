"""An organisation's own descriptor files, from `init` over `scan` to `why`, by the executable."""

import json
from pathlib import Path

from tests.cli.conftest import Ask
from tests.sources.git.git_repo import GitRepo

FILE = "deploy/unit.yaml"


def unit(provides: dict[str, str] | None = None, needs: dict[str, str] | None = None) -> str:
    text = "spec:\n"
    for key, listed in (("offers", provides), ("needs", needs)):
        if listed:
            text += f"  {key}:\n"
        for name, version in (listed or {}).items():
            text += f'    - name: {name}\n      version: "{version}"\n'
    return text


def system(folder: Path, **needs: str) -> GitRepo:
    """``stock`` provides an interface in 1.3.0, the others need it; all have released a v1."""
    stock = GitRepo(folder / "stock")
    stock.commit("Begin", FILE, unit({"stock": "1.3.0"}))
    stock.tag("v1")
    for name, version in needs.items():
        repo = GitRepo(folder / name)
        repo.commit("Begin", FILE, unit(needs={"stock": version}))
        repo.tag("v1")
    return stock


def test_from_init_to_why(tmp_path: Path, ask: Ask) -> None:
    stock = system(tmp_path, web="^1.2", mobile="^1.2 || ^2", old="<1.4")
    stock.branch("two").commit("Two", FILE, unit({"stock": "2.0.0"}))
    stock.switch("main")
    stock.branch("four").commit("Four", FILE, unit({"stock": "1.4.0"}))
    stock.switch("main")
    answer = ask(tmp_path, "init")
    assert "  [descriptors.unit]  deploy/unit.yaml  semver" in answer.out.splitlines()
    written = (tmp_path / "relplan.toml").read_text("utf-8")
    assert written.endswith(
        "# stock: deploy/unit.yaml:4 provides stock 1.3.0\n"
        "# mobile: deploy/unit.yaml:4 requires stock ^1.2 || ^2\n"
        "# old: deploy/unit.yaml:4 requires stock <1.4\n"
        "# web: deploy/unit.yaml:4 requires stock ^1.2\n"
        "[descriptors.unit]\n"
        'files = "deploy/unit.yaml"\n'
        'provides = "spec.offers[].{name: name, version: version}"\n'
        'requires = "spec.needs[].{name: name, versions: version}"\n'
        'ranges = "semver"\n'
    )
    now = ("--as-of", "2023-11-15T00:00:00")
    scanned = ask(tmp_path, *now, "scan")
    assert (scanned.code, "match nothing" in scanned.err) == (0, False)
    plan = json.loads(ask(tmp_path, *now, "plan", "--json").out)
    drawn = [(one["from"], one["to"]) for one in plan["edges"] if one["coupling"]]
    assert drawn == [
        ("stock:four", "missing:old/stock-unit"),
        ("stock:two", "missing:old/stock-unit"),
        ("stock:two", "missing:web/stock-unit"),
    ]
    why = ask(tmp_path, *now, "why", "stock:four").out
    assert "interface stock 1.4.0 is new, and old requires <1.4" in why
    assert "requires stock <1.4" in why
    assert ask(tmp_path, *now, "questions").out.count("stock") == 0


def test_what_is_not_certain_is_a_comment(tmp_path: Path, ask: Ask) -> None:
    system(tmp_path, web="1.2")
    answer = ask(tmp_path, "init")
    assert "[descriptors.unit]" not in answer.out
    assert "whether 1.2 means that version alone, or later ones, too" in answer.err
    file = tmp_path / "relplan.toml"
    text = file.read_text("utf-8")
    assert '\n# [descriptors.unit]\n# files = "deploy/unit.yaml"\n' in text
    assert ask(tmp_path, "scan").code == 0
    begin = text.index("# [descriptors.unit]")
    file.write_text(text[:begin] + text[begin:].replace("# ", ""), "utf-8")
    assert ask(tmp_path, "scan").code == 0


def test_a_manifest_that_maps_interfaces_is_who_breaks(tmp_path: Path, ask: Ask) -> None:
    def module(users: str) -> str:
        listed = [{"id": "users", "version": users}, {"id": "notes", "version": "4.1"}]
        return json.dumps({"id": "mod-users", "provides": listed})

    users = GitRepo(tmp_path / "mod-users")
    users.commit("Begin", "descriptors/ModuleDescriptor.json", module("16.5"))
    users.tag("v1")
    page = GitRepo(tmp_path / "ui")
    needs = {"users": "16.0", "notes": "4.0"}
    page.commit("Begin", "package.json", json.dumps({"name": "ui", "own": {"needs": needs}}))
    page.tag("v1")
    users.branch("next").commit("Next", "descriptors/ModuleDescriptor.json", module("17.0"))
    users.switch("main")
    ask(tmp_path, "init")
    written = (tmp_path / "relplan.toml").read_text("utf-8")
    assert written.endswith(
        '[descriptors.needs]\nfiles = "package.json"\n'
        'requires = "items(own.needs)[*].{name: [0], versions: [1]}"\nranges = "listed"\n'
    )
    now = ("--as-of", "2023-11-15T00:00:00")
    ask(tmp_path, *now, "scan")
    plan = json.loads(ask(tmp_path, *now, "plan", "--json").out)
    (drawn,) = [(one["from"], one["to"]) for one in plan["edges"] if one["coupling"]]
    assert drawn == ("mod-users:next", "missing:ui/mod-users-interfaces")
    assert "requires users 16.0" in ask(tmp_path, *now, "why", "mod-users:next").out
