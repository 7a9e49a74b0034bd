"""Kinds, catalogs and forges of other packages; most as the guide shows them."""

import json
import re
from pathlib import Path

import pytest

from relplan.documentation import find_page
from tests.cli.conftest import Ask
from tests.cli.shop import Answer, execute
from tests.packages import Packages, install, path_with
from tests.sources.git.git_repo import GitRepo

KINDS = "relplan.contract_kinds"
ORDERS = "orders\npaid\nsent\n"


def example(module: str) -> str:
    """Return the code of *module* as the guide shows it."""
    page = find_page("extending").text
    (code,) = re.findall(rf"```python\n# {module}\.py\n(.*?)```", page, re.DOTALL)
    return str(code)


class Team:
    """Two services, of which ``web`` uses what ``orders`` offers, and a folder of packages."""

    def __init__(self, folder: Path, packages: Path, ask: Ask) -> None:
        self.folder = folder / "team"
        self.packages = packages
        self._ask = ask
        self.orders = GitRepo(self.folder / "orders")
        self.orders.commit("Offer them", "api/orders.lines", ORDERS)
        self.orders.tag("v1.0.0")
        self.web = GitRepo(self.folder / "web")
        self.web.commit("Show them", "src/shop.py", 'show("orders:paid")\n')
        self.web.tag("v1.0.0")

    def relplan(self, *words: str) -> Answer:
        return self._ask(self.folder, *words)


@pytest.fixture
def team(tmp_path: Path, packages: Packages, ask_anew: Ask) -> Team:
    return Team(tmp_path, packages.folder, ask_anew)


def test_the_kind_of_the_guide_goes_all_the_way(team: Team) -> None:
    install(team.packages, "ourlines", example("ourlines"), KINDS, "lines = ourlines:LINES")
    answer = execute(team.folder, "init", PYTHONPATH=path_with(team.packages))  # the real program
    assert "  orders-lines  lines  orders  → web" in answer.out.splitlines()
    broken = team.orders.commit("Forget it", "api/orders.lines", "orders\nsent\n")
    assert team.relplan("scan").code == 0
    edges = json.loads(team.relplan("plan", "--json").out)["edges"]
    assert [(one["from"], one["to"], one["kind"]) for one in edges] == [
        (f"orders@{broken[:10]}", "missing:web/orders-lines", "breaks")
    ]
    seen = {(one["rule"], one["path"], one["text"]) for one in edges[0]["evidence"]}
    assert ("line-removed", "api/orders.lines", "paid is gone") in seen
    assert ("contract-use", "src/shop.py", 'show("orders:paid")') in seen
    assert "missing:web/orders-lines" in team.relplan("why", f"orders@{broken[:10]}").out
    backlog = team.relplan("export", "backlog", "--format", "markdown").out
    assert "Write the new lines of orders-lines (paid) below the old." in backlog
    (item,) = json.loads(team.relplan("export", "backlog", "--format", "json").out)["items"]
    assert item["effort_days"] == 1.0


def test_its_versions_are_compared_and_its_rules_are_explained(team: Team) -> None:
    install(team.packages, "ourlines", example("ourlines"), KINDS, "lines = ourlines:LINES")
    (team.folder / "a.lines").write_text(ORDERS)
    (team.folder / "b.lines").write_text("orders\nsent\n")
    answer = team.relplan("compare", "a.lines", "b.lines")
    assert (answer.code, answer.out.splitlines()[-1]) == (1, "lines: breaking, 1 finding")
    assert "line-removed" in team.relplan("rules", "--kind", "lines").out
    assert team.relplan("rules", "line-removed").out.startswith("line-removed: lines")


def test_without_its_package_the_kind_is_unknown_and_the_line_says_so(team: Team) -> None:
    (team.folder / "relplan.toml").write_text(
        '[workspace]\nname = "team"\n[services.orders]\nrepo = "orders"\n'
        '[contracts.orders-lines]\nkind = "lines"\nprovider = "orders"\n'
    )
    answer = team.relplan("scan")
    assert answer.code == 2
    assert "[contracts.orders-lines] kind: must be 'asyncapi', 'avro'" in answer.complaints[0]


@pytest.mark.parametrize(
    ("was", "is_", "why"),
    [
        ('return path.endswith(".lines")', "return path.nothing", "has no attribute 'nothing'"),
        ("name, *parts = content", "name, *parts = contents", "name 'contents' is not defined"),
        ('name="lines"', 'name="openapi"', "there is a kind 'openapi' already"),
        ('"ourlines:ANALYZER"', '"ourlines:ANALYSER"', "has no attribute 'ANALYSER'"),
        ("below the old.", "below {old}.", "expand cannot be filled in: KeyError('old')"),
        ("class Lines(Analyzer)", "raise SystemExit(3)\nclass Lines(Analyzer)", "SystemExit: 3"),
    ],
)
def test_a_kind_that_fails_is_one_line_and_stops_nothing(
    team: Team, was: str, is_: str, why: str
) -> None:
    code = example("ourlines")
    assert was in code
    install(team.packages, "ourlines", code.replace(was, is_), KINDS, "lines = ourlines:LINES")
    answer = team.relplan("init")
    assert answer.code == 0
    (line,) = [line for line in answer.complaints if line.startswith("note: ourlines 1.0: ")]
    assert why in line
    assert "2 services" in answer.out


def test_a_comparison_that_fails_is_unknown_never_clear(team: Team) -> None:
    code = example("ourlines").replace("Severity.BREAKING, part", "Severities, part")
    install(team.packages, "ourlines", code, KINDS, "lines = ourlines:LINES")
    (team.folder / "a.lines").write_text(ORDERS)
    (team.folder / "b.lines").write_text("orders\nsent\n")
    answer = team.relplan("compare", "a.lines", "b.lines")
    assert (answer.code, answer.out.splitlines()[-1]) == (2, "lines: unknown, 1 finding")
    assert "ourlines 1.0 failed on it" in answer.out


def test_plan_and_why_look_for_no_package(team: Team) -> None:
    install(team.packages, "ourlines", "raise SystemExit(3)\n", KINDS, "lines = ourlines:LINES")
    (team.folder / "relplan.toml").write_text(
        '[workspace]\nname = "team"\n[services.orders]\nrepo = "orders"\n'
        '[contracts.orders-api]\nkind = "openapi"\nprovider = "orders"\nfiles = ["api.yaml"]\n'
    )
    assert team.relplan("scan").code == 0
    for words in (("plan",), ("why", "orders@0"), ("questions",)):
        assert not any("ourlines" in line for line in team.relplan(*words).complaints)


def test_the_catalog_of_the_guide_names_services_and_teams(team: Team) -> None:
    group = "relplan.catalogs"
    install(team.packages, "ourcatalog", example("ourcatalog"), group, "a = ourcatalog:SERVICES")
    mono = GitRepo(team.folder / "mono")
    mono.write("shipping/main.py", "print()\n")
    mono.write("billing/main.py", "print()\n")
    teams = {"shipping": "wheels", "billing": "coins"}
    known = {name: {"folder": name, "team": team} for name, team in teams.items()}
    mono.commit("All", "services.json", json.dumps(known))
    assert team.relplan("init").code == 0
    written = (team.folder / "relplan.toml").read_text()
    assert "[services.shipping]" in written
    assert 'team = "wheels"' in written


def test_a_catalog_that_fails_is_one_line_and_stops_nothing(team: Team) -> None:
    group = "relplan.catalogs"
    install(team.packages, "ourcatalog", example("ourcatalog"), group, "a = ourcatalog:SERVICES")
    team.web.commit("All", "services.json", '{"shipping": {"file": "shipping"}}')
    answer = team.relplan("init")
    assert (answer.code, "2 services" in answer.out) == (0, True)
    (line,) = [line for line in answer.complaints if "ourcatalog" in line]
    assert "it failed on services.json (KeyError: 'folder')" in line


def test_the_forge_of_the_guide_says_what_is_ready(team: Team) -> None:
    install(
        team.packages, "ourforge", example("ourforge"), "relplan.forges", "ours = ourforge:OURS"
    )
    team.web.branch("more").commit("More")
    team.web.switch("main")
    now = ("--as-of", "2023-11-15T00:00:00")
    team.relplan(*now, "init")
    team.relplan(*now, "scan")
    printout = team.folder / "reviews.json"
    printout.write_text(
        json.dumps([{"accepted": True, "repo": "web", "branch": "more"}, {"accepted": False}])
    )
    answer = team.relplan(*now, "import", "reviews.json")
    assert any("entry 2 is no review: ourforge 1.0 failed" in one for one in answer.complaints)
    changes = json.loads(team.relplan(*now, "plan", "--json").out)["changes"]
    assert [(one["id"], one["state"]) for one in changes] == [("web:more", "ready")]
