"""The two sides of a comparison, and how what stands in them is read."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from relplan.contracts.bounds import Budget
from relplan.contracts.references import References


class Dialect(StrEnum):
    """How ``nullable``, exclusive bounds and what stands beside a ``$ref`` are read."""

    OPENAPI_30 = "openapi-3.0"
    """Of Swagger 2.0 and OpenAPI 3.0: ``nullable`` counts, and nothing beside a ``$ref``."""
    JSON_SCHEMA = "json-schema"
    """Of all drafts, and of OpenAPI 3.1, AsyncAPI: what stands beside a ``$ref`` counts, too."""


@dataclass(frozen=True)
class Sides:
    """The files of both sides; one for all the schemas of a comparison, it remembers them."""

    base: References
    revision: References
    budget: Budget
    dialect: Dialect
    memory: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been found out about them."""
