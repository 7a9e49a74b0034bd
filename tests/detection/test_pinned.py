"""A pin names a commit: who moves it needs exactly the pending changes in between."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relplan.contracts.registry import kind_of
from relplan.detection import detect
from relplan.model.evidence import Confidence
from relplan.model.facts import Takes
from tests.detection.system import System
from tests.sources.git.git_repo import GitRepo


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    """``payments`` is what ``web`` pins; relplan.toml says nothing of it but its name."""
    system = System(tmp_path, monkeypatch)
    monkeypatch.setattr(detect, "kind_of", kind_of)
    system.with_source(kind="library", files=(), consumers=())
    return system


def with_submodule(system: System, commit: str, url: str = "../payments") -> None:
    text = f'[submodule "lib"]\n\tpath = vendor/lib\n\turl = {url}\n'
    system.web.commit("Add it", ".gitmodules", text)
    link(system.web, commit)
    system.web.tag("v1")


def link(repo: GitRepo, commit: str) -> str:
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/lib")
    (repo.path / "vendor/lib").mkdir(parents=True, exist_ok=True)  # as if it was not populated
    return repo.commit("Move the pin")


def brings(system: System) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {
        change: [(effect.confidence.value, effect.brings) for effect in effects if effect.brings]
        for change, effects in system.detect().effects.items()
        if any(effect.brings for effect in effects)
    }


def test_a_submodule_that_moves_takes_up_the_changes_in_between_and_no_other(
    system: System,
) -> None:
    with_submodule(system, system.payments.commit("Begin", "a", "0"))
    system.payments.tag("v1")
    one, two, _ = (system.payments.commit(f"{n}", "a", f"{n}") for n in (1, 2, 3))
    first = link(system.web, one)
    second = link(system.web, two)
    back = link(system.web, one)
    assert brings(system) == {
        f"web@{first[:10]}": [("detected", (f"payments@{one[:10]}",))],
        f"web@{second[:10]}": [("detected", (f"payments@{two[:10]}",))],
    }, f"{back} goes back, and needs nothing"


def test_who_only_pins_takes_it_by_the_pin(system: System) -> None:
    with_submodule(system, system.payments.commit("Begin", "a", "0"))
    system.payments.tag("v1")
    (taking,) = system.detect().takings
    assert (taking.consumer, taking.takes) == ("web", Takes.PIN)
    assert taking.confidence is Confidence.DETECTED
    assert taking.evidence.path == "vendor/lib"


def test_a_pin_to_a_commit_that_is_not_here_is_a_question(system: System) -> None:
    with_submodule(system, system.payments.commit("Begin", "a", "0"))
    system.payments.tag("v1")
    one = system.payments.commit("1", "a", "1")
    moved = link(system.web, "1234567890" * 4)
    assert brings(system) == {f"web@{moved[:10]}": [("guessed", (f"payments@{one[:10]}",))]}


def test_a_pin_that_comes_back_from_there_needs_all_since_production(system: System) -> None:
    """Whatever lay between, it stands on the change that moved the pin there."""
    with_submodule(system, system.payments.commit("Begin", "a", "0"))
    system.payments.tag("v1")
    one, two = (system.payments.commit(f"{n}", "a", f"{n}") for n in (1, 2))
    system.payments.commit("3", "a", "3")
    link(system.web, "1234567890" * 4)
    back = link(system.web, two)
    names = tuple(sorted(f"payments@{oid[:10]}" for oid in (one, two)))
    assert brings(system)[f"web@{back[:10]}"] == [("detected", names)]


def test_where_productions_own_pin_is_not_here_it_stays_a_question(system: System) -> None:
    system.payments.commit("Begin", "a", "0")
    system.payments.tag("v1")
    one = system.payments.commit("1", "a", "1")
    with_submodule(system, "1234567890" * 4)
    moved = link(system.web, one)
    assert [how for how, _ in brings(system)[f"web@{moved[:10]}"]] == ["guessed"]


def test_a_repository_of_the_same_name_and_another_owner_is_another(system: System) -> None:
    system.payments.git("remote", "add", "origin", "https://example.org/acme/payments.git")
    begun = system.payments.commit("Begin", "a", "0")
    system.payments.tag("v1")
    with_submodule(system, "1234567890" * 4, "git@example.org:other/payments.git")
    link(system.web, "0123456789" * 4)
    system.payments.commit("1", "a", "1")
    assert not brings(system), begun


@pytest.mark.parametrize("url", ["ssh://git@example.org/acme/old.git", "git@example.org:acme/old"])
def test_a_renamed_repository_is_known_by_the_commit_that_is_pinned(
    system: System, url: str
) -> None:
    with_submodule(system, system.payments.commit("Begin", "a", "0"), url)
    system.payments.tag("v1")
    one = system.payments.commit("1", "a", "1")
    moved = link(system.web, one)
    assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}


class TestVersions:
    def go(self, version: str) -> str:
        return f"module example.org/web\n\nrequire example.org/payments {version}\n"

    def begun(self, system: System) -> None:
        system.with_source(files=("go.mod",), consumers=("web",))
        system.payments.commit("Begin", "go.mod", "module example.org/payments\n")
        system.payments.tag("v1.0.0")
        system.web.commit("Use it", "go.mod", self.go("v1.0.0"))
        system.web.tag("v1.0.0")

    def test_behind_a_version_that_is_not_here_all_since_production_is_needed(
        self, system: System
    ) -> None:
        self.begun(system)
        one, two = (system.payments.commit(f"{n}", "a", f"{n}") for n in (1, 2))
        system.web.commit("Try it", "go.mod", self.go(f"v1.0.1-0.20260102030405-{'12' * 6}"))
        pinned = f"v1.0.1-0.20260102030406-{two[:12]}"
        moved = system.web.commit("Take it", "go.mod", self.go(pinned))
        names = tuple(sorted(f"payments@{oid[:10]}" for oid in (one, two)))
        assert brings(system)[f"web@{moved[:10]}"] == [("detected", names)]

    def test_a_pseudo_version_is_the_commit_that_it_ends_with(self, system: System) -> None:
        self.begun(system)
        one = system.payments.commit("1", "a.go", "package a")
        system.payments.commit("2", "a.go", "package b")
        moved = system.web.commit("Up", "go.mod", self.go(f"v1.0.1-0.20260102030405-{one[:12]}"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    def test_an_exact_version_is_its_tag(self, system: System) -> None:
        system.with_source(files=("package.json",), consumers=("web",))
        system.payments.commit("Begin", "package.json", json.dumps({"name": "shared"}))
        system.payments.tag("v1.0.0")
        system.web.commit("Use it", "package.json", asking("1.0.0"))
        system.web.tag("v1.0.0")
        one = system.payments.commit("1", "a.js", "1")
        system.payments.tag("v1.1.0-rc.1")
        system.payments.commit("2", "a.js", "2")
        moved = system.web.commit("Up", "package.json", asking("1.1.0-rc.1"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}


def asking(version: str) -> str:
    return json.dumps({"name": "web", "dependencies": {"shared": version}})


def test_a_pin_of_what_relplan_toml_does_not_name_is_told(system: System) -> None:
    with_submodule(system, system.payments.commit("Begin", "a", "0"))
    system.payments.tag("v1")
    link(system.web, system.payments.commit("1", "a", "1"))
    system.with_source(provider="web", files=())
    (notice,) = system.detect().notices
    assert "add [contracts.payments]" in notice.text


class TestLocks:
    """``web`` asks for a range; what it gets is in its lock file."""

    def begun(self, system: System, *, tags: bool = True) -> list[str]:
        """Return the commits of payments, each with a version; the first is in production."""
        system.with_source(files=("package.json",), consumers=("web",))
        commits = []
        for number in range(4):
            version = f"1.{number}.0"
            about = json.dumps({"name": "shared", "version": version})
            commits.append(system.payments.commit(version, "package.json", about))
            if tags or not number:
                system.payments.tag(f"v{version}")
        system.roots["payments"] = replace(system.roots["payments"], deployed="v1.0.0")
        return commits

    def lock(self, version: str, folder: str = "") -> str:
        place = f"{folder}node_modules/shared"
        return json.dumps({"packages": {place: {"version": version}}}, indent=1)

    @pytest.mark.parametrize("tags", [True, False])
    def test_a_lock_file_that_moves_takes_up_what_its_version_has_and_no_more(
        self, system: System, tags: bool
    ) -> None:
        _, one, two, _ = self.begun(system, tags=tags)
        system.web.commit("Use it", "package.json", asking("^1.0.0"))
        system.web.commit("Lock it", "package-lock.json", self.lock("1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "package-lock.json", self.lock("1.2.0"))
        needed = tuple(sorted(f"payments@{commit[:10]}" for commit in (one, two)))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", needed)]}

    def test_a_lock_file_that_is_new_keeps_what_was_asked_for(self, system: System) -> None:
        self.begun(system)
        system.web.commit("Use it", "package.json", asking("1.0.0"))
        system.web.tag("v1")
        system.web.commit("Lock it", "package-lock.json", self.lock("1.0.0"))
        assert not brings(system)

    def test_who_only_begins_to_pin_it_takes_it_by_that_pin(self, system: System) -> None:
        self.begun(system)
        system.web.commit("Begin", "package.json", "{}")
        system.web.tag("v1")
        system.web.commit("Use it", "package.json", asking("1.2.0"))
        assert [taking.takes for taking in system.detect().takings] == [Takes.PIN]

    @pytest.mark.parametrize(("kept", "moves"), [("1.1.0", False), ("1.0.0", True)])
    def test_a_manifest_that_asks_for_what_its_lock_file_keeps_moves_nothing(
        self, system: System, kept: str, moves: bool
    ) -> None:
        self.begun(system)
        system.web.write("package.json", asking("^1.0.0"))
        system.web.commit("Lock it", "package-lock.json", self.lock(kept))
        system.web.tag("v1")
        system.web.commit("Ask for just that", "package.json", asking("1.1.0"))
        assert bool(brings(system)) is moves

    @pytest.mark.parametrize(
        ("folder", "services"), [("", ["shop", "web"]), ("services/shop/", ["shop"])]
    )
    def test_the_lock_file_of_a_monorepo_is_of_those_who_ask(
        self, system: System, folder: str, services: list[str]
    ) -> None:
        _, one, *_ = self.begun(system)
        for name in ("web", "shop", "docs"):
            inputs = () if name == "docs" else ("package-lock.json",)
            system.service(name, system.web, f"services/{name}", *inputs)
            asked = asking("^1.0.0") if name != "docs" else "{}"
            system.web.commit("Use it", f"services/{name}/package.json", asked)
        system.web.commit("Lock it", "package-lock.json", self.lock("1.0.0", folder))
        system.web.tag("v1")
        moved = system.web.commit("Up", "package-lock.json", self.lock("1.1.0", folder))
        needed = [("detected", (f"payments@{one[:10]}",))]
        assert brings(system) == {f"{name}@{moved[:10]}": needed for name in services}

    def test_an_example_asks_for_nothing(self, system: System) -> None:
        self.begun(system)
        system.web.commit("Show it", "examples/package.json", asking("1.0.0"))
        system.web.tag("v1")
        system.web.commit("Up", "examples/package.json", asking("1.1.0"))
        assert not brings(system)


class TestBranches:
    """``web`` moves a pin by git from v1.0.0 to another revision of ``payments``."""

    URL = "https://example.org/acme/payments.git"
    CARGO = f'[dependencies]\nshared = {{{{ git = "{URL}", {{}} }}}}\n'
    POETRY = f'[tool.poetry.dependencies]\nshared = {{{{ git = "{URL}", {{}} }}}}\n'
    GEM = f'gem "shared", git: "{URL}", {{}}\n'
    NPM = f'{{{{"dependencies": {{{{"shared": "git+{URL}#{{}}"}}}}}}}}'
    PIP = f"shared @ git+{URL}@{{}}\n"

    def moved(self, system: System, path: str, text: str, old: str, new: str) -> tuple[str, str]:
        system.payments.git("remote", "add", "origin", self.URL)
        system.payments.commit("Begin", "a", "0")
        system.payments.tag("v1.0.0")
        system.web.commit("Use it", path, text.format(old))
        system.web.tag("v1")
        one = system.payments.commit("1", "a", "1")
        system.payments.tag("v1.1.0-rc.1")
        system.payments.commit("2", "a", "2")
        return one, system.web.commit("Up", path, text.format(new) + "\n")

    @pytest.mark.parametrize(
        ("path", "text", "old", "new"),
        [
            ("Cargo.toml", CARGO, 'tag = "v1.0.0"', 'branch = "main"'),
            ("Cargo.toml", CARGO, 'tag = "v1.0.0"', 'branch = "v1.1.0-rc.1"'),
            ("Cargo.toml", CARGO, 'tag = "v1.0.0"', 'features = ["a"]'),
            ("pyproject.toml", POETRY, 'tag = "v1.0.0"', 'branch = "main"'),
            ("Gemfile", GEM, 'tag: "v1.0.0"', 'branch: "main"'),
            ("package.json", NPM, "v1.0.0", "main"),
            ("package.json", NPM, "v1.0.0", ""),
            ("requirements.txt", PIP, "v1.0.0", "main"),
        ],
    )
    def test_a_branch_is_a_question_of_which_no_fetch_is_the_answer(
        self, system: System, path: str, text: str, old: str, new: str
    ) -> None:
        _, moved = self.moved(system, path, text, old, new)
        (effect,) = system.detect().effects[f"web@{moved[:10]}"]
        assert (effect.confidence, len(effect.brings)) == (Confidence.GUESSED, 2)
        assert "no lock file keeps one commit" in effect.evidence.text

    @pytest.mark.parametrize(
        ("path", "text", "old", "new"),
        [
            ("Cargo.toml", CARGO, 'tag = "v1.0.0"', 'tag = "v1.1.0-rc.1"'),
            ("pyproject.toml", POETRY, 'rev = "v1.0.0"', 'rev = "v1.1.0-rc.1"'),
            ("Gemfile", GEM, 'tag: "v1.0.0"', 'ref: "v1.1.0-rc.1"'),
            ("requirements.txt", PIP, "v1.0.0", "v1.1.0-rc.1"),
        ],
    )
    def test_a_tag_is_exact(self, system: System, path: str, text: str, old: str, new: str) -> None:
        one, moved = self.moved(system, path, text, old, new)
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    @pytest.mark.parametrize(
        ("asked", "takes"),
        [('branch = "main"', [Takes.RUN_TIME]), ('tag = "v1.0.0"', [Takes.PIN])],
    )
    def test_who_names_a_branch_does_not_stay_where_it_is(
        self, system: System, asked: str, takes: list[Takes]
    ) -> None:
        self.moved(system, "Cargo.toml", self.CARGO, asked, asked)
        takings = system.detect().takings
        assert [taking.takes for taking in takings if taking.consumer == "web"] == takes

    def test_one_file_of_two_that_names_a_branch_is_enough(self, system: System) -> None:
        exact = self.CARGO.format('tag = "v1.0.0"')
        system.web.commit("Stay", "a/Cargo.toml", exact)
        branch = 'branch = "main"'
        self.moved(system, "b/Cargo.toml", self.CARGO, branch, branch)
        assert [taking.takes for taking in system.detect().takings] == [Takes.RUN_TIME]

    def test_a_lock_file_keeps_the_commit_of_a_branch(self, system: System) -> None:
        system.web.commit("Lock", "Cargo.lock", self.lock(system.payments.commit("0", "b", "0")))
        one, _ = self.moved(system, "Cargo.toml", self.CARGO, 'tag = "v1.0.0"', 'branch="main"')
        system.web.tag("v2")
        locked = system.web.commit("Lock it", "Cargo.lock", self.lock(one))
        assert brings(system) == {f"web@{locked[:10]}": [("detected", (f"payments@{one[:10]}",))]}
        assert [taking.takes for taking in system.detect().takings] == [Takes.PIN]

    def lock(self, commit: str) -> str:
        source = f"git+{self.URL}?branch=main#{commit}"
        return f'[[package]]\nname = "shared"\nversion = "1.0.0"\nsource = "{source}"\n'


class TestBranchesOfComposer:
    """A manifest names a branch of the package's repository, the lock file keeps its commit."""

    def asking(self, wanted: str) -> str:
        return json.dumps({"require": {"acme/shared": wanted}})

    def lock(self, version: str, commit: str, kind: str = "source") -> str:
        url = TestBranches.URL if kind == "source" else "https://example.org/a.zip"
        about = {"type": "zip", "url": url, "reference": commit}
        package = {"name": "acme/shared", "version": version, kind: about}
        return json.dumps({"packages": [package]}, indent=1)

    def begun(self, system: System, old: str, *lock: str) -> list[str]:
        """``web`` asks for *old*, then ``payments`` has two more commits; return all three."""
        system.payments.git("remote", "add", "origin", TestBranches.URL)
        system.with_source(files=("composer.json",), consumers=("web",))
        commits = [system.payments.commit("0", "composer.json", '{"name": "acme/shared"}')]
        system.payments.tag("v1.0.0")
        system.roots["payments"] = replace(system.roots["payments"], deployed="v1.0.0")
        if lock:
            system.web.write("composer.lock", self.lock(lock[0], commits[0], lock[1]))
        system.web.commit("Use it", "composer.json", self.asking(old))
        system.web.tag("v1")
        return commits + [system.payments.commit(text, "a.php", text) for text in "12"]

    @pytest.mark.parametrize("asked", ["dev-main", "dev-main as 1.2.x-dev", "1.2.x-dev"])
    def test_a_branch_without_a_lock_floats_and_moving_to_it_is_a_question(
        self, system: System, asked: str
    ) -> None:
        _, one, two = self.begun(system, "1.0.0")
        moved = system.web.commit("Up", "composer.json", self.asking(asked))
        needed = tuple(sorted(f"payments@{commit[:10]}" for commit in (one, two)))
        assert brings(system) == {f"web@{moved[:10]}": [("guessed", needed)]}
        system.web.tag("v2")
        takings = system.detect().takings
        assert {(one.takes, one.confidence) for one in takings} == {
            (Takes.RUN_TIME, Confidence.GUESSED)
        }

    def test_a_commit_of_a_branch_is_exact(self, system: System) -> None:
        _, one, _ = self.begun(system, "1.0.0")
        asked = self.asking(f"dev-main#{one} as 1.2.x-dev")
        moved = system.web.commit("Up", "composer.json", asked)
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}
        system.web.tag("v2")
        assert [taking.takes for taking in system.detect().takings] == [Takes.PIN]

    @pytest.mark.parametrize("version", ["dev-main", "1.2.x-dev"])
    @pytest.mark.parametrize("kind", ["source", "dist"])
    def test_a_lock_file_keeps_the_commit_of_a_branch(
        self, system: System, version: str, kind: str
    ) -> None:
        _, one, _ = self.begun(system, version, version, kind)
        moved = system.web.commit("Up", "composer.lock", self.lock(version, one, kind))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}
        assert [taking.takes for taking in system.detect().takings] == [Takes.PIN]


class TestCatalogs:
    """``web`` asks by a catalog of its pnpm workspace, and has no lock file."""

    def moved(self, system: System, asked: str, catalogs: str) -> tuple[str, str]:
        system.with_source(files=("package.json",), consumers=("web",))
        system.payments.commit("Begin", "package.json", json.dumps({"name": "shared"}))
        system.payments.tag("v1.0.0")
        system.web.commit("Ask", "app/package.json", asking(asked))
        system.web.commit("Use it", "pnpm-workspace.yaml", catalogs.format("1.0.0"))
        system.web.tag("v1.0.0")
        one = system.payments.commit("1", "a.js", "1")
        system.payments.tag("v1.1.0-rc.1")
        system.payments.commit("2", "a.js", "2")
        return one, system.web.commit("Up", "pnpm-workspace.yaml", catalogs.format("1.1.0-rc.1"))

    @pytest.mark.parametrize(
        ("asked", "catalogs"),
        [
            ("catalog:", "catalog:\n  shared: {}\n"),
            ("catalog:default", "catalogs:\n  default:\n    shared: {}\n"),
            ("catalog:new", "catalog:\n  shared: 1.0.0\ncatalogs:\n  new:\n    shared: {}\n"),
        ],
    )
    def test_the_version_of_a_catalog_is_who_asks_by_it(
        self, system: System, asked: str, catalogs: str
    ) -> None:
        one, moved = self.moved(system, asked, catalogs)
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    @pytest.mark.parametrize("asked", ["catalog:", "1.0.0", "workspace:*"])
    def test_another_catalog_is_nothing_to_it(self, system: System, asked: str) -> None:
        self.moved(system, asked, "catalog:\n  shared: 1.0.0\ncatalogs:\n  x:\n    shared: {}\n")
        assert not brings(system)

    @pytest.mark.parametrize(("asked", "floats"), [("1.0.0", False), (">=1.0.0", True)])
    def test_only_a_range_in_a_catalog_may_come_to_another_version_by_itself(
        self, system: System, asked: str, floats: bool
    ) -> None:
        system.with_source(files=("package.json",), consumers=("web",))
        about = json.dumps({"name": "shared", "version": "1.0.0"})
        system.payments.commit("Begin", "package.json", about)
        system.payments.tag("v1.0.0")
        system.web.write("pnpm-workspace.yaml", f'catalog:\n  shared: "{asked}"\n')
        system.web.commit("Ask", "package.json", asking("catalog:"))
        system.web.tag("v1.0.0")
        system.payments.commit("Major", "package.json", about.replace("1.0.0", "2.0.0"))
        takes = [taking.takes.value for taking in system.detect().takings]
        assert takes == (["pin", "run-time"] if floats else ["pin"])

    def test_what_the_workspace_has_itself_is_no_pin_of_another_repository(
        self, system: System
    ) -> None:
        self.moved(system, "1.0.0", "packages: [app]\n# {}\n")
        system.web.commit("Inside", "app/package.json", asking("workspace:*"))
        assert not brings(system)


class TestCentralVersions:
    """``shop`` is a folder of ``web``'s repository, and .NET's versions stand above it."""

    def moved(self, system: System, asked: str, path: str, text: str) -> tuple[str, str]:
        system.with_source(files=("Shared.csproj",), consumers=("shop",))
        packed = "<Project><PropertyGroup><PackageId>Shared</PackageId></PropertyGroup></Project>"
        system.payments.commit("Begin", "Shared.csproj", packed)
        system.payments.tag("v1.0.0")
        system.service("shop", system.web, "services/shop", "*.props", "services/*.props")
        system.roots["web"] = replace(system.roots["web"], path="services/web")
        item = f"<ItemGroup><PackageReference Include='Shared' {asked}/></ItemGroup>"
        system.web.commit("Ask", "services/shop/Shop.csproj", f"<Project>{item}</Project>")
        system.web.commit("Use it", path, text.format("1.0.0"))
        system.web.tag("v1.0.0")
        one = system.payments.commit("1", "a.cs", "1")
        system.payments.tag("v1.1.0-rc.1")
        system.payments.commit("2", "a.cs", "2")
        return one, system.web.commit("Up", path, text.format("1.1.0-rc.1"))

    CENTRAL = (
        "<Project><ItemGroup><PackageVersion Include='shared' Version='{}'/></ItemGroup></Project>"
    )
    PROPERTY = "<Project><PropertyGroup><Ours>{}</Ours></PropertyGroup></Project>"

    @pytest.mark.parametrize(
        ("asked", "path", "text"),
        [
            ("", "Directory.Packages.props", CENTRAL),
            ("", "services/Directory.Packages.props", CENTRAL),
            ("Version='$(Ours)'", "Directory.Build.props", PROPERTY),
        ],
        ids=["at the top", "in between", "a property"],
    )
    def test_a_folder_above_has_the_version(
        self, system: System, asked: str, path: str, text: str
    ) -> None:
        one, moved = self.moved(system, asked, path, text)
        needed = [("detected", (f"payments@{one[:10]}",))]
        assert brings(system) == {f"shop@{moved[:10]}": needed}

    @pytest.mark.parametrize(
        ("asked", "path"),
        [
            ("VersionOverride='1.0.0'", "Directory.Packages.props"),
            ("", "services/other/Directory.Packages.props"),
        ],
        ids=["it says another itself", "the folder beside it"],
    )
    def test_what_it_does_not_take_moves_nothing(
        self, system: System, asked: str, path: str
    ) -> None:
        self.moved(system, asked, path, self.CENTRAL)
        assert not brings(system)

    @pytest.mark.parametrize("imports", [True, False])
    def test_of_two_the_nearest_counts_unless_it_imports_the_other(
        self, system: System, imports: bool
    ) -> None:
        text = "<Import Project='../Directory.Packages.props'/>" if imports else ""
        nearest = f"<Project>{text}</Project>"
        system.web.commit("Nearest", "services/Directory.Packages.props", nearest)
        one, moved = self.moved(system, "", "Directory.Packages.props", self.CENTRAL)
        needed = {f"shop@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}
        assert brings(system) == (needed if imports else {})


class TestInherited:
    """The version stands in another file than the one that asks for the package."""

    def begun(self, system: System, *tags: str) -> list[str]:
        system.with_source(files=("pom.xml",), consumers=("web",))
        parent = "<groupId>org.acme</groupId><artifactId>shared-parent</artifactId>"
        inherits = f"<parent>{parent}<version>1</version></parent>"
        client = f"<project>{inherits}<artifactId>shared-client</artifactId></project>"
        system.payments.commit("Begin", "client/pom.xml", client)
        commits = []
        for tag in tags:
            text = f"<project>{parent}<version>1</version><!-- {tag} --></project>"
            commits.append(system.payments.commit(tag, "pom.xml", text))
            system.payments.tag(tag)
        system.roots["payments"] = replace(system.roots["payments"], deployed=tags[0])
        return commits

    DEPENDENCY = (
        "<groupId>org.acme</groupId><artifactId>shared-client</artifactId><version>{}</version>"
    )

    def parent(self, version: str) -> str:
        name = "<groupId>org.acme</groupId><artifactId>web</artifactId><version>1</version>"
        properties = f"<properties><shared.version>{version}</shared.version></properties>"
        managed = self.DEPENDENCY.format("${shared.version}")
        management = (
            "<dependencyManagement><dependencies><dependency>"
            f"{managed}</dependency></dependencies></dependencyManagement>"
        )
        return f"<project>{name}{properties}{management}</project>"

    @pytest.mark.parametrize("version", ["<version>${shared.version}</version>", ""])
    def test_a_property_of_the_parent(self, system: System, version: str) -> None:
        _, one, _ = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        name = "<groupId>org.acme</groupId><artifactId>shared-client</artifactId>"
        module = (
            "<project><parent><groupId>org.acme</groupId><artifactId>web</artifactId>"
            "<version>1</version></parent><artifactId>app</artifactId><dependencies><dependency>"
            f"{name}{version}</dependency></dependencies></project>"
        )
        system.web.commit("Begin", "app/pom.xml", module)
        system.web.commit("Use it", "pom.xml", self.parent("1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "pom.xml", self.parent("1.1.0"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    @pytest.mark.parametrize(
        ("old", "new", "asked"),
        [
            ("1.0.0", "1.3.0", True),  # 1.0.0 is a tag, so 1.3.0 should be one
            ("0.8", "4.0_20260810095031_5908ad3", True),
            ("0.8", "0.9", False),  # nothing says that its versions are commits
            ("1.0.0", "1", False),  # the provider's manifest states it
        ],
    )
    def test_a_version_that_is_not_here_is_a_question(
        self, system: System, old: str, new: str, asked: bool
    ) -> None:
        _, one = self.begun(system, "v1.0.0", "v1.1.0")
        build = "dependencies {{ implementation 'org.acme:shared-client:{}' }}\n"
        system.web.commit("Use it", "app/build.gradle", build.format(old))
        system.web.tag("v1")
        moved = system.web.commit("Up", "app/build.gradle", build.format(new))
        doubted = {f"web@{moved[:10]}": [("guessed", (f"payments@{one[:10]}",))]}
        assert brings(system) == (doubted if asked else {})

    def test_a_property_of_gradle(self, system: System) -> None:
        _, one, _ = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        build = 'dependencies { implementation "org.acme:shared-client:$sharedVersion" }\n'
        system.web.commit("Begin", "app/build.gradle", build)
        system.web.commit("Use it", "gradle.properties", "sharedVersion=1.0.0\n")
        system.web.tag("v1")
        moved = system.web.commit("Up", "gradle.properties", "sharedVersion=1.1.0\n")
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    RULE = (
        "configurations.all {{ resolutionStrategy.eachDependency {{ d ->\n"
        "if (d.requested.group == 'org.acme'{}) {{ d.useVersion '{}' }}\n}} }}\n"
        "dependencies {{ implementation 'org.acme:shared-client:1.0.0' }}\n"
    )

    @pytest.mark.parametrize(
        ("more", "takes", "certainty"),
        [("", Takes.PIN, ["detected"]), (" && old", Takes.RUN_TIME, [])],
        ids=["plain", "not plain"],
    )
    def test_a_rule_of_gradle_chooses_the_version(
        self, system: System, more: str, takes: Takes, certainty: list[str]
    ) -> None:
        _, one, _ = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        system.web.commit("Use it", "build.gradle", self.RULE.format(more, "1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "build.gradle", self.RULE.format(more, "1.1.0"))
        found = brings(system).get(f"web@{moved[:10]}", [])
        assert found == [(sure, (f"payments@{one[:10]}",)) for sure in certainty]
        assert takes in [taking.takes for taking in system.detect().takings]

    CLIENT = "<groupId>org.acme</groupId><artifactId>shared-client</artifactId>"
    IMPORT = (
        "<project><groupId>org.acme</groupId><artifactId>{}</artifactId><version>1</version>"
        "<dependencyManagement><dependencies><dependency>{}</dependency></dependencies>"
        "</dependencyManagement>{}</project>"
    )
    BOM = (
        "<groupId>org.acme</groupId><artifactId>acme-bom</artifactId><version>{}</version>"
        "<type>pom</type><scope>import</scope>"
    )
    USES = f"<dependencies><dependency>{CLIENT}</dependency></dependencies>"

    def platform(self, system: System) -> str:
        """``acme-bom`` of another repository manages the client; return what its 2.0 takes up."""
        _, one, _ = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        repo = system.service("platform")
        for version, client in (("v1", "1.0.0"), ("v2.0", "1.1.0")):
            managed = self.DEPENDENCY.format(client)
            repo.commit(version, "pom.xml", self.IMPORT.format("acme-bom", managed, ""))
            repo.tag(version)
        return one

    @pytest.mark.parametrize(
        ("path", "build"),
        [
            ("pom.xml", IMPORT.format("web", BOM, USES)),
            (
                "build.gradle",
                (
                    "implementation platform('org.acme:acme-bom:{}')\n"
                    "implementation 'org.acme:shared-client'\n"
                ),
            ),
            (
                "build.gradle.kts",
                (
                    'dependencies {{\n api(enforcedPlatform("org.acme:acme-bom:{}"))\n'
                    ' implementation("org.acme:shared-client")\n}}\n'
                ),
            ),
        ],
        ids=["a BOM", "a platform", "an enforced platform"],
    )
    def test_a_platform_of_another_repository_chooses_the_version(
        self, system: System, path: str, build: str
    ) -> None:
        one = self.platform(system)
        system.web.commit("Use it", path, build.format("1"))
        system.web.tag("v1")
        moved = system.web.commit("Up", path, build.format("2.0"))
        assert (f"web@{moved[:10]}", [("detected", (f"payments@{one[:10]}",))]) in brings(
            system
        ).items()

    ELSEWHERE = (
        "<project><parent><groupId>org.else</groupId><artifactId>base</artifactId>"
        "<version>{}</version></parent><artifactId>web</artifactId><dependencies><dependency>"
        f"{CLIENT}<version>${{{{shared.version}}}}</version>{{}}</dependency></dependencies></project>"
    )

    @pytest.mark.parametrize(("new", "asked"), [("2", True), ("1", False)])
    def test_a_property_of_a_parent_that_is_not_here_is_a_question(
        self, system: System, new: str, asked: bool
    ) -> None:
        _, one, two = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        system.web.commit("Use it", "pom.xml", self.ELSEWHERE.format("1", ""))
        system.web.tag("v1")
        moved = system.web.commit("Up", "pom.xml", self.ELSEWHERE.format(new, "<!-- it -->"))
        needed = tuple(sorted(f"payments@{commit[:10]}" for commit in (one, two)))
        assert brings(system) == ({f"web@{moved[:10]}": [("guessed", needed)]} if asked else {})
        (guess,) = [one for one in system.detect().takings if one.takes is Takes.RUN_TIME]
        assert (guess.consumer, guess.confidence) == ("web", Confidence.GUESSED)
        assert "${shared.version} of org.else:base:1" in guess.evidence.text

    CHILD = (
        "<project><parent><groupId>org.acme</groupId><artifactId>acme-bom</artifactId>"
        "<version>{}</version><relativePath/></parent><artifactId>web</artifactId>{}</project>"
    )

    @pytest.mark.parametrize("version", ["", "<version>1.0.0</version>"])
    def test_a_parent_of_another_repository_manages_who_asks_for_no_version(
        self, system: System, version: str
    ) -> None:
        one = self.platform(system)
        uses = self.USES.replace("</artifactId>", f"</artifactId>{version}")
        system.web.commit("Use it", "pom.xml", self.CHILD.format("1", uses))
        system.web.tag("v1")
        moved = system.web.commit("Up", "pom.xml", self.CHILD.format("2.0", uses))
        told = brings(system).get(f"web@{moved[:10]}", [])
        assert (("detected", (f"payments@{one[:10]}",)) in told) is (not version)

    @pytest.mark.parametrize(
        "uses",
        [
            "",
            f"<dependencies><dependency>{CLIENT}<version>1.0.0</version></dependency></dependencies>",
        ],
    )
    def test_a_platform_chooses_nothing_for_who_asks_for_a_version_or_not_at_all(
        self, system: System, uses: str
    ) -> None:
        one = self.platform(system)
        build = self.IMPORT.format("web", self.BOM, uses)
        system.web.commit("Use it", "pom.xml", build.format("1"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "pom.xml", build.format("2.0"))
        told = brings(system).get(f"web@{moved[:10]}", [])
        assert ("detected", (f"payments@{one[:10]}",)) not in told

    @pytest.mark.parametrize(
        ("path", "stated", "asked"),
        [
            ("build.gradle", "ext {{\n  sharedVersion = '{}'\n}}\n", "$sharedVersion"),
            ("build.gradle", "ext.sharedVersion = '{}'\n", "${{rootProject.ext.sharedVersion}}"),
            ("build.gradle", "ext {{\n set('sharedVersion', \"{}\")\n}}\n", "${{sharedVersion}}"),
            (
                "build.gradle.kts",
                'extra["sharedVersion"] = "{}"\n',
                "${{property('sharedVersion')}}",
            ),
            ("build.gradle.kts", 'val sharedVersion by extra("{}")\n', "${{sharedVersion}}"),
            (
                "buildSrc/src/main/kotlin/Versions.kt",
                'object Versions {{\n    const val shared = "{}"\n}}\n',
                "${{Versions.shared}}",
            ),
            ("gradle.properties", "shared.version={}\n", "${{property('shared.version')}}"),
        ],
        ids=["ext", "ext.", "set", "extra", "by extra", "buildSrc", "a name with a dot"],
    )
    def test_a_property_of_gradles_root(
        self, system: System, path: str, stated: str, asked: str
    ) -> None:
        _, one, _ = self.begun(system, "v1.0.0", "v1.1.0", "v1.2.0")
        build = f'dependencies {{\n implementation("org.acme:shared-client:{asked}")\n}}\n'
        system.web.commit(
            "Begin", "app/build.gradle.kts", build.replace("{{", "{").replace("}}", "}")
        )
        system.web.commit("Use it", path, stated.format("1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", path, stated.format("1.1.0"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    def test_each_package_of_a_repository_may_have_tags_of_its_own(self, system: System) -> None:
        tags = ("shared-parent-1.0.0", "shared-client-1.0.0", "shared-client-1.1.0")
        *_, one = self.begun(system, *tags)
        build = "dependencies {{ implementation 'org.acme:shared-client:{}' }}\n"
        system.web.commit("Use it", "build.gradle", build.format("1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "build.gradle", build.format("1.1.0"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}


class TestModulesOfBuf:
    """A label is a tag; what a lock file keeps is a commit of the registry, which git has not."""

    def begun(self, system: System) -> str:
        module = "version: v1\nname: buf.build/acme/shared\n"
        system.payments.commit("Begin", "buf.yaml", module)
        system.payments.tag("v1.0.0")
        one = system.payments.commit("1", "a.proto", "1")
        system.payments.tag("v1.1.0")
        system.payments.commit("2", "a.proto", "2")
        system.roots["payments"] = replace(system.roots["payments"], deployed="v1.0.0")
        return one

    def deps(self, label: str) -> str:
        return f"version: v1\ndeps:\n  - buf.build/acme/shared{label}\n"

    def lock(self, commit: str) -> str:
        return f"version: v2\ndeps:\n  - name: buf.build/acme/shared\n    commit: {commit}\n"

    def test_a_label_is_exact_whatever_the_lock_file_keeps(self, system: System) -> None:
        one = self.begun(system)
        system.web.commit("Use it", "buf.yaml", self.deps(":v1.0.0"))
        system.web.commit("Lock it", "buf.lock", self.lock("ab" * 16))
        system.web.tag("v1")
        system.web.write("buf.lock", self.lock("cd" * 16))
        moved = system.web.commit("Up", "buf.yaml", self.deps(":v1.1.0"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    def test_a_lock_file_alone_is_a_question(self, system: System) -> None:
        self.begun(system)
        system.web.commit("Use it", "buf.yaml", self.deps(""))
        system.web.commit("Lock it", "buf.lock", self.lock("ab" * 16))
        system.web.tag("v1")
        moved = system.web.commit("Up", "buf.lock", self.lock("cd" * 16))
        ((change, ((confidence, brought),)),) = brings(system).items()
        assert (change, confidence, len(brought)) == (f"web@{moved[:10]}", "guessed", 2)

    def test_a_repository_that_code_is_generated_of(self, system: System) -> None:
        one = self.begun(system)
        system.payments.git("remote", "add", "origin", "https://example.org/acme/payments.git")
        text = "version: v2\ninputs:\n  - git_repo: https://example.org/acme/payments.git\n    {}\n"
        system.web.commit("Use it", "buf.gen.yaml", text.format("tag: v1.0.0"))
        system.web.tag("v1")
        moved = system.web.commit("Up", "buf.gen.yaml", text.format(f"ref: {one}"))
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}


class TestGitReferences:
    def begun(self, system: System, url: str) -> tuple[str, str]:
        system.payments.git("remote", "add", "origin", "git@github.com:acme/payments.git")
        first = system.payments.commit("Begin", "package.json", '{"name": "shared"}')
        system.payments.tag("v1")
        system.web.commit("Use it", "package.json", asking(f"{url}#{first}"))
        system.web.tag("v1")
        one = system.payments.commit("1", "a.js", "1")
        system.payments.commit("2", "a.js", "2")
        return one, system.web.commit("Up", "package.json", asking(f"{url}#{one}"))

    @pytest.mark.parametrize(
        "url", ["github:acme/payments", "acme/payments", "git+ssh://git@github.com/acme/payments"]
    )
    def test_a_revision_is_its_commit(self, system: System, url: str) -> None:
        one, moved = self.begun(system, url)
        assert brings(system) == {f"web@{moved[:10]}": [("detected", (f"payments@{one[:10]}",))]}

    def test_a_fork_is_another_repository(self, system: System) -> None:
        self.begun(system, "github:other/payments")
        assert not brings(system)
        assert not system.detect().takings
