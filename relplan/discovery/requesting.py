"""Tells whose APIs a service requests, by the paths in its code."""

from collections.abc import Collection, Iterator, Sequence

from relplan.contracts.kind import Access, Surface
from relplan.contracts.openapi.uses.helpers import Helpers
from relplan.contracts.openapi.uses.meanings import uses_in
from relplan.contracts.openapi.uses.routes import Routes, served_in
from relplan.discovery.drafts import Draft
from relplan.discovery.mentions import Mentions, Spot
from relplan.model.evidence import Confidence


def requested(
    service: str, mentions: Mentions, drafts: Sequence[Draft], services: Collection[str]
) -> Iterator[tuple[Draft, Spot, Confidence]]:
    """Yield the APIs of others of *services* that one requests, each place, and how sure it is."""
    apis = [draft for draft in drafts if draft.kind.access is Access.ROUTES]
    if not apis or not mentions.requests:
        return
    coded = [str(number) for number, draft in enumerate(apis) if draft.kind.in_code]
    routes = Routes(
        {str(number): _surface(draft) for number, draft in enumerate(apis)},
        own=(str(number) for number, draft in enumerate(apis) if draft.provider == service),
        providers={str(number): draft.provider for number, draft in enumerate(apis)},
        services=services,
        browsed=coded,
        coded=coded,
    )
    for requests in mentions.requests.values():
        routes.serve(served_in(requests))
    helpers = Helpers(mentions.helpers)
    for path, requests in mentions.requests.items():
        for number, use in uses_in(path, helpers.resolved(requests), routes):
            confidence = Confidence.DETECTED if use.tells else Confidence.GUESSED
            yield apis[int(number)], Spot(path, use.line, f"{use.part}: {use.text}"), confidence


def _surface(draft: Draft) -> Surface:
    parts: dict[str, tuple[str, ...]] = {}
    for offer in draft.offers:
        parts.update(offer.surface.parts)
    return Surface(draft.base, parts)
