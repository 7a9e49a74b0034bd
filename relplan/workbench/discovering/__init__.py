"""What `relplan init` finds: services, contracts, who provides and who uses them."""

from relplan.workbench.discovering.discover import discover
from relplan.workbench.discovering.found import Discovered, FoundContract, FoundService, Sign

__all__ = ["Discovered", "FoundContract", "FoundService", "Sign", "discover"]
