"""The frameworks whose routes are read, a module each."""

from relplan.contracts.routes.frameworks.aspnet import AspNet
from relplan.contracts.routes.frameworks.express import Express
from relplan.contracts.routes.frameworks.go import Go
from relplan.contracts.routes.frameworks.laravel import Laravel
from relplan.contracts.routes.frameworks.nest import Nest
from relplan.contracts.routes.frameworks.rails import Rails
from relplan.contracts.routes.route import Framework

FRAMEWORKS: tuple[Framework, ...] = (AspNet(), Express(), Go(), Laravel(), Nest(), Rails())
"""All that are asked, each for the files that it knows."""
