"""The frameworks whose routes are read, a module each."""

from relplan.contracts.routes.frameworks.django import Django
from relplan.contracts.routes.frameworks.jaxrs import JaxRs
from relplan.contracts.routes.frameworks.routers import Routers
from relplan.contracts.routes.frameworks.spring import Spring
from relplan.contracts.routes.route import Framework

FRAMEWORKS: tuple[Framework, ...] = (
    Spring(),
    JaxRs(),
    Routers(),
    Django(),
)
"""All that are asked, each for the files that it knows."""
