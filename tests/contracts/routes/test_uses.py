"""What of routes in code a consumer surely uses: pages are linked to, APIs are called."""

import pytest

from relplan.contracts.kind import Surface
from relplan.contracts.routes import ROUTES

SURFACE = Surface(
    "",
    {
        "GET /world/{name}/news": (),
        "GET /api/world/{name}/regions": (),
        "POST /world/{name}/votes": (),
    },
)


@pytest.mark.parametrize(
    ("path", "line", "sure"),
    [
        ("a.rb", 'url: "/world/#{slug}/news",', False),  # a link in a page, as likely as a call
        ("a.py", 'NEWS = f"/world/{slug}/news"', False),
        ("a.rb", 'connection.get("/world/#{slug}/news")', True),
        ("a.ts", "await fetch(`/world/${slug}/news`)", True),
        ("a.py", 'WORLD = f"/api/world/{slug}/regions"', True),  # no page is called so
        ("a.py", 'VOTES = f"/world/{slug}/votes"', True),  # nor is one posted to
    ],
)
def test_a_path_that_nobody_requests_may_be_a_link(path: str, line: str, sure: bool) -> None:
    (use,) = ROUTES.analyzer.uses(path, f"{line}\n".encode(), SURFACE)
    assert use.guessed is not sure
