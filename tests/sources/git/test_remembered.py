"""What was told of a branch that landed is not told again until what it follows from moves."""

import json
from collections.abc import Callable

import pytest

from relplan.model.scan import RepositoryScan
from relplan.sources.git.history import History, read_history
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git
from relplan.sources.git.squash import comparison, telling
from relplan.sources.git.squash.memory import Memory
from tests.sources.git.git_repo import GitRepo, git, root_of, scan

Told = list[str]
LINES = "".join(f"line {number}\n" for number in range(40))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The tips of the branches that main is searched for, as often as it is."""
    asked: Told = []
    walk = telling.Walk

    def spy(*words: object) -> telling.Walk:
        asked.append(str(words[4]))
        return walk(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "Walk", spy)
    return asked


def squashed(repo: GitRepo, name: str, file: str = "") -> str:
    """Let a branch of two commits land as one of main, and main go on; return the branch's tip."""
    repo.branch(name, "v1").commit(f"{name} 1", file or f"{name}.txt", LINES)
    tip = repo.commit(f"{name} 2", f"{name}-2.txt", "two\n")
    repo.switch("main").git("merge", "-q", "--squash", name)
    repo.git("commit", "-q", "-m", f"Squashed {name}")
    return tip


def left_out(found: RepositoryScan) -> dict[str, str]:
    return {one.branch: one.why.value for one in found.services[0].left_out}


def go_on(repo: GitRepo, last: RepositoryScan) -> RepositoryScan:
    return scan(root_of(repo), last=last)


def test_a_branch_is_told_once(repo: GitRepo, told: Told) -> None:
    tip = squashed(repo, "topic")
    repo.commit("Later")
    first = scan(root_of(repo))
    assert told == [tip]
    other = repo.branch("other").commit("Other")
    again = go_on(repo, first)
    assert told == [tip, other]
    assert left_out(again) == left_out(first) == {"topic": "landed"}
    assert len(again.landed) > len(first.landed)


def test_of_what_is_gone_nothing_is_kept(repo: GitRepo, told: Told) -> None:
    squashed(repo, "topic")
    first = scan(root_of(repo))
    repo.git("branch", "-q", "-D", "topic")
    repo.branch("other").commit("Other")
    other = go_on(repo, first)
    assert not first.landed.keys() & other.landed.keys()


def test_a_branch_that_moved_is_told_anew(repo: GitRepo, told: Told) -> None:
    squashed(repo, "topic")
    first = scan(root_of(repo))
    told.clear()
    tip = repo.switch("topic").commit("One more")
    assert left_out(go_on(repo, first)) == {}
    assert told == [tip]


def test_all_are_told_anew_when_main_moved(repo: GitRepo, told: Told) -> None:
    topic = repo.branch("topic").commit("Work", "a.txt", LINES)
    tip = repo.commit("More")
    repo.switch("main").commit("Beside")
    first = scan(root_of(repo))
    assert left_out(first) == {}
    repo.git("cherry-pick", "-n", topic, tip)
    repo.git("commit", "-q", "-m", "Topic")
    told.clear()
    assert left_out(go_on(repo, first)) == {"topic": "landed"}
    assert told == [tip]


@pytest.mark.parametrize("where", ["shallow", "attributes"])
def test_nothing_is_kept_where_the_same_commits_may_say_something_else(
    repo: GitRepo, where: str
) -> None:
    squashed(repo, "topic")
    repo.commit("Later")
    folder = repo.path / ".git"
    if where == "shallow":
        (folder / "shallow").write_text(f"{git(repo.path, 'rev-parse', 'v1')}\n")
    else:
        (folder / "info").mkdir(exist_ok=True)
        (folder / "info" / "attributes").write_text("*.txt -diff\n")
    found = scan(root_of(repo))
    assert (left_out(found), found.landed) == ({"topic": "landed"}, {})


def picked_beside_other_work(repo: GitRepo) -> None:
    """Let a pick do to lines what a branch does, where the file is another one by then."""
    repo.commit("Lines", "lines.txt", LINES)
    repo.branch("topic").commit("Nine", "lines.txt", LINES.replace("line 9\n", "nine\n"))
    repo.switch("main").commit("Thirty", "lines.txt", LINES.replace("line 30\n", "thirty\n"))
    repo.git("cherry-pick", "topic")


def test_what_is_checked_out_decides_nothing(repo: GitRepo) -> None:
    picked_beside_other_work(repo)
    before = scan(root_of(repo))
    repo.write(".gitattributes", "*.txt -diff\n")
    repo.git("add", "-A")
    assert left_out(scan(root_of(repo))) == left_out(before) == {"topic": "landed"}


def test_what_could_not_be_compared_for_want_of_contents_is_told_when_they_are_here(
    repo: GitRepo,
) -> None:
    picked_beside_other_work(repo)
    name = repo.git("rev-parse", "topic:lines.txt")
    blob = repo.path / ".git" / "objects" / name[:2] / name[2:]
    content = blob.read_bytes()
    blob.unlink()
    first = scan(root_of(repo))
    assert left_out(first) == {}
    blob.write_bytes(content)
    repo.branch("other").commit("Other")
    assert left_out(go_on(repo, first)) == {"topic": "landed"}


# Each input on its own: what a telling follows from beside the commits themselves.


class Asked:
    """What `landed_on_main` is asked of a repository with a branch that landed, and one beside."""

    def __init__(self, repo: GitRepo) -> None:
        self.early = squashed(repo, "early", "shared.txt")
        self.topic = squashed(repo, "topic")
        self.late = squashed(repo, "late")
        self.main = repo.commit("Later")
        self.git = Git(str(repo.path))
        refs = read_refs(self.git).branches
        self.history: History = read_history(self.git, [ref.commit for ref in refs], [])
        self.on_main = set(read_history(self.git, [self.main], []))
        self.tips = [self.topic]
        self.shown: dict[str, str] = {}

    def landed(self, memory: Memory) -> frozenset[str]:
        return telling.landed_on_main(
            self.git, self.history, self.on_main, self.main, self.tips, self.shown, memory
        ).commits


def main_before(asked: Asked) -> None:
    asked.main = asked.history[asked.main].parents[0]


def less_of_its_own(asked: Asked) -> None:
    asked.on_main |= set(asked.history[asked.topic].parents)


def an_older_branch_beside(asked: Asked) -> None:
    asked.tips = [asked.topic, asked.early]


def a_beginning_that_a_forge_shows(asked: Asked) -> None:
    asked.shown = {asked.history[asked.topic].parents[0]: asked.main}


@pytest.fixture
def asked(repo: GitRepo) -> Asked:
    return Asked(repo)


def test_nothing_flipped_it_is_recalled(asked: Asked, told: Told) -> None:
    first = Memory()
    landed = asked.landed(first)
    assert (told, asked.topic in landed) == ([asked.topic], True)
    assert asked.landed(Memory(first.told)) == landed
    assert told == [asked.topic]


@pytest.mark.parametrize(
    "flip",
    [main_before, less_of_its_own, an_older_branch_beside, a_beginning_that_a_forge_shows],
)
def test_each_input_flipped_it_is_told_anew(
    asked: Asked, told: Told, flip: Callable[[Asked], None]
) -> None:
    first = Memory()
    asked.landed(first)
    told.clear()
    flip(asked)
    recalled = asked.landed(Memory(first.told))
    assert asked.topic in told
    assert recalled == asked.landed(Memory())


DAMAGE: dict[str, Callable[[str], str]] = {
    "no JSON": lambda text: text[:-1],
    "no object": lambda _: "[]",
    "another key": lambda text: json.dumps(json.loads(text) | {"key": "0" * 40}),
    "no key": lambda text: json.dumps(json.loads(text) | {"key": None}),
    "commits of others": lambda text: json.dumps(json.loads(text) | {"commits": ["f" * 40]}),
    "shown for others": lambda text: json.dumps(json.loads(text) | {"by": {"f" * 40: "f" * 40}}),
    "shown by no text": lambda text: text.replace('"by": {', '"by": {"f": 1, '),
    "no list": lambda text: json.dumps(json.loads(text) | {"commits": "all"}),
    "numbers as commits": lambda text: json.dumps(json.loads(text) | {"commits": [1]}),
    "less than nothing": lambda text: json.dumps(json.loads(text) | {"steps": -1}),
    "half a step": lambda text: json.dumps(json.loads(text) | {"comparisons": 0.5}),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_told_anew(asked: Asked, told: Told, damage: str) -> None:
    first = Memory()
    landed = asked.landed(first)
    told.clear()
    broken = {key: DAMAGE[damage](text) for key, text in first.told.items()}
    assert asked.landed(Memory(broken)) == landed
    assert told == [asked.topic]


def test_an_answer_under_another_ones_name_is_not_believed(asked: Asked, told: Told) -> None:
    first = Memory()
    landed = asked.landed(first)
    (one, its), (other, others) = first.told.items()
    told.clear()
    assert asked.landed(Memory({one: others, other: its})) == landed
    assert told == [asked.topic]


def test_where_too_much_was_compared_nothing_is_kept_of_the_rest(
    asked: Asked, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "STEPS", 0)
    first = Memory()
    assert asked.topic not in asked.landed(first)
    monkeypatch.undo()
    assert asked.topic in asked.landed(Memory(first.told))


def test_what_is_recalled_counts_as_compared(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.tips = [asked.topic, asked.late]
    first = Memory()
    assert {asked.topic, asked.late} <= asked.landed(first)
    monkeypatch.setattr(comparison, "STEPS", 1)
    fresh = asked.landed(Memory())
    assert (asked.topic in fresh, asked.late in fresh) == (True, False)
    assert asked.landed(Memory(first.told)) == fresh
