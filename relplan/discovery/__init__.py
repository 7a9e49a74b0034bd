"""What `relplan init` finds: services, contracts, who provides and who uses them."""

from relplan.discovery.discover import discover
from relplan.discovery.found import Discovered, FoundContract, FoundService, Sign

__all__ = ["Discovered", "FoundContract", "FoundService", "Sign", "discover"]
