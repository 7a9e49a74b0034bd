"""What a change of a manifest does to those who use the package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.library.ecosystems import ecosystem_called
from relplan.contracts.library.manifests import is_manifest, package_in
from relplan.contracts.library.maven_versions import numbered as dotted
from relplan.contracts.library.packages import Ecosystem, Numbered, Package
from relplan.contracts.library.rules import BY_ID
from relplan.contracts.library.versions import line_of, near, version_line
from relplan.model.finding import Finding, Severity

_BYTES_A_STEP = 8
_FIRST_YEAR = 1900
"""A major version from here on is a date, and promises nothing."""
_CLASS_FILES = "java"
"""An older one cannot load the classes at all; other package managers stay with older versions."""


@dataclass(frozen=True, slots=True)
class _Manifest:
    path: str
    package: Package

    @property
    def line(self) -> str:
        """The line of versions: the part of the contract; empty: not known, so all of it."""
        return version_line(self.package.ecosystem, self.package.version)


def findings(base: Version, revision: Version, budget: Budget) -> Iterator[Finding]:
    """Yield what differs between the packages of two versions. Raises UnreadableError."""
    before, after = _manifests(base, budget), _manifests(revision, budget)
    roots = (*revision.roots, *base.roots)
    if roots and not before and not after:
        raise UnreadableError("makes no package, so nothing tells what differs", roots[0])
    for old, new in _paired(before, after):
        if old and new:
            yield from _Judge(old, new).findings()
        elif old:
            yield _alone(old, "package-removed", "was removed")
        elif new:
            yield _alone(new, "package-added", "was added")


class _Metered(Mapping[str, bytes]):
    """Files, of which each reading is paid for: many may inherit from a large one."""

    def __init__(self, files: Mapping[str, bytes], budget: Budget) -> None:
        self._files = files
        self._budget = budget

    def __getitem__(self, path: str) -> bytes:
        content = self._files[path]
        self._budget.spend(1 + len(content) // _BYTES_A_STEP)
        return content

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _manifests(version: Version, budget: Budget) -> list[_Manifest]:
    if version.roots and not any(map(is_manifest, version.roots)):
        raise UnreadableError("is no manifest of a known package manager", version.roots[0])
    files = _Metered(version.files, budget)
    packages = ((path, package_in(path, files)) for path in version.roots)
    return [_Manifest(path, package) for path, package in packages if package]


def _paired(
    before: Sequence[_Manifest], after: Sequence[_Manifest]
) -> Iterator[tuple[_Manifest | None, _Manifest | None]]:
    """Pair what has the same name, then what is in the same file."""
    news = {(item.package.ecosystem, item.package.name, item.path): item for item in after}
    left: list[_Manifest] = []
    for old in before:
        kind, name = old.package.ecosystem, old.package.name
        same = [key for key in news if key[:2] == (kind, name)]
        key = next((key for key in same if key[2] == old.path), next(iter(same), None))
        if key:
            yield old, news.pop(key)
        else:
            left.append(old)
    for old in left:
        renamed = next(
            (key for key in news if (key[0], key[2]) == (old.package.ecosystem, old.path)), None
        )
        yield old, news.pop(renamed) if renamed else None
    yield from ((None, new) for new in news.values())


def _alone(item: _Manifest, rule: str, what: str) -> Finding:
    text, severity = f"The package {item.package.name} {what}.", BY_ID[rule].severity
    return Finding(rule, severity, item.line, item.path, item.package.line, text)


class _Judge:
    """Compares two versions of one manifest."""

    def __init__(self, old: _Manifest, new: _Manifest) -> None:
        self._old, self._new = old.package, new.package
        self._ecosystem = ecosystem_called(new.package.ecosystem)
        self._path = new.path
        self._goes, self._comes = old.line, new.line

    def findings(self) -> Iterator[Finding]:
        old, new = self._old, self._new
        if old.name != new.name:
            yield self._finding("package-renamed", f"{old.name} was renamed to {new.name}.")
        yield from self._version()
        yield from self._runtimes()
        yield from self._offers()
        yield from self._peers()

    def _finding(self, rule: str, text: str, less: Severity | None = None) -> Finding:
        severity = less or BY_ID[rule].severity
        part = self._comes if severity is Severity.ADDITIVE else self._goes
        return Finding(rule, severity, part, self._path, self._new.line, text)

    def _version(self) -> Iterator[Finding]:
        old, new = self._old.version, self._new.version
        if old == new:
            return
        before, after = (self._ecosystem.numbered(text) for text in (old, new))
        if before is None or after is None:
            text = f"The version went from {old or 'none'} to {new or 'none'}, which tells nothing."
            yield self._finding("version-not-known", text)
            return
        rule = self._step(before, after)
        if rule:
            admitted = rule == "zero-version-raised" and not self._ecosystem.strict_caret
            less = Severity.RISKY if admitted else None
            yield self._finding(rule, f"The version went from {old} to {new}.", less)

    def _step(self, before: Numbered, after: Numbered) -> str:
        """Return the rule of a step from one version to another; empty: they are the same."""
        if after.key == before.key:
            return ""
        if after.key < before.key:
            return "version-lowered"
        if after.release[0] != before.release[0]:
            dated = before.release[0] >= _FIRST_YEAR
            return "calendar-version-raised" if dated else "major-version-raised"
        if after.release == before.release:
            return _within_release(before, after)
        return self._smaller_step(before, after)

    def _smaller_step(self, before: Numbered, after: Numbered) -> str:
        lines = [line_of(self._ecosystem, found.release) for found in (before, after)]
        if lines[0] != lines[1]:
            return "zero-version-raised"
        minor = before.release[1] != after.release[1]
        return "minor-version-raised" if minor else "patch-version-raised"

    def _runtimes(self) -> Iterator[Finding]:
        old, new = self._old.runtimes, self._new.runtimes
        for runtime in sorted({*old, *new}):
            before, after = old.get(runtime, ""), new.get(runtime, "")
            if before == after:
                continue
            lost, won = _moved(self._ecosystem, before, after)
            text = f"It needs {runtime} {after or 'of any version'} instead of {before or 'any'}."
            if lost:
                less = None if runtime == _CLASS_FILES else Severity.RISKY
                yield self._finding("runtime-narrowed", text, less)
            elif won:
                yield self._finding("runtime-widened", text)

    def _offers(self) -> Iterator[Finding]:
        for offer in sorted(self._old.offers - self._new.offers):
            if not (self._new.exports_all and offer.startswith("export ")):
                yield self._finding("offer-removed", f"The {offer} was removed.")
        for offer in sorted(self._new.offers - self._old.offers):
            if not (self._old.exports_all and offer.startswith("export ")):
                yield self._finding("offer-added", f"The {offer} was added.")
        if self._old.exports_all and not self._new.exports_all:
            text = "Only what it exports can be imported from now on."
            yield self._finding("exports-closed", text)
        elif self._new.exports_all and not self._old.exports_all:
            text = "Each of its files can be imported from now on."
            yield self._finding("exports-opened", text)

    def _peers(self) -> Iterator[Finding]:
        old, new = self._old.peers, self._new.peers
        for peer in sorted({*old, *new}):
            before, after = old.get(peer), new.get(peer)
            if before == after:
                continue
            if before is None:
                text = f"Its users need {peer} {after} from now on."
                yield self._finding("peer-added", text)
            elif after is None:
                yield self._finding("peer-removed", f"Its users need no {peer} any more.")
            else:
                yield from self._peer(peer, before, after)

    def _peer(self, peer: str, before: str, after: str) -> Iterator[Finding]:
        probes = (*near(before), *near(after))
        lost, won = _lost_and_won(self._ecosystem, probes, before, after)
        text = f"Its users need {peer} {after} instead of {before}."
        if lost:
            yield self._finding("peer-narrowed", text)
        elif won:
            yield self._finding("peer-widened", text)


def _within_release(before: Numbered, after: Numbered) -> str:
    if not before.pre:
        return "patch-version-raised"  # a fourth number, or a post-release
    return "pre-release-raised" if after.pre else "pre-release-published"


def _moved(ecosystem: Ecosystem, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether there are versions of a runtime that are no longer enough, and that now are."""
    if ecosystem.runtime_versions:
        probes = (*ecosystem.runtime_versions, *near(before), *near(after))
        return _lost_and_won(ecosystem, probes, before, after)
    old, new = (dotted(text) if text else None for text in (before, after))
    if new is None or old is None:
        return new is not None or bool(after), not after
    return new.key > old.key, new.key < old.key


def _lost_and_won(
    ecosystem: Ecosystem, probes: Sequence[str], before: str, after: str
) -> tuple[bool, bool]:
    """As `_moved`, of ranges. What is not understood is taken for narrower."""
    admits = ecosystem.admits
    admitted = [(admits(before, probe), admits(after, probe)) for probe in probes]
    lost = any(one is not False and other is not True for one, other in admitted)
    return lost, any(one is False and other is True for one, other in admitted)
