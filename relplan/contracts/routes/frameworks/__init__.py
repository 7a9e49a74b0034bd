"""The frameworks whose routes are read, a module each."""

from relplan.contracts.routes.frameworks.aspnet import AspNet
from relplan.contracts.routes.frameworks.django import Django
from relplan.contracts.routes.frameworks.express import Express
from relplan.contracts.routes.frameworks.go import Go
from relplan.contracts.routes.frameworks.jaxrs import JaxRs
from relplan.contracts.routes.frameworks.laravel import Laravel
from relplan.contracts.routes.frameworks.manners import LISTED
from relplan.contracts.routes.frameworks.nest import Nest
from relplan.contracts.routes.frameworks.rails import Rails
from relplan.contracts.routes.frameworks.routers import Routers
from relplan.contracts.routes.frameworks.spring import Spring
from relplan.contracts.routes.route import Framework

FRAMEWORKS: tuple[Framework, ...] = (
    Spring(),
    JaxRs(),
    Routers(),
    Django(),
    Express(),
    Nest(),
    Go(),
    AspNet(),
    Rails(),
    Laravel(),
    *LISTED,
)
"""All that are asked, each for the files that it knows."""
