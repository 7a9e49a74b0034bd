"""Building a recipe: the same everywhere, and only into an empty folder."""

import compileall
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from relplan.examples import build, describe, names, reviewed
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.resources import data_folder
from tests.examples.reading import git

RECIPE = """\
title = "Small"
summary = "One repository."
reviewed = ["api:next"]

[authors]
ann = "Ann <ann@small.example>"

[[step]]
repo = "api"
commit = "First"
by = "ann"
at = 2025-01-01T10:00:00+02:00
[step.write]
"a.txt" = "one\\ntwo\\nthree\\n"
"b.txt" = "b\\n"

[[step]]
repo = "api"
tag = "v1"

[[step]]
repo = "api"
branch = "next"
from = "v1"

[[step]]
repo = "api"
on = "next"
commit = '''
Second

Extends: api
'''
by = "ann"
at = 2025-01-02T10:00:00+02:00
remove = ["b.txt"]
[[step.edit]]
file = "a.txt"
old = "two"
new = "2"
"""


def recipe(folder: Path, text: str = RECIPE) -> str:
    folder.mkdir()
    (folder / "history.toml").write_text(text, encoding="utf-8")
    (folder / "relplan.toml").write_text('[workspace]\nname = "small"\n', encoding="utf-8")
    return str(folder)


def refs(folder: Path) -> dict[str, str]:
    """Every ref of every repository below *folder*, and its hash."""
    return {
        f"{repository.name} {line.split()[0]}": line.split()[1]
        for repository in sorted(path for path in folder.iterdir() if path.is_dir())
        for line in git(
            repository, "for-each-ref", "--format=%(refname) %(objectname)"
        ).splitlines()
    }


def digest(folder: Path) -> str:
    lines = "".join(f"{ref} {commit}\n" for ref, commit in sorted(refs(folder).items()))
    return sha256(lines.encode()).hexdigest()[:16]


# A change of a recipe changes its line: check the README's numbers then.
KNOWN = {
    "blog": "101dc6ef2b9d6190",
    "lockstep-7": "7f0bbc8d29e67066",
    "webshop": "2e355e8195527319",
}


@pytest.mark.parametrize("name", names())
def test_the_same_commits_on_every_machine_and_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = build(name, tmp_path / "one")
    config = tmp_path / "gitconfig"
    config.write_text(
        "[user]\n\tname = Other\n\temail = o@example\n[init]\n\tdefaultBranch = trunk\n"
        "[core]\n\tautocrlf = true\n[commit]\n\tgpgSign = true\n[tag]\n\tgpgSign = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = build(name, tmp_path / "two")
    monkeypatch.undo()
    assert refs(first) == refs(second)
    assert digest(first) == KNOWN[name]


@pytest.mark.parametrize("now", [1_742_000_000, 1_800_000_000, 2_000_000_123])
def test_the_newest_commit_was_made_within_a_day_before_now(tmp_path: Path, now: int) -> None:
    def moments(folder: Path) -> list[int]:
        every = "for-each-ref", "--format=%(committerdate:unix)%(taggerdate:unix)"
        return sorted(
            int(line)
            for repository in folder.iterdir()
            if repository.is_dir()
            for line in git(repository, *every).split()
        )

    told, dated = (
        moments(build("blog", tmp_path / "a")),
        moments(build("blog", tmp_path / "b", now)),
    )
    assert 0 <= now - dated[-1] < 86_400
    # As long before each other as the recipe says, and at the same time of the day.
    assert [(at - dated[-1]) for at in dated] == [(at - told[-1]) for at in told]
    assert (dated[-1] - told[-1]) % 86_400 == 0
    assert refs(tmp_path / "b") == refs(build("blog", tmp_path / "c", now))


@pytest.mark.parametrize("name", names())
def test_the_work_trees_are_clean_and_on_main(tmp_path: Path, name: str) -> None:
    for repository in (path for path in build(name, tmp_path).iterdir() if path.is_dir()):
        status = git(repository, "status", "--porcelain", "--branch").splitlines()
        assert [line.split("...")[0] for line in status] == ["## main"]
        git(repository, "fsck", "--strict")


def test_relplan_toml_is_copied_as_it_is(tmp_path: Path) -> None:
    copied = build("webshop", tmp_path) / "relplan.toml"
    original = data_folder("example_repos") / "webshop" / "relplan.toml"
    assert copied.read_text(encoding="utf-8") == original.read_text(encoding="utf-8")


def test_what_an_installer_compiled_is_no_part_of_an_example(tmp_path: Path) -> None:
    recipe = tmp_path / "webshop"
    shutil.copytree(data_folder("example_repos") / "webshop", recipe)
    assert compileall.compile_dir(recipe, quiet=1)
    assert list(recipe.rglob("*.pyc"))
    built = build(str(recipe), tmp_path / "built")
    assert not list(built.rglob("*.pyc"))
    assert (built / "orders").is_dir()


def test_ones_own_recipe_by_its_path(tmp_path: Path) -> None:
    own = recipe(tmp_path / "mine")
    built = build(own, tmp_path / "new" / "deep")
    assert describe(own).name == "mine"
    assert reviewed(own) == ("api:next",)
    assert refs(built).keys() == {"api refs/heads/main", "api refs/heads/next", "api refs/tags/v1"}
    assert git(built / "api", "show", "next:a.txt") == "one\n2\nthree"
    assert git(built / "api", "ls-tree", "--name-only", "next") == "a.txt"
    what = git(built / "api", "show", "-s", "--format=%an|%ce|%aI|%cI|%B", "next")
    assert what == (
        "Ann|ann@small.example|2025-01-02T10:00:00+02:00|2025-01-02T10:00:00+02:00"
        "|Second\n\nExtends: api"
    )


def test_a_merge_takes_what_each_side_changed(tmp_path: Path) -> None:
    own = recipe(
        tmp_path / "mine",
        RECIPE
        + """
[[step]]
repo = "api"
commit = "Third"
by = "ann"
at = 2025-01-03T10:00:00Z
[step.write]
"c.txt" = "c\\n"
[[step]]
repo = "api"
merge = "next"
by = "ann"
at = 2025-01-04T10:00:00Z
[[step]]
repo = "api"
tag = "v2"
message = "Two"
by = "ann"
at = 2025-01-05T10:00:00Z
""",
    )
    api = build(own, tmp_path / "new") / "api"
    assert git(api, "ls-tree", "--name-only", "main").split() == ["a.txt", "c.txt"]
    assert git(api, "show", "main:a.txt") == "one\n2\nthree"
    assert git(api, "log", "-1", "--format=%s|%p", "main").startswith("Merge branch 'next'|")
    assert len(git(api, "log", "-1", "--format=%p", "main").split()) == 2
    assert git(api, "cat-file", "-t", "v2") == "tag"


def test_an_unknown_name_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        build("webshpo", tmp_path / "new")
    assert str(caught.value) == (
        "there is no example 'webshpo'; did you mean 'webshop'? there are: blog, lockstep-7,"
        " webshop; or name a folder with a history.toml"
    )
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["", ".", "x" * 5000, "a\0b"])
def test_what_can_be_no_name_is_unknown(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"^there is no example"):
        build(name, tmp_path / "new")


def test_a_recipe_nested_too_deeply(tmp_path: Path) -> None:
    own = recipe(tmp_path / "mine", "x = " + "[" * 5000)
    with pytest.raises(RelplanError, match=r"history.toml: "):
        build(own, tmp_path / "new")


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RelplanError, match=r"is not empty; name an empty folder, or a new one$"):
        build("blog", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_target_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RelplanError, match=r"^cannot build in .*file: File exists$"):
        build("blog", tmp_path / "file")


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RelplanError, match=r"^git is not on the PATH; install git"):
        build("blog", tmp_path / "new")
    assert not (tmp_path / "new").exists()


STEP = '[[step]]\nrepo = "api"\n'
SIGNED = 'by = "ann"\nat = 2025-01-05T10:00:00Z\n'
COMMIT = STEP + 'commit = "x"\n' + SIGNED

BROKEN = {
    "toml": (RECIPE + "[[step", r"history.toml: Expected ']]' at the end of an array"),
    "no title": (RECIPE.replace('title = "Small"', ""), "history.toml: title is missing$"),
    "no steps": (RECIPE[: RECIPE.index("[[step]]")], r"there is no \[\[step\]\]$"),
    "key at the top": (RECIPE.replace("summary", "sumary"), "summary is missing$"),
    "reviewed": (RECIPE.replace('["api:next"]', "3"), "reviewed must be a list of texts$"),
    "repo": (RECIPE + "[[step]]\n" + SIGNED, "step 5: repo is missing$"),
    "repo's name": (RECIPE + '[[step]]\nrepo = "../x"\n', "'../x' cannot be the name of a repo"),
    "nothing": (RECIPE + STEP, r"step 5 \(api\): does nothing: give it one of commit, branch,"),
    "two": (RECIPE + COMMIT + 'tag = "v2"\n', r"step 5 \(api\): has commit and tag: give it one"),
    "key": (RECIPE + COMMIT + 'tre = "x"\n', r"unknown key 'tre' \(did you mean 'tree'\)$"),
    "author": (RECIPE + COMMIT.replace("ann", "bob"), r"by: 'bob' is not in \[authors\]$"),
    "address": (RECIPE.replace("<ann@", "<<ann@"), "ann: write it as 'Name <address>'$"),
    "date": (RECIPE + COMMIT.replace("T10:00:00Z", ""), "at must be a date and time, such as"),
    "branch": (RECIPE + COMMIT + 'on = "no"\n', "there is no branch 'no' at this point$"),
    "first": (
        RECIPE + COMMIT.replace("api", "web") + 'on = "no"\n',
        r"step 5 \(web\): there is no branch 'no' at this point$",
    ),
    "branch's name": (RECIPE + STEP + 'branch = "a..b"\n', "git allows no branch or tag named"),
    "line feed": (RECIPE + STEP + 'branch = "a\\nb"\n', "git allows no branch or tag named"),
    "branch again": (RECIPE + STEP + 'branch = "next"\n', "there is a branch 'next' already$"),
    "from": (RECIPE + STEP + 'branch = "b"\nfrom = "v9"\n', "there is no branch 'v9' at this"),
    "tag again": (RECIPE + STEP + 'tag = "v1"\n', "there is a tag 'v1' already$"),
    "tagger": (RECIPE + STEP + 'tag = "v2"\nmessage = "x"\n', "by is missing$"),
    "main": (RECIPE + STEP + 'delete = "main"\n', "'main' cannot be deleted$"),
    "delete": (RECIPE + STEP + 'delete = "no"\n', "there is no branch 'no' at this point$"),
    "push": (RECIPE + STEP + 'push = "main"\n', "push must be a list of texts$"),
    "merge": (RECIPE + STEP + 'merge = "no"\n' + SIGNED, "there is no branch 'no' at this point$"),
    "squash": (RECIPE + STEP + 'merge = "next"\nsquash = true\n' + SIGNED, "message is missing$"),
    "squash?": (RECIPE + STEP + 'merge = "next"\nsquash = 1\n' + SIGNED, "true or false$"),
    "conflict": (
        RECIPE + COMMIT + '[step.write]\n"a.txt" = "x"\n' + STEP + 'merge = "next"\n' + SIGNED,
        r"step 6 \(api\): both sides changed a.txt: give the merged file in write$",
    ),
    "tree": (RECIPE + COMMIT + 'tree = "no"\n', "tree: there is no folder .*no$"),
    "remove": (RECIPE + COMMIT + 'remove = ["no"]\n', "remove: there is no no at this point$"),
    "edit nowhere": (
        RECIPE + COMMIT + '[[step.edit]]\nfile = "a.txt"\nold = "9"\n',
        "edit: the old text stands nowhere in a.txt, and should once$",
    ),
    "edit twice": (
        RECIPE + COMMIT + '[[step.edit]]\nfile = "a.txt"\nold = "e"\n',
        "edit: the old text stands 3 times in a.txt, and should once$",
    ),
    "edit key": (
        RECIPE + COMMIT + '[[step.edit]]\nfiel = "a.txt"\nold = "e"\n',
        r"step 5 \(api\), edit 1: file is missing$",
    ),
    "out": (RECIPE + COMMIT + '[step.write]\n"../x" = ""\n', "'../x' is no path inside the repo"),
    "absolute": (RECIPE + COMMIT + '[step.write]\n"/x" = ""\n', "'/x' is no path inside the repo"),
    "git's": (
        RECIPE + COMMIT + '[step.write]\n".GIT/hooks/x" = ""\n',
        "is no path inside the repo",
    ),
    "write": (RECIPE + COMMIT + 'write = "x"\n', "write must be a table of paths and contents$"),
    "contents": (RECIPE + COMMIT + '[step.write]\n"x" = 3\n', "step 5 .*write: x must be a text$"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_recipe_says_where_and_builds_nothing(
    tmp_path: Path, text: str, message: str
) -> None:
    own = recipe(tmp_path / "mine", text)
    with pytest.raises(RelplanError, match=message) as caught:
        build(own, tmp_path / "new")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_a_recipe_without_a_workspace(tmp_path: Path) -> None:
    own = recipe(tmp_path / "mine")
    (tmp_path / "mine" / "relplan.toml").unlink()
    with pytest.raises(RelplanError, match=r"^cannot read .*relplan.toml: No such file"):
        build(own, tmp_path / "new")


def test_a_recipe_that_is_not_utf8(tmp_path: Path) -> None:
    own = recipe(tmp_path / "mine")
    (tmp_path / "mine" / "history.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(RelplanError, match=r"history.toml is not UTF-8$"):
        build(own, tmp_path / "new")


def test_data_that_is_not_installed() -> None:
    with pytest.raises(RelplanError, match=r"^relplan's own files 'nothing' are not installed"):
        data_folder("nothing")
