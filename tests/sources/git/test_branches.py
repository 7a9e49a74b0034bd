"""Which branches are open changes, and why the others are none."""

from pathlib import Path

import pytest

from relplan.model.review import ReviewLink
from relplan.model.scan import LeftOut, ScanSettings, ServiceScan, WhyNot
from relplan.sources.git import scan_repository
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git
from tests.sources.git.git_repo import NOW, GitRepo, git, root_of, scan


def read(
    repo: GitRepo | Path, *globs: str, reviews: tuple[ReviewLink, ...] = (), **more: str
) -> ServiceScan:
    settings = ScanSettings(branches=globs)
    root = root_of(repo, **more)
    return scan_repository([root], settings, None, NOW, reviews).services[0]


def opened(found: ServiceScan) -> list[str]:
    return [change.branch for change in found.open]


def why(found: ServiceScan) -> dict[str, WhyNot]:
    return {left.branch: left.why for left in found.left_out}


def work_on(repo: GitRepo, *names: str) -> None:
    for name in names:
        repo.branch(name, "main").commit(f"Work on {name}")
    repo.switch("main")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dependabot/npm_and_yarn/lodash-4.17.21", WhyNot.BOT),
        ("renovate/react-18.x", WhyNot.BOT),
        ("snyk-fix-0a1b2c", WhyNot.BOT),
        ("greenkeeper/eslint-6.0.0", WhyNot.BOT),
        ("pre-commit-ci-update-config", WhyNot.BOT),
        ("changeset-release/main", WhyNot.BOT),
        ("release-please--branches--main", WhyNot.BOT),
        ("gh-readonly-queue/main/pr-12-0a1b2c", WhyNot.QUEUE),
        ("mergify/merge-queue/0a1b2c", WhyNot.QUEUE),
        ("gh-pages", WhyNot.PAGES),
        ("gh/ada/12/base", WhyNot.HELPER),
        ("graphite-base/12", WhyNot.HELPER),
        ("backup/pay", WhyNot.BACKUP),
    ],
)
def test_branches_of_tools_are_left_out_by_their_names(
    repo: GitRepo, name: str, reason: WhyNot
) -> None:
    work_on(repo, name)
    found = read(repo)
    assert (opened(found), why(found)) == ([], {name: reason})
    assert opened(read(repo, name)) == [name]


def test_names_that_only_look_so_are_changes(repo: GitRepo) -> None:
    names = [
        "push-abcdef", "feature/dependabot-config", "feature/db-backup", "pages-redesign",
        "staging", "gh/ada/12/orig", "hotfix/renovate", "mergify/bp/7.x/pr-12",
    ]  # fmt: skip
    work_on(repo, *names)
    assert sorted(opened(read(repo))) == sorted(names)


def test_a_persons_globs_come_last_and_the_last_that_fits_decides(repo: GitRepo) -> None:
    work_on(repo, "wip/a", "wip/b", "renovate/react", "pay")
    found = read(repo, "!wip/*", "wip/b", "renovate/*")
    assert opened(found) == ["pay", "renovate/react", "wip/b"]
    assert found.left_out == (LeftOut("wip/a", WhyNot.EXCLUDED, "!wip/*"),)


def test_a_backup_is_known_beside_what_it_copies(repo: GitRepo) -> None:
    work_on(repo, "pay", "pay-backup", "pay.bak2", "orders-backup")
    found = read(repo)
    assert opened(found) == ["orders-backup", "pay"]
    assert why(found) == {"pay-backup": WhyNot.BACKUP, "pay.bak2": WhyNot.BACKUP}


def test_the_head_of_a_ghstack_is_not_its_change(repo: GitRepo) -> None:
    work_on(repo, "gh/ada/1/head", "gh/ada/1/orig", "gh/ada/2/head")
    assert opened(read(repo)) == ["gh/ada/1/orig", "gh/ada/2/head"]


def test_an_environments_branch_is_known_by_what_it_holds(repo: GitRepo) -> None:
    repo.branch("live").switch("main").commit("One")
    repo.switch("live").merge("main")
    repo.switch("main").commit("Two")
    work_on(repo, "pay", "orders")
    repo.branch("preview").merge("pay")
    repo.merge("orders")
    repo.switch("live").merge("main")
    found = read(repo)
    assert opened(found) == ["orders", "pay"]
    assert why(found) == {"live": WhyNot.EMPTY, "preview": WhyNot.EMPTY}


def test_a_fix_made_on_an_environments_branch_is_a_change(repo: GitRepo) -> None:
    repo.branch("production").switch("main").commit("One")
    repo.switch("production").merge("main")
    repo.commit("Fix")
    assert opened(read(repo)) == ["production"]


def test_what_a_queue_tries_is_no_change(repo: GitRepo) -> None:
    work_on(repo, "pay")
    repo.branch("staging").merge("pay", message="Merge #12")
    repo.commit("Merge #12 #13")
    assert why(read(repo)) == {"staging": WhyNot.QUEUE}


def test_a_branch_without_common_history_is_no_change(repo: GitRepo) -> None:
    repo.git("switch", "-q", "--orphan", "site")
    repo.commit("Site", "index.html")
    repo.switch("main")
    assert why(read(repo)) == {"site": WhyNot.UNRELATED}


def test_in_a_shallow_clone_that_cannot_be_told(repo: GitRepo, tmp_path: Path) -> None:
    work_on(repo, "pay")
    repo.commit("More")
    words = ("clone", "-q", "--depth=1", "--no-single-branch", repo.path.as_uri(), "clone")
    git(tmp_path, *words)
    assert opened(read(tmp_path / "clone")) == ["pay"]


def test_what_holds_another_lines_release_is_of_that_line(repo: GitRepo) -> None:
    repo.branch("1.x").commit("Fix")
    repo.tag("v1.0.1").commit("Next fix")
    repo.branch("backport-12-to-1.x").commit("Backport")
    repo.branch("next", "main").commit("New")
    repo.tag("v2.0.0-rc.1").switch("main").commit("More")
    found = read(repo)
    # What stands on production and is not called like a line may be a fix of it.
    assert opened(found) == ["backport-12-to-1.x", "next"]
    why_not = "it holds v1.0.1, which main does not"
    assert found.left_out == (LeftOut("1.x", WhyNot.LINE, why_not),)
    assert "1.x" in opened(read(repo, "1.x"))
    repo.tag("v1.1.0")
    assert opened(read(repo)) == ["next"]


def test_the_main_of_another_service_is_a_line(repo: GitRepo) -> None:
    work_on(repo, "develop", "pay")
    roots = [root_of(repo, "shop"), root_of(repo, "next", main="develop")]
    first, second = scan_repository(roots, ScanSettings(), None, NOW).services
    assert why(first) == {"develop": WhyNot.LINE}
    assert why(second) == {"main": WhyNot.LINE}
    assert opened(first) == ["pay"]


def test_stale_and_merged_ones_are_counted(repo: GitRepo) -> None:
    work_on(repo, "done", "old")
    repo.merge("done")
    late = scan(root_of(repo), now=NOW + 100 * 86_400).services[0]
    assert why(late) == {"done": WhyNot.STALE, "old": WhyNot.STALE}
    assert why(read(repo)) == {"done": WhyNot.MERGED}


def landed(repo: GitRepo, name: str) -> str:
    repo.switch("main").git("merge", "-q", "--squash", name)
    repo._minute += 1
    repo.git("commit", "-q", "-m", f"{name} (#1)")
    return repo.head()


def test_a_branch_on_one_that_was_squashed_and_deleted_keeps_its_own(repo: GitRepo) -> None:
    repo.branch("below").commit("First\n\nBreaks: x")
    base = repo.commit("Second\n\nBreaks: y", "b.txt", "b\n")
    repo.branch("above").commit("Third\n\nBreaks: z")
    commit = landed(repo, "below")
    repo.git("branch", "-q", "-D", "below")
    (change,) = read(repo).open
    assert [effect.contract for effect in change.effects] == ["z"]
    assert change.adds_to == base
    assert commit


def test_so_it_does_on_several_each_squashed_for_itself(repo: GitRepo) -> None:
    repo.branch("a").commit("First\n\nBreaks: x")
    repo.commit("Second", "b.txt", "b\n")
    repo.branch("b").commit("Third\n\nBreaks: y")
    base = repo.commit("Fourth", "d.txt", "d\n")
    repo.branch("c").commit("Fifth\n\nBreaks: z")
    landed(repo, "a")
    repo.commit("Beside")
    repo.git("cherry-pick", "--no-commit", "a..b")
    repo.git("commit", "-q", "-m", "b (#2)")
    repo.git("branch", "-q", "-D", "a", "b")
    (change,) = read(repo).open
    assert ([effect.contract for effect in change.effects], change.adds_to) == (["z"], base)


def test_so_it_does_where_it_merged_main_since(repo: GitRepo) -> None:
    repo.branch("below").commit("First\n\nBreaks: x")
    repo.branch("above").commit("Third\n\nBreaks: z")
    landed(repo, "below")
    repo.git("branch", "-q", "-D", "below")
    repo.switch("above")
    merge = repo.merge("main")
    (change,) = read(repo).open
    assert [effect.contract for effect in change.effects] == ["z"]
    repo.commit("Fourth")
    (change,) = read(repo).open
    assert [effect.contract for effect in change.effects] == ["z"]
    assert merge


def test_the_first_commits_of_a_branch_may_have_been_picked(repo: GitRepo) -> None:
    base = repo.branch("topic").commit("First\n\nBreaks: x", "a.txt")
    repo.commit("Second\n\nBreaks: y", "b.txt")
    repo.switch("main").commit("Beside")
    repo.git("cherry-pick", "topic~1")
    (change,) = read(repo).open
    assert [effect.contract for effect in change.effects] == ["y"]
    assert change.adds_to == base


def test_or_one_of_the_middle(repo: GitRepo) -> None:
    repo.branch("topic").commit("First\n\nBreaks: x", "a.txt")
    repo.commit("Second\n\nBreaks: y", "b.txt")
    repo.commit("Third\n\nBreaks: z", "c.txt")
    repo.switch("main").commit("Beside")
    repo.git("cherry-pick", "topic~1")
    (change,) = read(repo).open
    assert sorted(effect.contract for effect in change.effects) == ["x", "z"]
    assert change.adds_to == ""


def test_a_squash_that_was_reverted_has_landed_all_the_same(repo: GitRepo) -> None:
    work_on(repo, "pay")
    landed(repo, "pay")
    repo.git("revert", "--no-edit", "HEAD")
    found = read(repo)
    assert why(found) == {"pay": WhyNot.LANDED}
    assert [change.cancelled for change in found.merged] == [True, True]


URL = "https://example.org/acme/shop/pull/1"


def test_a_printout_names_a_squash_that_was_edited(repo: GitRepo) -> None:
    repo.branch("pay").commit("Pay\n\nBreaks: x", "pay.txt", "1\n2\n")
    head = repo.head()
    repo.branch("above").commit("Above")
    merge = repo.switch("main").commit("Pay (#1)", "pay.txt", "1\n2\n3\n")
    assert opened(read(repo)) == ["above", "pay"]
    found = read(repo, reviews=(ReviewLink(URL, True, head, merge),))
    assert why(found) == {"pay": WhyNot.LANDED}
    (change,) = found.open
    assert (change.branch, change.effects, change.adds_to) == ("above", (), head)


def test_what_a_printout_calls_merged_stays_until_the_merge_is_here(repo: GitRepo) -> None:
    work_on(repo, "pay")
    head = repo.git("rev-parse", "pay")
    assert opened(read(repo, reviews=(ReviewLink(URL, True, head, "0" * 40),))) == ["pay"]
    assert opened(read(repo, reviews=(ReviewLink(URL, True, head),))) == ["pay"]


def test_a_closed_one_is_no_change_until_it_goes_on_or_is_opened_again(repo: GitRepo) -> None:
    work_on(repo, "pay")
    head = repo.git("rev-parse", "pay")
    closed = ReviewLink(URL, commit=head, closed=True)
    assert why(read(repo, reviews=(closed,))) == {"pay": WhyNot.CLOSED}
    again = ReviewLink(f"{URL}2", commit=head)
    assert opened(read(repo, reviews=(closed, again))) == ["pay"]
    repo.switch("pay").commit("On")
    assert opened(read(repo, reviews=(closed,))) == ["pay"]


def rebased(repo: GitRepo, tmp_path: Path) -> Path:
    """Return a clone whose branch was rebased after it was pushed."""
    repo.branch("topic").commit("One", "one.txt", "one\n")
    repo.switch("main")
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    clone = tmp_path / "clone"
    git(clone, "switch", "-q", "topic")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Two")
    git(clone, "rebase", "-q", "--force-rebase", "main")
    return clone


def test_a_rebased_branch_and_what_it_was_are_one_change(repo: GitRepo, tmp_path: Path) -> None:
    clone = rebased(repo, tmp_path)
    found = read(clone)
    (change,) = found.open
    assert (change.id, change.title) == ("shop:topic", "Two")
    assert change.aliases == ("shop:origin/topic",)
    assert not found.notices


def test_the_older_of_two_may_be_the_local_one(repo: GitRepo, tmp_path: Path) -> None:
    clone = rebased(repo, tmp_path)
    late = "4000000000 +0000"
    repo.switch("topic").commit("Elsewhere", "two.txt")
    there = repo.path
    git(there, "commit", "-q", "--amend", "--no-edit", "--date", late, GIT_COMMITTER_DATE=late)
    git(clone, "fetch", "-q")
    (change,) = read(clone).open
    assert (change.id, change.title) == ("shop:topic", "Elsewhere")
    assert change.aliases == ("shop:origin/topic",)


@pytest.mark.parametrize(
    "committer",
    [
        "committer Ada <a@x.org> -5 +0000\n",
        "committer Ada <a@x.org> 99999999999999999999 +0000\n",
        "committer Ada <a@x.org> 9999999999999 +0000\n",
        "committer Ada <a@x.org> \n",
        "",
    ],
)
def test_an_impossible_date_stops_nothing(repo: GitRepo, committer: str) -> None:
    work_on(repo, "pay")
    raw = (
        f"tree {repo.git('rev-parse', 'main^{tree}')}\nparent {repo.head()}\n"
        f"author Ada <a@x.org> 1700000000 +0000\n{committer}\nOdd\n"
    )
    words = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    odd = repo.git(*words, stdin=raw.encode())
    repo.git("update-ref", "refs/heads/odd", odd)
    found = read(repo)
    assert opened(found) == ["odd", "pay"]
    assert [change.date for change in found.open if change.branch == "odd"] == [NOW]
    (notice,) = found.notices
    assert "the date of the newest commit of odd is missing or cannot be" in notice.text
    assert {ref.name: ref.date for ref in read_refs(Git(str(repo.path))).branches}["odd"] == 0
