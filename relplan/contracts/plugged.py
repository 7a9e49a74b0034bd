"""Kinds of other packages: whatever their code does, it stops nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeVar

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.kind import Analyzer, ContractKind, Options, Relevance, Surface, Use, Version
from relplan.contracts.rules import by_id
from relplan.model.finding import Finding
from relplan.model.rule import Rule
from relplan.plugins import Plugin, fault

T = TypeVar("T")


@dataclass(frozen=True, eq=False, kw_only=True)
class PluggedKind(ContractKind):
    """A kind that another package registers."""

    plugin: Plugin[ContractKind]

    @classmethod
    def of(cls, plugin: Plugin[ContractKind]) -> "PluggedKind":
        """Return the kind of *plugin*, guarded."""
        kind = plugin.value
        values = {field.name: getattr(kind, field.name) for field in fields(kind)}
        return cls(**values, plugin=plugin)

    @cached_property
    def analyzer(self) -> Analyzer:
        """What reads its files; its faults are told, and make what it was to read unknown."""
        return _Guarded(self.plugin)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Its rules, by id; the common ones alone where they do not load."""
        try:
            return self.plugin.value.rules
        except Exception as error:  # whatever a package does when it is imported
            self.plugin.leave_out(f"its rules: {fault(error)}")
            return by_id(())


class _Guarded(Analyzer):
    """Asks the analyzer of a package."""

    def __init__(self, plugin: Plugin[ContractKind]) -> None:
        self._plugin = plugin
        self.edition: int = self._ask(0, lambda: self._analyzer.edition)

    @cached_property
    def _analyzer(self) -> Analyzer:
        return self._plugin.value.analyzer

    def _ask(self, otherwise: T, ask: Callable[[], T]) -> T:
        """Return what *ask* says; *otherwise* where it fails, which is told."""
        try:
            return ask()
        except UnreadableError:
            raise
        except Exception as error:  # whatever a package does
            self._plugin.leave_out(fault(error))
            return otherwise

    def _read(self, path: str, read: Callable[[], T]) -> T:
        """Return what *read* says. Raises UnreadableError where it fails."""
        found = self._ask(None, lambda: (read(),))
        if found is None:
            raise UnreadableError(f"{self._plugin.package} failed on it", path)
        return found[0]

    def is_file(self, path: str) -> bool:
        return self._ask(False, lambda: bool(self._analyzer.is_file(path)))

    def references(self, path: str, content: bytes) -> Sequence[str]:
        return self._read(path, lambda: tuple(self._analyzer.references(path, content)))

    def surface(self, path: str, content: bytes) -> Surface | None:
        return self._read(path, lambda: self._analyzer.surface(path, content))

    def compare(
        self, base: Version, revision: Version, options: Options, budget: Budget
    ) -> Iterable[Finding]:
        path = (*revision.roots, *base.roots, "")[0]
        asked = (base, revision, options, budget)
        return self._read(path, lambda: tuple(self._analyzer.compare(*asked)))

    def uses(self, path: str, content: bytes, surface: Surface) -> Iterable[Use]:
        return self._read(path, lambda: tuple(self._analyzer.uses(path, content, surface)))

    def surfaces(self, files: Mapping[str, bytes]) -> Mapping[str, Surface]:
        path = next(iter(files), "")
        return self._read(path, lambda: dict(self._analyzer.surfaces(files)))

    def relevance(self, path: str, content: bytes) -> Relevance:
        return self._ask(Relevance.OWN, lambda: self._analyzer.relevance(path, content))

    def is_everybodys(self, surface: Surface) -> bool:
        return self._ask(False, lambda: bool(self._analyzer.is_everybodys(surface)))

    def registry(self, path: str, content: bytes) -> str:
        return self._ask("", lambda: self._analyzer.registry(path, content))

    def aliases(self, path: str, content: bytes) -> Iterable[str]:
        return self._ask((), lambda: tuple(self._analyzer.aliases(path, content)))

    def module(self, path: str, surface: Surface, registry: str) -> str:
        return self._ask("", lambda: self._analyzer.module(path, surface, registry))

    def subject(self, names: Sequence[str], path: str) -> str:
        return self._ask("", lambda: self._analyzer.subject(names, path))

    def titles(self, name: str) -> Iterable[str]:
        return self._ask((name,), lambda: tuple(self._analyzer.titles(name)))

    def mentions(self, name: str, surface: Surface) -> Iterable[str]:
        return self._ask((), lambda: tuple(self._analyzer.mentions(name, surface)))

    def clues(self, surface: Surface) -> Iterable[str]:
        return self._ask((), lambda: tuple(self._analyzer.clues(surface)))
