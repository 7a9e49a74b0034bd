"""What one main branch has, found by files and by trees."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from relplan.sources.git.squash.commits import Known


class MainLine:
    """The first-parent commits of main that are compared, newest first."""

    def __init__(self, commits: Iterable[Known]) -> None:
        """Take *commits*, newest first, with their files."""
        line = list(commits)
        self.place = {commit.oid: place for place, commit in enumerate(line)}
        """How far from main's tip each of its commits is."""
        self.commits = [commit for commit in line if commit.files and commit.parents]
        self.by_tree: dict[str, list[Known]] = defaultdict(list)
        self._touching: dict[str, list[int]] = defaultdict(list)
        for place, commit in enumerate(self.commits):
            self.by_tree[commit.tree].append(commit)
            for path in commit.files:
                self._touching[path].append(place)

    def within(self, steps: Iterable[Iterable[str]]) -> Iterator[list[Known]]:
        """Yield for each further step those that touch no file but what the steps so far do."""
        seen: set[str] = set()
        missing: dict[int, int] = {}
        complete: list[Known] = []
        for paths in steps:
            for path in set(paths) - seen:
                seen.add(path)
                for place in self._touching.get(path, ()):
                    left = missing.get(place, len(self.commits[place].files)) - 1
                    missing[place] = left
                    if not left:
                        complete.append(self.commits[place])
            yield list(complete)
