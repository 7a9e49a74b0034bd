"""Which services of a monorepo a change belongs to."""

from pathlib import Path

import pytest

from relplan.model.scan import RepositoryScan, ServiceRoot
from tests.sources.git.git_repo import GitRepo, root_of, scan, titles

MONEY = '{"name": "@shop/money", "version": "1.0.0"}'
NEEDS = '{"name": "%s", "dependencies": {"@shop/money": "*"}}'


@pytest.fixture
def shop(tmp_path: Path) -> GitRepo:
    """Return a workspace of npm: orders and web are built from libs/money, admin is not."""
    repo = GitRepo(tmp_path / "shop")
    repo.write("package.json", '{"workspaces": ["services/*", "libs/*"]}')
    repo.write("package-lock.json", "1")
    repo.write("libs/money/package.json", MONEY)
    repo.write("services/admin/package.json", '{"name": "admin"}')
    repo.write("services/orders/package.json", NEEDS % "orders")
    repo.write("services/web/package.json", NEEDS % "web")
    repo.commit("Begin", "libs/log/log.txt", "1")
    return repo.tag("v1")


def roots(repo: GitRepo, **inputs: tuple[str, ...]) -> list[ServiceRoot]:
    return [
        ServiceRoot(name, str(repo.path), f"services/{name}", inputs=inputs.get(name, ()))
        for name in ("admin", "orders", "web")
    ]


def merged(found: RepositoryScan) -> dict[str, list[str]]:
    return {service.record.service: titles(service.merged) for service in found.services}


def notes(found: RepositoryScan) -> list[str]:
    return [notice.text for service in found.services for notice in service.notices]


def test_a_change_of_a_library_belongs_to_all_that_are_built_from_it(shop: GitRepo) -> None:
    commit = shop.commit("Round down", "libs/money/round.js")
    found = scan(*roots(shop))
    assert merged(found) == {"admin": [], "orders": ["Round down"], "web": ["Round down"]}
    changes = [change for service in found.services for change in service.merged]
    assert [change.id for change in changes] == [f"orders@{commit[:10]}", f"web@{commit[:10]}"]
    assert notes(found) == []


def test_the_lock_file_is_everybodys_unless_the_change_says_whose(shop: GitRepo) -> None:
    shop.commit("Bump", "package-lock.json", "2")
    shop.write("package-lock.json", "3")
    shop.commit("Add a dependency", "services/web/package.json", NEEDS % "web" + " ")
    shop.write("package-lock.json", "4")
    shop.commit("Mend a library", "libs/money/package.json", MONEY + " ")
    assert merged(scan(*roots(shop))) == {
        "admin": ["Bump"],
        "orders": ["Bump", "Mend a library"],
        "web": ["Bump", "Add a dependency", "Mend a library"],
    }


def test_declared_inputs_add_and_take_back(shop: GitRepo) -> None:
    shop.commit("Log", "libs/log/log.txt")
    shop.commit("Bump", "package-lock.json", "2")
    shop.commit("Round", "libs/money/round.js")
    declared = roots(shop, admin=("libs/log", "!package-lock.json"), web=("!libs/money",))
    assert merged(scan(*declared)) == {
        "admin": ["Log"],
        "orders": ["Bump", "Round"],
        "web": ["Bump"],
    }


def test_an_input_that_is_not_there_is_said(shop: GitRepo) -> None:
    declared = roots(shop, web=("lib/money", "libs/money/", "!nothing", "gone/**/x"))
    (note,) = notes(scan(*declared))
    assert note.startswith(f"web: {shop.path} has no 'lib/money', which its `inputs` name; if it")


def test_inputs_may_be_files_and_globs(shop: GitRepo) -> None:
    shop.commit("A", "protos/admin/a.proto")
    shop.commit("B", "protos/web.proto")
    shop.commit("C", "libs/log/inner/c.js")
    files = ("/protos/**/a*.proto",)
    declared = roots(shop, admin=files, web=("protos/web.proto",), orders=("./libs/*",))
    assert merged(scan(*declared)) == {"admin": ["A"], "web": ["B"], "orders": ["C"]}


def test_an_open_branch_belongs_likewise(shop: GitRepo) -> None:
    shop.branch("topic").commit("Round", "libs/money/round.js")
    shop.switch("main")
    opened = [titles(service.open) for service in scan(*roots(shop)).services]
    assert opened == [[], ["Round"], ["Round"]]


def test_a_merge_belongs_to_what_it_brought(shop: GitRepo) -> None:
    shop.branch("topic").commit("Round", "libs/money/round.js")
    shop.switch("main").commit("Admin", "services/admin/a.js")
    shop.merge("topic", message="Merge it")
    assert merged(scan(*roots(shop))) == {
        "admin": ["Admin"], "orders": ["Merge it"], "web": ["Merge it"],
    }  # fmt: skip


def test_what_is_all_of_the_repository_has_all_changes(shop: GitRepo) -> None:
    shop.commit("Log", "libs/log/log.txt")
    found = scan(root_of(shop, "all"), *roots(shop))
    assert merged(found)["all"] == ["Log"]
    assert notes(found) == []


def test_another_build_file_lets_all_be_read_anew(shop: GitRepo) -> None:
    shop.commit("Round", "libs/money/round.js")
    last = scan(*roots(shop))
    shop.commit("Web needs none", "services/web/package.json", '{"name": "web"}')
    found = scan(*roots(shop), last=last)
    assert [service.appended for service in found.services] == [True, True, False]
    assert merged(found)["web"] == ["Web needs none"]
    again = scan(*roots(shop), last=found)
    assert again.unchanged


def test_a_folder_that_nobody_claims_is_named_once(shop: GitRepo) -> None:
    for number in range(3):
        shop.commit(f"Log {number}", f"libs/log/deep/{number}.js")
    shop.commit("Both", "libs/money/x.js")
    shop.write("stray/x.js", "").commit("Stray", "libs/log/b.js")
    for path in ("README.md", "docs/x.js", ".github/ci.yml", "Makefile", "libs/log/notes.md",
                 "libs/log/__tests__/x.js", "e2e/x.js"):  # fmt: skip
        shop.commit(path, path)
    shop.branch("topic").commit("Open", "libs/log/c.js")
    shop.switch("main")
    last = scan(*roots(shop))
    first, second = notes(last)
    assert first == (
        "libs/log, which 5 pending changes touch, belongs to no service; add it to the `inputs` of"
        ' those that are built from it: inputs = ["libs/log"]'
    )
    assert second.startswith("stray, which 1 pending change touches, ")
    shop.commit("More", "libs/log/d.js")
    assert notes(scan(*roots(shop), last=last))[0].startswith("libs/log, which 6 pending changes")
    assert notes(scan(*roots(shop, web=("libs/log", "stray")))) == []


def test_only_the_most_touched_folders_are_named(shop: GitRepo) -> None:
    for number in range(11):
        shop.write(f"lib{number}/x.js", "")
    shop.commit("All")
    found = notes(scan(*roots(shop)))
    assert len(found) == 9
    assert found[-1] == "3 more folders that pending changes touch belong to no service, either"


def test_programs_of_one_go_module(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "shop")
    repo.write("go.mod", "module example.org/shop\n")
    repo.write("cmd/orders/main.go", 'package main\n\nimport "example.org/shop/pkg/money"\n')
    repo.write("cmd/web/main.go", "package main\n")
    repo.write("pkg/money/inner/x.go", "package inner\n")
    repo.write("vendor/example.org/x.go", 'import "example.org/shop/cmd/web"\n')
    repo.commit("Begin", "pkg/money/money.go", "package money\n")
    repo.tag("v1")
    repo.commit("Money", "pkg/money/money.go")
    repo.commit("Inner", "pkg/money/inner/x.go")
    repo.commit("Bump", "go.mod", "module example.org/shop\n\n")
    services = [ServiceRoot(name, str(repo.path), f"cmd/{name}") for name in ("orders", "web")]
    found = scan(*services)
    assert merged(found) == {"orders": ["Money", "Bump"], "web": ["Bump"]}
    assert notes(found)[0].startswith("pkg/money/inner, which 1 pending change touches, ")


def test_a_bad_build_file_is_said_in_one_line(shop: GitRepo) -> None:
    shop.commit("Break it", "services/web/package.json", '{\n"name": }')
    found = scan(*roots(shop))
    assert merged(found)["web"] == ["Break it"]
    (note,) = notes(found)
    assert note.startswith(f"{shop.path}: services/web/package.json:2 (not valid JSON: Expecting")
    assert note.endswith("mend it, or say `inputs` in relplan.toml")


def test_names_with_signs_of_their_own(shop: GitRepo) -> None:
    shop.commit("Odd", "libs/a:(b)*[c]/\u00e4 x.js")
    shop.commit("Line", "libs/line\nend/x.js")
    found = notes(scan(*roots(shop)))
    assert [text.partition(",")[0] for text in found] == [
        "libs/a:(b)*[c]", "libs/line end",
    ]  # fmt: skip
