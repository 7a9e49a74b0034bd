"""Tells which services call which, while the caller waits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from relplan.contracts.kind import Access
from relplan.discovery.consumers import note
from relplan.discovery.drafts import Draft
from relplan.discovery.found import Sign
from relplan.discovery.providers import Workspace
from relplan.model.evidence import Confidence

STORES = frozenset(
    "cache cassandra clickhouse database db elasticsearch etcd kafka mariadb memcached minio mongo"
    " mongodb mysql nats opensearch pgbouncer postgres postgresql queue rabbitmq redis"
    " zookeeper".split()
)
"""What a service waits for, but what no team releases in step with it."""
Call = tuple[str, str, Sign]
"""Who calls whom, and what shows it."""


def find_calls(drafts: Sequence[Draft], configured: Sequence[Call], workspace: Workspace) -> None:
    """Note in the services whom they call, and what follows for the contracts.

    *configured*: the addresses that services are configured from outside.
    """
    addresses = [*_addresses(workspace), *configured]
    for calls in (_rpcs(drafts, workspace), addresses, _requests(drafts)):
        for caller, callee, sign in calls:
            if caller != callee and callee not in STORES:
                workspace.services[caller].calls.setdefault(callee, sign)
    _infer_consumers(drafts, [*addresses, *_spoken_of(workspace)])


def _rpcs(drafts: Sequence[Draft], workspace: Workspace) -> Iterator[Call]:
    """A stub of a gRPC service that only one other serves."""
    known = {rpc for draft in drafts for rpc in draft.rpcs}
    servers: Mapping[str, set[str]] = defaultdict(set)
    for service, mentions in workspace.mentions.items():
        for rpc in known & mentions.serves.keys():
            servers[rpc].add(service)
    for caller, mentions in workspace.mentions.items():
        for rpc in sorted(known & mentions.calls.keys()):
            if len(servers[rpc]) == 1:
                (server,) = servers[rpc]
                yield caller, server, workspace.sign(caller, "calls", mentions.calls[rpc])


def _addresses(workspace: Workspace) -> Iterator[Call]:
    for caller, mentions in workspace.mentions.items():
        for host, spot in mentions.hosts.items():
            yield caller, host, workspace.sign(caller, "url", spot)


def _spoken_of(workspace: Workspace) -> Iterator[Call]:
    """What is called as if it were a client of a service: that it is one is a guess."""
    for caller, mentions in workspace.mentions.items():
        for service, spot in mentions.spoken_of.items():
            if service != caller and service not in STORES:
                yield caller, service, workspace.sign(caller, "mention", spot)


def _requests(drafts: Sequence[Draft]) -> Iterator[Call]:
    """Who uses an API of requests and answers calls its provider; to keep a copy is no use."""
    for draft in drafts:
        if draft.kind.access.is_http:
            for caller, signs in draft.consumers.items():
                for sign in signs:
                    if sign.evidence.rule != "copy" and sign.confidence is not Confidence.GUESSED:
                        yield caller, draft.provider, sign


def _infer_consumers(drafts: Sequence[Draft], addresses: Sequence[Call]) -> None:
    """Who calls a service by its address may use its API, where it has only one, files first."""
    apis: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.kind.access is Access.ROUTES:
            apis[draft.provider].append(draft)
    for caller, callee, sign in addresses:
        filed = [one for one in apis[callee] if not one.kind.in_code] or apis[callee]
        if len(filed) == 1:
            note(filed[0], caller, Sign(sign.evidence, Confidence.GUESSED))
