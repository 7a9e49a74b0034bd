"""Which branches are no open changes by their names: those of tools, and what a person leaves out.

Names of tools are taken only where nobody else would choose them. A branch of an environment is
told by what it holds (see `open_changes`), for there are as many names as teams.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from relplan.model.scan import LeftOut, WhyNot
from relplan.sources.git.refs import Ref

DEFAULTS: tuple[tuple[WhyNot, tuple[str, ...]], ...] = (
    (
        WhyNot.BOT,
        (
            "dependabot/*", "dependabot-*", "renovate/*", "renovate-bot/*", "renovatebot/*",
            "snyk-fix-*", "snyk-upgrade-*", "greenkeeper/*", "greenkeeper-*", "depfu/*",
            "pyup-*", "pyup/*", "whitesource-remediate/*", "whitesource/*", "scala-steward/*",
            "updatecli_*", "pre-commit-ci-update-config", "pre-commit/*", "imgbot",
            "allcontributors/*", "all-contributors/*", "changeset-release/*", "release-please--*",
            "release-please/*", "create-pull-request/*", "fossabot/*", "restyled/*",
            "l10n_crowdin*", "crowdin/*",
        ),
    ),
    (
        WhyNot.QUEUE,
        (
            "gh-readonly-queue/*", "mergify/merge-queue/*", "trunk-merge/*", "trunk-temp/*",
            "mq-bot-*", "staging.tmp", "trying.tmp", "staging-squash-merge.tmp",
        ),
    ),
    (WhyNot.PAGES, ("gh-pages", "gh_pages", "gl-pages", "bb-pages", "github-pages")),
    (
        WhyNot.HELPER,
        (
            "gh/*/*/base", "gh/*/*/next", "graphite-base/*", "spr/*/*.*", "gitbutler/*",
            "sapling-pr-archive-*",
        ),
    ),
    (WhyNot.BACKUP, ("backup/*", "backups/*", "archive/*", "archived/*")),
)  # fmt: skip
"""Globs of names without the remote's; ``*`` goes across slashes."""
_COPY = re.compile(r"(?P<name>.+?)[-_.](?:backup|bak|old|orig)[-_.]?\d*$")
"""A branch is a backup by such an end only where there is the branch that it copies."""
_STACK = re.compile(r"(gh/[^/]+/\d+)/head")
_TRIED = re.compile(r"(?:Auto merge of|Merge|Try|Auto-merge) #\d+")
"""How the tips of the branches are called on which bors and homu try what is to be merged."""
_TRYING = frozenset({"staging", "trying", "auto", "try", "automation/bors/auto"})


@dataclass(frozen=True, slots=True)
class NameFilter:
    """Tells by their names which branches are left out."""

    globs: tuple[str, ...]
    """What relplan.toml adds to the defaults; ``!`` before one leaves out. The last that fits."""
    names: Collection[str]
    """All branches' names without their remotes'."""

    def asked_for(self, name: str) -> bool:
        """Tell whether a person said that a branch of this name is an open change."""
        return self._said(name) == "in"

    def of(self, ref: Ref) -> LeftOut | None:
        """Return why a branch is left out by its name; None: it is not."""
        name = ref.name
        said = self._said(name)
        if said:
            return None if said == "in" else LeftOut(name, WhyNot.EXCLUDED, said)
        for why, globs in DEFAULTS:
            for glob in globs:
                if fnmatchcase(name, glob):
                    return LeftOut(name, why, glob)
        return self._of_another(name)

    def _of_another(self, name: str) -> LeftOut | None:
        """Look at names that mean something only beside another branch."""
        if (stack := _STACK.fullmatch(name)) and f"{stack[1]}/orig" in self.names:
            return LeftOut(name, WhyNot.HELPER, f"{stack[1]}/orig is the change itself")
        if (copy := _COPY.fullmatch(name)) and copy["name"] in self.names:
            return LeftOut(name, WhyNot.BACKUP, f"of {copy['name']}")
        return None

    def _said(self, name: str) -> str:
        """Return ``in``, the glob that leaves it out, or nothing where no glob fits."""
        for glob in reversed(self.globs):
            if fnmatchcase(name, glob.removeprefix("!")):
                return glob if glob.startswith("!") else "in"
        return ""


def is_tried(name: str, title: str) -> bool:
    """Tell whether a queue made the tip of a branch, to try what it is about to merge."""
    return name in _TRYING and _TRIED.match(title) is not None


def by_name(refs: Iterable[Ref], globs: Sequence[str]) -> NameFilter:
    """Return the filter for the branches *refs*."""
    return NameFilter(tuple(globs), frozenset(ref.name for ref in refs))
