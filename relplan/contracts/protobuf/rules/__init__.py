"""Every rule of the kind protobuf, called as buf calls it; some are our own.

Those are about what is new, and about the HTTP calls of ``google.api.http``.

What buf holds breaking over the wire or in JSON (its category WIRE_JSON) is breaking. Of what it
holds breaking for generated code (PACKAGE), the removal of an rpc, of a service, and of a message
that nothing else refers to are breaking too: whoever calls the rpc or waits for the message is left
without. The rest of PACKAGE is risky: what goes over the wire stays right, a consumer's code may
need a change when it is generated anew. The examples are of proto3 where they do not say otherwise.
"""

from operator import attrgetter

from relplan.contracts.protobuf.rules import enums, fields, files, messages, services
from relplan.contracts.rules import by_id

_TABLES = (files, enums, messages, fields, services)
RULES = tuple(sorted((rule for table in _TABLES for rule in table.RULES), key=attrgetter("id")))
BY_ID = by_id(RULES)
