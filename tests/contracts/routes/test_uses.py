"""What of routes in code a consumer surely uses: pages are linked to, APIs are called."""

import pytest

from relplan.contracts.kind import Surface
from relplan.contracts.routes import ROUTES

PARTS = (
    "GET /world/{name}/news",
    "GET /email/manage/authenticate",
    "POST /email/manage/authenticate",
    "GET /api/world/{name}/regions",
    "POST /world/{name}/votes",
)
SURFACE = Surface("", dict.fromkeys(PARTS, ()))


@pytest.mark.parametrize(
    ("path", "line", "sure"),
    [
        ("a.rb", 'url: "/world/#{slug}/news",', False),  # a link in a page, as likely as a call
        ("a.py", 'NEWS = f"/world/{slug}/news"', False),
        ("a.rb", 'url_for(base_path: "/email/manage/authenticate")', False),  # the form is a page
        ("a.rb", 'connection.get("/world/#{slug}/news")', True),
        ("a.rb", 'connection.post("/email/manage/authenticate")', True),
        ("a.ts", "await fetch(`/world/${slug}/news`)", True),
        ("a.py", 'REGIONS = f"/api/world/{slug}/regions"', True),  # no page is called so
        ("a.py", 'VOTES = f"/world/{slug}/votes"', True),  # nor is one posted to
    ],
)
def test_a_path_that_nobody_requests_may_be_a_link(path: str, line: str, sure: bool) -> None:
    uses = list(ROUTES.analyzer.uses(path, f"{line}\n".encode(), SURFACE))
    assert uses
    assert {use.guessed and not use.is_of_contract for use in uses} == {not sure}
