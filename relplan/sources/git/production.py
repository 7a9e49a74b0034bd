"""Finds out what of a service is in production (docs/semantics.md, section 2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relplan.model.counting import counted
from relplan.model.errors import SourceError
from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.model.scan import ServiceRoot
from relplan.sources.git.abandoned import GIVEN_UP, is_abandoned
from relplan.sources.git.errors import GitError
from relplan.sources.git.refs import Ref, commit_of
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import Chosen, Passed, Tag, choose, matching, releases

_DAY = 86_400
_NAMED = 3
"""Tags that one note names."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is in production, and what a person should know of how that was found out."""

    production: Production
    notes: tuple[str, ...] = ()


def find_production(
    git: Git, root: ServiceRoot, main: Ref, tags: Sequence[Tag], *, trusting: bool = False
) -> Found:
    """Return what runs of *root*: the first that is known of four ways.

    relplan.toml's `deployed`; what deployment files say (`root.running`); the release tag; else
    main itself, so that nothing merged is pending. With *trusting*, a release is taken for one of
    main's before that is known (see `tags.choose`). Raises SourceError where `deployed` is no
    revision of the repository.
    """
    if root.deployed:
        return Found(_deployed(git, root))
    notes: list[str] = []
    if root.running is not None:
        running = _running(git, root, root.running)
        if running is not None:
            return Found(running)
        notes.append(
            f"{root.service}: {root.running.revision}, which deployment files say runs, is no"
            f" revision of {root.repository}; fetch its tags, or say `deployed` in relplan.toml"
        )
    chosen = choose(git, tags, root.release_tag, main.commit, trusting=trusting)
    notes += _notes(root, chosen)
    if chosen.tag is not None:
        found, _ = releases(tags, root.release_tag)
        if is_abandoned(git, chosen.tag, found, main):
            if trusting:
                return find_production(git, root, main, tags)
            return Found(_untagged(root, chosen.tag, main))
        notes += _long_ago(root, chosen.tag, main)
        return Found(_released(root, chosen.tag), tuple(notes))
    return Found(_main(root, main, chosen, bool(matching(tags, "*"))), tuple(notes))


def _deployed(git: Git, root: ServiceRoot) -> Production:
    commit = _commit(git, root.deployed)
    if commit is None:
        raise SourceError(
            f"service {root.service}: {root.deployed!r} is no revision of {root.repository}",
            "fetch the tags, or withdraw that answer"
            if root.answered
            else "correct `deployed` in relplan.toml, or fetch the tags",
        )
    if root.answered:
        evidence = Evidence("answer", root.answered)
        return _production(root, root.deployed, commit, KnownBy.DEPLOYED, evidence)
    text = f'deployed = "{root.deployed}"'
    evidence = Evidence("deployed", text, path="relplan.toml", line=root.deployed_line)
    return _production(root, root.deployed, commit, KnownBy.DEPLOYED, evidence)


def _running(git: Git, root: ServiceRoot, said: Production) -> Production | None:
    commit = _commit(git, said.commit or said.revision)
    if commit is None:
        return None
    return _production(root, said.revision, commit, said.by, *said.evidence)


def _released(root: ServiceRoot, tag: Tag) -> Production:
    text = f"the tag {tag.name} matches {root.release_tag}"
    evidence = Evidence("release-tag", text, root.service, tag.commit)
    return _production(root, tag.name, tag.commit, KnownBy.RELEASE_TAG, evidence)


def _main(root: ServiceRoot, main: Ref, chosen: Chosen, tagged: bool) -> Production:
    if chosen.passed:
        text = f"only {_listed(chosen.passed)}"
    elif tagged:
        text = f"no tag matches {root.release_tag}"
    else:
        text = "there are no tags"
    evidence = Evidence("no-release", text, root.service, main.commit)
    return _production(root, main.name, main.commit, KnownBy.MAIN, evidence)


def _untagged(root: ServiceRoot, last: Tag, main: Ref) -> Production:
    days = (main.date - last.date) // _DAY
    text = (
        f"the last release that was tagged, {last.name}, is {days:,} days older, and has been"
        " followed by many times the changes of any before it"
    )
    evidence = Evidence("no-release", text, root.service, main.commit)
    return _production(root, main.name, main.commit, KnownBy.MAIN, evidence)


def _production(
    root: ServiceRoot, revision: str, commit: str, by: KnownBy, *evidence: Evidence
) -> Production:
    return Production(root.service, revision, commit, by, evidence)


def _commit(git: Git, revision: str) -> str | None:
    try:
        return commit_of(git, revision)
    except GitError:  # git has more than one way to dislike a name
        return None


def _notes(root: ServiceRoot, chosen: Chosen) -> list[str]:
    """Say which newer tags were passed over: silence would be taken for a no."""
    if not chosen.passed or chosen.tag is None:
        return []
    text = (
        f"{root.service}: {chosen.tag.name} is taken for production, and not"
        f" {_listed(chosen.passed)}; if that is wrong, say `deployed` in relplan.toml, or name such"
        " tags in `release_tag`"
    )
    return [text]


def _long_ago(root: ServiceRoot, tag: Tag, main: Ref) -> list[str]:
    """Say where releases seem to have been given up: much would be taken for pending."""
    if not tag.date or main.date - tag.date < GIVEN_UP:
        return []
    days = (main.date - tag.date) // _DAY
    text = (
        f"{root.service}: its newest release, {tag.name}, is {days:,} days older than {main.name};"
        " if something newer runs, say `deployed` in relplan.toml"
    )
    return [text]


def _listed(passed: Sequence[Passed]) -> str:
    """Return such as ``v2.0-rc.2 (is a pre-release), v1.9.1 (is of an older line) and 3 more``."""
    named = ", ".join(f"{found.tag.name} ({found.why})" for found in _each_reason(passed))
    left = len(passed) - len(_each_reason(passed))
    return f"{named} and {counted(left, 'more tag')}" if left else named


def _each_reason(passed: Iterable[Passed]) -> list[Passed]:
    """Return the first of each reason: hundreds of one kind say no more than one."""
    found: dict[str, Passed] = {}
    for one in passed:
        found.setdefault(one.why, one)
    return list(found.values())[:_NAMED]
