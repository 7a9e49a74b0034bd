"""Who wrote what is pending, what it is called, and which migrations it brings."""

from collections.abc import Callable

from relplan.model.notes import Contribution
from relplan.sources.git.contributions import Lines, contributions
from relplan.sources.git.safe import Git
from tests.sources.git.git_repo import GitRepo, git, pending


def told(repo: GitRepo, folder: str = ".") -> dict[str, Contribution]:
    """Return what is told of all that is pending, by title."""
    changes = pending(repo)
    tips = {change.id: change.commit for change in changes}
    since, main = repo.git("rev-list", "-1", "v1"), repo.git("rev-parse", "main")
    lines = Lines(folder, since, (main,), tips)
    found = contributions(Git(str(repo.path)), lines, changes, is_sql)
    return {change.title: found[change.id] for change in changes}


def is_sql(path: str, read: Callable[[], bytes | None]) -> bool:
    return path.endswith(".sql") and b"TABLE" in (read() or b"")


def by(repo: GitRepo, name: str, message: str, file: str = "", text: str = "") -> None:
    """Commit as *name*."""
    repo.commit(message, file, text)
    git(repo.path, "commit", "-q", "--amend", "--no-edit", "--author", f"{name} <x@example.org>")


def test_all_who_wrote_a_commit_are_named_and_who_merged_is_not(repo: GitRepo) -> None:
    repo.branch("pay")
    by(repo, "Ben", "One\n\nCo-authored-by: Cleo <c@example.org>\nco-authored-by: Dan")
    by(repo, "Eve", "Two")
    repo.switch("main")
    repo.merge("pay", message="Merge pull request #7 from x/pay\n\nPay by card\n\nMore of it")
    by(repo, "Fay", "Alone")
    found = told(repo)
    merge = found["Pay by card"]
    assert merge.authors == ("Ben", "Cleo", "Dan", "Eve")
    assert merge.title == ""
    assert found["Alone"] == Contribution("", ("Fay",))


def test_a_merge_without_words_of_its_own_is_called_as_its_only_commit(repo: GitRepo) -> None:
    repo.branch("one").commit("Take cards")
    repo.switch("main").merge("one", message="Merge branch 'one'")
    repo.branch("two").commit("Take cash")
    repo.commit("Take cheques")
    repo.switch("main").merge("two", message="Merge branch 'two'\n\nSee merge request acme/x!7")
    repo.branch("three").commit("Take coins")
    trailer = "Merge branch 'three'\n\nSigned-off-by: Ada <ada@example.org>"
    repo.switch("main").merge("three", message=trailer)
    titles = {title: found.title for title, found in told(repo).items()}
    assert titles == {
        "Merge branch 'one'": "Take cards",
        "Merge branch 'two'": "",
        "Merge branch 'three'": "Take coins",
    }


def test_an_open_change_is_its_own_commits_alone(repo: GitRepo) -> None:
    repo.branch("base")
    by(repo, "Ben", "Base")
    repo.branch("top")
    by(repo, "Cleo", "Top")
    repo.switch("main").commit("Main")
    repo.switch("top").merge("main", message="Merge branch 'main' into top")
    by(repo, "Dan", "Newest")
    repo.switch("main")
    found = told(repo)
    assert found["Newest"].authors == ("Cleo", "Dan")
    assert found["Base"].authors == ("Ben",)


def test_migrations_are_files_of_the_service_that_come_or_change(repo: GitRepo) -> None:
    repo.commit("Old", "shop/db/0.sql", "TABLE")
    repo.git("tag", "-f", "v1")
    repo.commit("Add", "shop/db/1.sql", "CREATE TABLE x")
    repo.commit("Other service", "mail/db/1.sql", "TABLE")
    repo.commit("No migration", "shop/db/2.sql", "SELECT 1")
    repo.git("rm", "-q", "shop/db/0.sql")
    repo.commit("Drop the file", "shop/readme.md", "x")
    repo.branch("two").commit("Alter", "shop/db/1.sql", "ALTER TABLE x")
    repo.switch("main")
    found = {title: one.migrations for title, one in told(repo, "shop").items()}
    assert found == {
        "Add": ("shop/db/1.sql",),
        "Other service": (),
        "No migration": (),
        "Drop the file": (),
        "Alter": ("shop/db/1.sql",),
    }
