"""Every ecosystem of packages: relplan's own, and those that other packages add.

A package adds one by an entry point of the group ``relplan.package_ecosystems`` that is an
`Ecosystem`; see docs/extending.md.
"""

from functools import cache

from relplan.contracts.library.buf import BUF
from relplan.contracts.library.cargo import CARGO
from relplan.contracts.library.composer import COMPOSER
from relplan.contracts.library.go import GO
from relplan.contracts.library.guarded import guarded
from relplan.contracts.library.maven import MAVEN
from relplan.contracts.library.npm import NPM
from relplan.contracts.library.nuget import NUGET
from relplan.contracts.library.packages import Ecosystem
from relplan.contracts.library.python import PYTHON
from relplan.contracts.library.ruby import RUBY
from relplan.plugins import plugins, with_new_names

GROUP = "relplan.package_ecosystems"
OWN = (PYTHON, NPM, GO, MAVEN, CARGO, NUGET, RUBY, COMPOSER, BUF)


@cache
def ecosystems() -> tuple[Ecosystem, ...]:
    """Return all ecosystems, relplan's own first.

    Looks once at the installed packages, which takes longer than most commands. One whose name is
    taken already is left out, as one is that cannot be loaded: `relplan.plugins.problems` says so.
    """
    taken = [one.name for one in OWN]
    added = plugins(GROUP, Ecosystem)
    new = with_new_names(added, lambda one: one.name, taken, "there is an ecosystem")
    return (*OWN, *map(guarded, new))


@cache
def ecosystem_called(name: str) -> Ecosystem:
    """Return the ecosystem of that name, which a package or a pin has."""
    return next(one for one in (*OWN, *ecosystems()) if one.name == name)
