"""The frameworks whose routes are read, a module each."""

from relplan.contracts.routes.route import Framework

FRAMEWORKS: tuple[Framework, ...] = ()
"""All that are asked, each for the files that it knows."""
