"""What runs where: deployment files, environments, and what is pending in each."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ask
from tests.cli.shop import Shop
from tests.sources.git.git_repo import GitRepo
from tests.workspaces import copied, packed

SETTINGS = """\
[workspace]
name = "shop"
stale_after_days = 0

[services.orders]
repo = "orders"

[services.web]
repo = "web"
"""
DEPLOYED = """
[[deployments]]
repo = "gitops"
files = ["{files}"]
environment = "{environment}"
"""


def kustomization(**versions: str) -> str:
    images = "".join(f"- {{name: acme/{name}, newTag: {tag}}}\n" for name, tag in versions.items())
    return f"kind: Kustomization\nimages:\n{images}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two services with five releases each, and a repository that deploys them."""
    folder = tmp_path_factory.mktemp("deployed") / "shop"
    for name in ("orders", "web"):
        repo = GitRepo(folder / name)
        for number in range(1, 6):
            repo.commit(f"Release {number}")
            repo.tag(f"v1.{number}.0")
        repo.commit("Newest")
    gitops = GitRepo(folder / "gitops")
    gitops.write("envs/staging/kustomization.yaml", kustomization(orders="v1.4.0"))
    gitops.write("envs/old/kustomization.yaml", kustomization(orders="v1.1.0", web="v1.1.0"))
    gitops.commit("Deploy", "envs/prod/kustomization.yaml", kustomization(orders="v1.2.0"))
    (folder / "relplan.toml").write_text(SETTINGS, "utf-8")
    return packed(folder)


@pytest.fixture
def shop(built: Path, tmp_path: Path, ask: Ask) -> Shop:
    return Shop(copied(built, tmp_path / "shop"), ask)


def plan(shop: Shop, environment: str = "production") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        shop.done("--environment", environment, "plan", "--all", "--json")
    )
    assert found["environment"] == environment
    return found


def runs(shop: Shop, environment: str = "production") -> dict[str, str]:
    production = plan(shop, environment)["production"]
    return {one["service"]: f"{one['revision']} {one['by']}" for one in production}


def titles(shop: Shop, service: str, environment: str = "production") -> list[str]:
    changes = [one for one in plan(shop, environment)["changes"] if one["service"] == service]
    return sorted(change["title"] for change in changes)


def notices(shop: Shop, *words: str) -> list[str]:
    found = json.loads(shop.done(*words, "scan", "--full", "--json"))["notices"]
    return [notice["text"] for notice in found]


def asked(shop: Shop, environment: str) -> list[str]:
    found = json.loads(shop.done("--environment", environment, "questions", "--json"))
    return [question["text"] for question in found["questions"]]


def deployed(shop: Shop, environment: str = "production", files: str = "") -> Shop:
    named = files or f"envs/{environment.replace('production', 'prod')}/*.yaml"
    return shop.add(DEPLOYED.format(files=named, environment=environment))


def test_a_file_outweighs_the_release_tag_and_relplan_toml_outweighs_it(shop: Shop) -> None:
    deployed(shop)
    shop.done("scan")
    assert runs(shop) == {"orders": "v1.2.0 deployment-file", "web": "v1.5.0 release-tag"}
    assert titles(shop, "orders") == ["Newest", "Release 3", "Release 4", "Release 5"]
    (evidence,) = plan(shop)["production"][0]["evidence"]
    assert (evidence["repository"], evidence["path"], evidence["line"]) == (
        "gitops", "envs/prod/kustomization.yaml", 3,
    )  # fmt: skip
    shown = shop.done("plan")
    assert "production: orders runs v1.2.0, by deployment file gitops" in shown
    shop.settings('repo = "orders"\n', 'repo = "orders"\ndeployed = "v1.3.0"\n')
    shop.done("scan")
    assert runs(shop)["orders"] == "v1.3.0 deployed"
    assert titles(shop, "orders") == ["Newest", "Release 4", "Release 5"]


def test_only_what_is_committed_counts_and_a_deployment_is_seen_by_the_next_scan(
    shop: Shop,
) -> None:
    deployed(shop)
    shop.done("scan")
    gitops = shop.repo("gitops")
    gitops.write("envs/prod/kustomization.yaml", kustomization(orders="v1.5.0"))
    shop.done("scan")
    assert runs(shop)["orders"] == "v1.2.0 deployment-file"
    gitops.commit("Deploy", "envs/prod/kustomization.yaml", kustomization(orders="v1.5.0"))
    report = json.loads(shop.done("scan", "--json"))
    assert [Path(path).name for path in report["read"]] == ["orders"]
    assert titles(shop, "orders") == ["Newest"]
    assert json.loads(shop.done("scan", "--json"))["read"] == []
    assert runs(shop)["orders"] == "v1.5.0 deployment-file"


def test_every_environment_has_its_own_plan_after_one_scan(shop: Shop) -> None:
    deployed(deployed(deployed(shop), "staging"), "old")
    shop.done("scan")
    assert titles(shop, "orders", "staging") == ["Newest", "Release 5"]
    assert titles(shop, "orders") == ["Newest", "Release 3", "Release 4", "Release 5"]
    assert len(titles(shop, "orders", "old")) == len(titles(shop, "web", "old")) == 5
    assert titles(shop, "web") == ["Newest"]
    assert runs(shop, "old") == dict.fromkeys(("orders", "web"), "v1.1.0 deployment-file")
    before = shop.done("plan", "--json")
    shop.done("--environment", "old", "scan")
    assert shop.done("plan", "--json") == before
    assert "shop, staging, scenario main" in shop.done("--environment", "staging", "plan")
    (orders,) = (c["id"] for c in plan(shop, "staging")["changes"] if c["title"] == "Release 5")
    assert shop.relplan("--environment", "staging", "check", orders).code == 0


def test_elsewhere_a_release_tag_tells_nothing_so_main_is_taken_and_said(shop: Shop) -> None:
    deployed(shop, "staging")
    assert notices(shop, "--environment", "staging") == []
    assert asked(shop, "staging") == ["Does web run its main in staging?"]
    assert runs(shop, "staging") == {"orders": "v1.4.0 deployment-file", "web": "main main"}
    assert titles(shop, "web", "staging") == []
    assert notices(shop) == []
    shop.add('[environments.staging]\ndeployed = { web = "v1.3.0" }')
    shop.done("scan")
    assert asked(shop, "staging") == []
    assert titles(shop, "web", "staging") == ["Newest", "Release 4", "Release 5"]


def test_what_an_environment_has_a_dependency_may_ask_for(shop: Shop) -> None:
    deployed(deployed(shop), "staging")
    released = shop.repo("orders").git("rev-parse", "v1.3.0")
    shop.repo("web").commit(f"Use it\n\nDepends-On: orders@{released[:12]}")
    shop.done("scan")
    assert any(f"orders@{released[:10]}" in c["needs"] for c in plan(shop)["changes"])
    assert not [c for c in plan(shop, "staging")["changes"] if c["status"] == "blocked"]


def test_names_of_environments_are_checked(shop: Shop) -> None:
    deployed(shop, "staging")
    answer = shop.relplan("--environment", "stagin", "plan")
    assert answer.code == 2
    assert "has no environment 'stagin'; did you mean 'staging'?" in answer.err
    shop.done("scan")
    shop.add('[environments.qa]\ndeployed = { web = "v1.3.0" }')
    answer = shop.relplan("--environment", "qa", "plan")
    assert (answer.code, answer.complaints) == (
        2, ["what qa runs has not been read yet; run `relplan scan`"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("latest", "is not known from 'acme/orders: newTag latest': it moves"),
        ("v7", "no tag or commit is called so"),
        ("v1.2.0}\n- {name: acme/web-app, newTag: v1.1.0", "acme/web-app is not called as web is"),
        ("v1.2.0}\n- {name: other/orders, newTag: v1.1.0", "is said to run v1.2.0, v1.1.0; v1.1.0"),
        ("v1.2.0}\n: {", "does not say all that runs in production: not valid YAML"),
    ],
)
def test_what_a_file_leaves_open_is_said(shop: Shop, text: str, said: str) -> None:
    shop.repo("gitops").commit("x", "envs/prod/kustomization.yaml", kustomization(orders=text))
    (notice,) = notices(deployed(shop))
    assert said in notice


def test_of_two_that_disagree_the_one_that_both_contain_runs_everywhere(shop: Shop) -> None:
    gitops = shop.repo("gitops")
    gitops.commit("x", "envs/prod/us/kustomization.yaml", kustomization(orders="v1.4.0"))
    shop.repo("orders").branch("line", "v1.1.0").commit("Elsewhere")
    shop.repo("orders").tag("v1.1.1").switch("main")
    deployed(shop, files="envs/prod/**/*.yaml")
    (notice,) = notices(shop)
    assert "is said to run v1.2.0, v1.4.0; v1.2.0, which all contain, is taken" in notice
    assert runs(shop)["orders"] == "v1.2.0 deployment-file"
    gitops.commit("x", "envs/prod/us/kustomization.yaml", kustomization(orders="v1.1.1"))
    torn, passed_over = notices(shop)
    assert "none of them contains the others, so none is taken" in torn
    assert "v1.5.0 is taken for production, and not v1.1.1" in passed_over
    assert runs(shop)["orders"] == "v1.5.0 release-tag"


def test_a_hotfix_off_main_runs_and_what_main_has_beside_it_is_pending(shop: Shop) -> None:
    shop.repo("orders").branch("fix", "v1.4.0").commit("Fix")
    shop.repo("orders").tag("v1.4.1").switch("main")
    text = kustomization(orders="1.4.1")
    shop.repo("gitops").commit("x", "envs/prod/kustomization.yaml", text)
    assert notices(deployed(shop)) == []
    assert titles(shop, "orders") == ["Newest", "Release 5"]


def test_two_services_of_one_repository_run_in_their_own_versions(shop: Shop) -> None:
    shop.settings('repo = "web"', 'repo = "orders"\npath = "web"\nrelease_tag = "web-v*"')
    repo = shop.repo("orders")
    repo.commit("Web 1", "web/a", "1")
    repo.tag("web-v1.0.0").commit("Web 2", "web/a", "2")
    repo.git("switch", "-q", "main")
    text = kustomization(orders="v1.4.0", web="1.0.0")
    shop.repo("gitops").commit("x", "envs/prod/kustomization.yaml", text)
    assert notices(deployed(shop)) == []
    assert runs(shop)["web"] == "1.0.0 deployment-file"
    assert titles(shop, "web") == ["Web 2"]
    assert "Release 5" in titles(shop, "orders")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('repo = "nowhere"\nfiles = ["*"]', "nowhere has no main branch that can be read"),
        ('repo = "gitops"\nfiles = ["x/*"]', "no file of gitops is x/*"),
    ],
)
def test_a_table_that_leads_nowhere_stops_nothing(shop: Shop, table: str, said: str) -> None:
    shop.add(f"[[deployments]]\n{table}")
    (notice,) = notices(shop)
    assert said in notice
    assert runs(shop)["orders"] == "v1.5.0 release-tag"


def test_a_revision_that_is_none_is_said_with_its_table(shop: Shop) -> None:
    shop.add('[environments.staging]\ndeployed = { web = "v9", orders = "v1.3.0" }')
    (said,) = notices(shop, "--environment", "staging")
    assert "[environments.staging] web: 'v9' is no revision of" in said
    assert asked(shop, "staging") == ["Does web run its main in staging?"]
    assert len(titles(shop, "orders", "staging")) == 3


def test_init_finds_the_files_and_makes_no_service_of_what_only_deploys(shop: Shop) -> None:
    shop.toml.unlink()
    gitops = shop.repo("gitops")
    gitops.commit(
        "x",
        "k8s/web.yaml",
        "kind: Pod\napiVersion: v1\nspec: {containers: [{image: acme/web:v1.2.0}]}\n",
    )
    out = shop.done("init")
    assert "  production  orders  v1.2.0  gitops envs/prod/kustomization.yaml:3" in out
    assert "2 services" in out
    written = shop.toml.read_text("utf-8")
    assert (
        "# production orders: envs/prod/kustomization.yaml:3 acme/orders: newTag v1.2.0" in written
    )
    assert (
        'files = [\n    "envs/prod/kustomization.yaml",\n]\nenvironment = "production"' in written
    )
    assert 'environment = "staging"' in written
    shop.done("scan")
    assert runs(shop)["orders"] == "v1.2.0 deployment-file"
    shop.toml.unlink()
    text = kustomization(**{"web-app": "v1.1.0"})
    gitops.commit("x", "envs/prod/web/kustomization.yaml", text)
    found = json.loads(shop.done("init", "--json"))
    assert [table["environment"] for table in found["deployments"]] == ["production", "staging"]
    assert [(note["path"], "web-app" in note["text"]) for note in found["notes"]] == [
        ("envs/prod/web/kustomization.yaml", True),
        ("envs/old/kustomization.yaml", False),
    ]


def test_values_that_a_chart_is_only_tried_with_say_nothing_of_what_runs(shop: Shop) -> None:
    shop.toml.unlink()
    gitops = shop.repo("gitops")
    values = "image:\n  repository: acme/orders\n  tag: v1.0.0\n"
    gitops.write("prod/helm/orders/ci/values.yaml", values)
    gitops.commit("Try the chart")

    def files() -> list[str]:
        found = json.loads(shop.done("init", "--json"))
        shop.toml.unlink()
        return [file for table in found["deployments"] for file in table["files"]]

    assert [file for file in files() if "/ci/" in file] == ["prod/helm/*/ci/values.yaml"]
    gitops.write("prod/helm/orders/Chart.yaml", "name: orders\n")
    gitops.commit("It is a chart")
    assert [file for file in files() if "/ci/" in file] == []


def test_init_says_once_what_many_files_leave_open_and_looks_through_large_repositories(
    shop: Shop,
) -> None:
    shop.toml.unlink()
    gitops = shop.repo("gitops")
    generated = (
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n"
        "spec: {generators: [{merge: {}}],"
        " template: {spec: {source: {repoURL: x, targetRevision: v1}}}}\n"
    )
    for number in range(3_000):
        gitops.write(f"envs/charts/{number}.yaml", "image: acme/nothing-of-ours:1\n")
    for name in ("a", "b", "c"):
        gitops.write(f"apps/{name}.yaml", generated)
    gitops.commit("Add what is large")
    found = json.loads(shop.done("init", "--json"))
    unclear = [note["text"] for note in found["notes"] if "generator" in note["text"]]
    what = "an ApplicationSet's generator 'merge' cannot be worked out from its file"
    assert unclear == [f"{what}, and so in 2 more files"]
    assert found["deployments"][0]["environment"] == "production"
