"""The tables of relplan.toml that tie services beside their contracts: features, gates, units."""

from collections.abc import Collection, Iterator

from relplan.model.evidence import Evidence
from relplan.model.production import PRODUCTION
from relplan.model.workspace import Feature, Gate, Unit
from relplan.workspace.problems import nearest
from relplan.workspace.schema import Document, SeenTable, UnitTable


def other_couplings(document: Document) -> tuple[tuple[str, Collection[str]], ...]:
    """Return the names of all couplings that are no contracts, by their kind of table."""
    return (
        ("gates", document.gates),
        ("units", document.units),
        ("features", document.features),
    )


def coupling_problems(document: Document) -> Iterator[str]:
    """Yield what is wrong with the tables though each value by itself is right."""
    # Couplings go by their names alone, so no two may share one.
    taken = set(document.contracts)
    for kind, names in other_couplings(document):
        for name in names:
            if name in taken:
                yield f"[{kind}.{name}] another coupling has this name; rename one of them"
        taken.update(names)
    known = {PRODUCTION, *document.environments}
    known.update(table.environment for table in document.deployments)
    for kind, tables in (("gates", document.gates), ("units", document.units)):
        for name, table in tables.items():
            for environment in sorted(set(table.environments) - known):
                hint = nearest(environment, known) or f"; add [environments.{environment}]"
                yield f"[{kind}.{name}] environments: none is called '{environment}'{hint}"
    for name, unit in document.units.items():
        if len(set(_services(unit))) < 2:
            yield f"[units.{name}] services: names fewer than two services, so it ties nothing"


def features_of(document: Document) -> tuple[Feature, ...]:
    """Return the declared features."""
    return tuple(
        Feature(key, table.flagged_effort_days) for key, table in document.features.items()
    )


def gates_of(document: Document) -> tuple[Gate, ...]:
    """Return the process steps."""
    return tuple(
        Gate(
            name=name,
            kind=table.kind,
            services=tuple(table.services),
            team=table.team,
            passed=table.passed,
            waived_effort_days=table.waived_effort_days,
            environments=tuple(table.environments),
        )
        for name, table in document.gates.items()
    )


def units_of(document: Document) -> tuple[Unit, ...]:
    """Return what is deployed together."""
    by_repository = {table.repo: name for name, table in reversed(document.services.items())}
    return tuple(
        Unit(
            name=name,
            services=tuple(table.services),
            detected_services=tuple(table.detected_services),
            suspected_services=tuple(table.suspected_services),
            seen=tuple(
                _evidence(place, by_repository.get(place.repo, place.repo)) for place in table.seen
            ),
            environments=tuple(table.environments),
            split_effort_days=table.split_effort_days,
        )
        for name, table in document.units.items()
    )


def _services(unit: UnitTable) -> tuple[str, ...]:
    return (*unit.services, *unit.detected_services, *unit.suspected_services)


def _evidence(place: SeenTable, repository: str) -> Evidence:
    return Evidence(
        rule="unit-file",
        text=place.text,
        repository=repository,
        path=place.path,
        line=place.line,
    )
