"""Reads both versions of an operation, whichever specification each follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from relplan.contracts.openapi.document import Flavour, Operation, Reader
from relplan.contracts.openapi.openapi3 import OpenApi3
from relplan.contracts.openapi.parts import (
    Body,
    Parameter,
    ParameterKey,
    PartsReader,
    Response,
)
from relplan.contracts.openapi.report import Report
from relplan.contracts.openapi.swagger2 import Swagger2
from relplan.contracts.references import OutsideError
from relplan.contracts.schemas.shape import Dialect

_READERS: Mapping[Flavour, PartsReader] = {
    Flavour.SWAGGER_2: Swagger2(),
    Flavour.OPENAPI_30: OpenApi3(),
    Flavour.OPENAPI_31: OpenApi3(),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """All that an operation takes and gives."""

    parameters: Mapping[ParameterKey, Parameter]
    body: Body | None
    responses: Mapping[str, Response]


def parts_of(operation: Operation) -> Parts:
    """Read all that *operation* takes and gives."""
    reader = _READERS[operation.api.flavour]
    return Parts(reader.parameters(operation), reader.body(operation), reader.responses(operation))


def dialect_of(base: Operation, revision: Operation) -> Dialect:
    """Return how the schemas of both are read."""
    both = {base.api.flavour, revision.api.flavour}
    return Dialect.JSON_SCHEMA if both == {Flavour.OPENAPI_31} else Dialect.OPENAPI_30


def report_faults(part: str, base: Reader | None, revision: Reader | None, report: Report) -> None:
    """Note what could not be understood since this was last done.

    What leads to the same place out of the repository on both sides is the same.
    """
    before = base.take_faults() if base else []
    after = revision.take_faults() if revision else []
    outside = {fault.what for fault in before if isinstance(fault, OutsideError)} & {
        fault.what for fault in after if isinstance(fault, OutsideError)
    }
    known = {fault.what for fault in after}
    for fault in (*after, *(fault for fault in before if fault.what not in known)):
        if fault.what not in outside:
            report.fault(part, fault)
