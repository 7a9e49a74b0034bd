"""What the shipped recipes must be, as their READMEs say."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from relplan.app.beginning import begin
from relplan.examples import build, describe, names, reviewed
from relplan.model.edge import Cause, is_change
from relplan.model.plan import Status
from relplan.model.scenario import Mark
from relplan.model.snapshot import Snapshot
from tests.examples.reading import EFFECTS, git, planned, snapshot

VERSIONED, FLAGGED, WAIVED, SPLIT = Mark.VERSIONED, Mark.FLAGGED, Mark.WAIVED, Mark.SPLIT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: build(name, tmp_path_factory.mktemp(name)) for name in names()}


@pytest.fixture(scope="module")
def snapshots(built: dict[str, Path]) -> dict[str, Snapshot]:
    return {name: snapshot(folder, reviewed(name)) for name, folder in built.items()}


def test_there_are_three_and_each_says_what_it_is_about() -> None:
    assert names() == ("blog", "lockstep-7", "webshop")
    assert [describe(name).title for name in names()] == [
        "The blog",
        "Lock-step of seven",
        "The webshop",
    ]
    assert all(describe(name).name == name and describe(name).summary for name in names())


# changes, shippable now, blocked, batches, largest batch, waves
NUMBERS = [
    ("lockstep-7", {}, (7, 7, 0, 1, 7, 1)),
    ("lockstep-7", {"identity-api": VERSIONED}, (7, 7, 0, 4, 4, 2)),
    ("lockstep-7", {"ledger-api": VERSIONED}, (7, 7, 0, 4, 4, 2)),
    ("lockstep-7", {"identity-api": VERSIONED, "ledger-api": VERSIONED}, (7, 7, 0, 7, 1, 3)),
    ("blog", {}, (10, 0, 9, 2, 9, 1)),
    ("blog", {"BLOG-7": FLAGGED}, (10, 2, 7, 4, 7, 2)),
    ("blog", {"tuesday-release": SPLIT}, (10, 8, 1, 8, 3, 2)),
    ("blog", {"BLOG-7": FLAGGED, "tuesday-release": SPLIT}, (10, 8, 1, 10, 1, 2)),
    ("webshop", {}, (42, 27, 12, 28, 9, 3)),
    ("webshop", {"orders-api": VERSIONED}, (42, 27, 12, 29, 8, 3)),
    ("webshop", {"payments-api": VERSIONED}, (42, 27, 12, 34, 4, 4)),
    ("webshop", {"payments-api": VERSIONED, "orders-api": VERSIONED}, (42, 27, 12, 36, 4, 4)),
    (
        "webshop",
        {"payments-api": VERSIONED, "orders-api": VERSIONED, "mail-rehearsal": WAIVED},
        (42, 28, 11, 39, 3, 4),
    ),
    (
        "webshop",
        {
            "payments-api": VERSIONED,
            "orders-api": VERSIONED,
            "mail-rehearsal": WAIVED,
            "SHOP-350": FLAGGED,
        },
        (42, 28, 11, 41, 2, 4),
    ),
    (
        "webshop",
        {
            "payments-api": VERSIONED,
            "orders-api": VERSIONED,
            "mail-rehearsal": WAIVED,
            "SHOP-350": FLAGGED,
            "shipping-api": VERSIONED,
        },
        (42, 28, 11, 42, 1, 4),
    ),
    ("webshop", {"mail-rehearsal": WAIVED, "privacy": WAIVED}, (42, 31, 7, 31, 9, 3)),
]


@pytest.mark.parametrize(("name", "marks", "expected"), NUMBERS)
def test_the_plan_has_the_numbers_of_the_readme(
    snapshots: dict[str, Snapshot],
    name: str,
    marks: dict[str, Mark],
    expected: tuple[int, ...],
) -> None:
    numbers = planned(snapshots[name], marks).numbers
    assert (
        numbers.changes,
        numbers.shippable_now,
        numbers.blocked,
        numbers.batches,
        numbers.largest_batch,
        numbers.waves,
    ) == expected


@pytest.mark.parametrize("name", names())
def test_units_are_those_that_init_finds(tmp_path: Path, name: str) -> None:
    file = build(name, tmp_path) / "relplan.toml"
    written = tomllib.loads(file.read_text()).get("units", {})
    file.unlink()
    begin(tmp_path, 0, lambda _repository, _step: None)
    assert written == tomllib.loads(file.read_text()).get("units", {})


def test_the_blogs_web_and_api_are_deployed_by_one_job(built: dict[str, Path]) -> None:
    document = tomllib.loads((built["blog"] / "relplan.toml").read_text())
    unit = document["units"]["tuesday-release"]
    assert unit["detected_services"] == ["api", "web"]
    assert [(seen["repo"], seen["path"], seen["line"]) for seen in unit["seen"]] == [
        ("web", ".github/workflows/deploy.yml", 15),
        ("web", ".github/workflows/deploy.yml", 16),
    ]


@pytest.mark.parametrize("name", ["lockstep-7", "webshop"])
def test_what_deploys_one_service_at_a_time_is_no_unit(name: str, tmp_path: Path) -> None:
    place = build(name, tmp_path)
    pipeline = git(place / "delivery", "show", "main:.github/workflows/deploy.yml")
    assert "helm upgrade" in pipeline
    (place / "relplan.toml").unlink()
    begin(place, 0, lambda _repository, _step: None)
    assert "units" not in tomllib.loads((place / "relplan.toml").read_text())


def test_the_webshop_has_every_status(snapshots: dict[str, Snapshot]) -> None:
    plan = planned(snapshots["webshop"], {})
    assert Counter(plan.status(change) for change in plan.changes) == {
        Status.INDEPENDENT: 6,
        Status.ORDERED: 9,
        Status.LOCKSTEP: 12,
        Status.UNCERTAIN: 1,
        Status.UNFINISHED: 2,
        Status.BLOCKED: 12,
    }
    assert plan.notices == ()


def test_the_webshop_has_every_cause(snapshots: dict[str, Snapshot]) -> None:
    plan = planned(snapshots["webshop"], {})
    causes = {cause for batch in plan.batches for cause in plan.links(batch).causes}
    assert causes == set(Cause)


def test_the_parcels_wait_for_a_migration_an_endpoint_and_a_page(
    snapshots: dict[str, Snapshot],
) -> None:
    plan = planned(snapshots["webshop"], {})
    assert {"orders:ORD-320-parcels-table", "catalog:CAT-71-weights"} < set(
        plan.needs("shipping:SHIP-95-split-parcels")
    )
    assert plan.batch_of["shipping:SHIP-95-split-parcels"].changes == (
        "shipping:SHIP-95-split-parcels",
        "web:WEB-235-parcel-tracking",
    )


def test_one_adaptation_of_the_webshop_is_missing(snapshots: dict[str, Snapshot]) -> None:
    plan = planned(snapshots["webshop"], {})
    needs = plan.needs("orders:ORD-318-drop-status-text")
    assert [node for node in needs if not is_change(node)] == ["missing:notifications/order-events"]


def test_without_its_reviews_less_of_the_webshop_is_shippable(built: dict[str, Path]) -> None:
    numbers = planned(snapshot(built["webshop"], ()), {}).numbers
    assert (numbers.shippable_now, numbers.blocked) == (20, 17)


@pytest.mark.parametrize("name", names())
def test_reviewed_are_open_changes(snapshots: dict[str, Snapshot], name: str) -> None:
    opened = {change.id for change in snapshots[name].changes if not change.merged}
    assert set(reviewed(name)) <= opened


@pytest.mark.parametrize("name", names())
def test_every_contract_has_its_files_in_production(built: dict[str, Path], name: str) -> None:
    document = tomllib.loads((built[name] / "relplan.toml").read_text())
    for contract in document["contracts"].values():
        repository = built[name] / contract["provider"]
        release = git(repository, "describe", "--tags", "--abbrev=0", "main")
        pathspecs = [f":(glob){pattern}" for pattern in contract["files"]]
        assert git(repository, "log", "--format=%H", release, "--", *pathspecs)


@pytest.mark.parametrize("name", names())
def test_a_contract_file_changes_where_a_trailer_says_so_and_nowhere_else(
    built: dict[str, Path], name: str
) -> None:
    document = tomllib.loads((built[name] / "relplan.toml").read_text())
    for contract_name, contract in document["contracts"].items():
        repository = built[name] / contract["provider"]
        release = git(repository, "describe", "--tags", "--abbrev=0", "main")
        pathspecs = [f":(glob){pattern}" for pattern in contract["files"]]
        pending = ("--all", f"^{release}", "--no-merges", "--format=%H")
        touched = git(repository, "log", *pending, "--", *pathspecs).split()
        said = [
            commit
            for commit in git(repository, "log", *pending).split()
            if {f"Breaks: {contract_name}", f"Extends: {contract_name}"}
            & set(git(repository, "show", "-s", "--format=%B", commit).splitlines())
        ]
        # A squash leaves its branch's commits behind, but no ref that leads to them.
        assert sorted(touched) == sorted(said)


@pytest.mark.parametrize("name", names())
def test_the_pending_commits_have_no_trailer_that_relplan_does_not_know(
    built: dict[str, Path], name: str
) -> None:
    known = {*EFFECTS, "Depends-On", "Flag"}
    for repository in sorted(path for path in built[name].iterdir() if path.is_dir()):
        form = "%(trailers:only,unfold)"
        trailers = git(repository, "log", "--all", f"--format={form}").splitlines()
        assert {line.partition(":")[0] for line in trailers if line} <= known


def test_json_contracts_are_json_in_every_version(built: dict[str, Path]) -> None:
    for repository, path in (
        ("catalog", "feed/product.schema.json"),
        ("orders", "events/order.avsc"),
    ):
        where = built["webshop"] / repository
        commits = git(where, "log", "--all", "--format=%H").split()
        assert all(json.loads(git(where, "show", f"{commit}:{path}")) for commit in commits)


def test_the_webshops_web_has_a_branch_on_the_remote_only(built: dict[str, Path]) -> None:
    refs = git(built["webshop"] / "web", "for-each-ref", "--format=%(refname)").split()
    assert "refs/remotes/origin/WEB-244-focus-ring" in refs
    assert "refs/heads/WEB-244-focus-ring" not in refs
    assert git(built["webshop"] / "web", "symbolic-ref", "refs/remotes/origin/HEAD") == (
        "refs/remotes/origin/main"
    )


def test_the_webshops_branch_of_the_backfill_is_stacked_on_the_migration(
    built: dict[str, Path],
) -> None:
    orders = built["webshop"] / "orders"
    below = git(orders, "rev-parse", "ORD-321-backfill-parcels~1")
    assert below == git(orders, "rev-parse", "ORD-320-parcels-table")


def test_the_webshop_has_a_merge_and_a_squash_in_its_history(built: dict[str, Path]) -> None:
    payments, orders = built["webshop"] / "payments", built["webshop"] / "orders"
    assert git(payments, "log", "--merges", "--format=%s", "v3.4.0..main") == (
        "Merge pull request #204: amounts with their currency"
    )
    assert git(orders, "log", "--merges", "--format=%s", "v2.8.0..main") == ""
    assert "Pay in the currency of the order" in git(orders, "log", "--format=%s", "main")
