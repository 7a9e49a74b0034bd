"""What two versions of a service's code say of its routes: removed, renamed, or not known."""

import pytest

from relplan.contracts import compare
from relplan.contracts.kind import EMPTY, Options
from relplan.contracts.routes.contract import ANALYZER
from tests.contracts.routes.example import version

APP = "from fastapi import FastAPI\nfrom app import more\napp = FastAPI()\n"
KEPT = "@app.get('/kept')\ndef kept(): ...\n"
SHOW = "@app.get('/orders/{id}')\ndef show(id): ...\n"
ADD = "@app.post('/orders')\ndef add(): ...\n"


def told(before: dict[str, str] | str, after: dict[str, str] | str) -> list[str]:
    """Return the findings as ``route-removed GET /a``, without those of what is new."""
    old, new = (
        version({"app.py": APP + KEPT + one} if isinstance(one, str) else one)
        for one in (before, after)
    )
    found = compare(ANALYZER, old, new, Options())
    return [f"{one.rule} {one.part}" for one in found if one.rule != "route-added"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (SHOW + ADD, []),
        (SHOW, ["route-removed POST /orders"]),
        ("", ["route-removed GET /orders/{id}", "route-removed POST /orders"]),
        (SHOW.replace("{id}", "{order}") + ADD, []),
        (SHOW.replace("/{id}", "/{id}/") + ADD, []),
        (SHOW.replace("/{id}", "/{shop}/{id}") + ADD, ["route-removed GET /orders/{id}"]),
        (SHOW.replace("orders", "sales") + ADD, ["route-renamed GET /orders/{id}"]),
        (SHOW + ADD.replace("post", "put"), ["route-method-changed POST /orders"]),
        (ADD + SHOW, []),
    ],
)
def test_a_path_that_is_gone_is_a_break(after: str, expected: list[str]) -> None:
    assert told(SHOW + ADD, after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # in a loop, by a helper, in a table, as another framework writes it
        (SHOW, "for path in PATHS:\n    app.get(path)(show)\n"),
        (SHOW, "app.add_api_route(route_of(show), show)\n"),
        (SHOW, "ROUTES = [('/orders/{id}', show)]\n"),
        (SHOW, "register(Route('GET', 'orders/:id', show))\n"),
        # a path with more parameters may answer it now
        (SHOW.replace("{id}", "late"), SHOW),
        (SHOW, "@app.get('/orders/{rest:path}')\ndef show(rest): ...\n"),
    ],
)
def test_what_may_still_be_served_is_a_question(before: str, after: str) -> None:
    assert [one.partition(" ")[0] for one in told(before, after)] == ["route-unclear"]


MORE = "from app import app, show\nfor path in PATHS:\n    app.get(path)(show)\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # its handler is gone with it, wherever what is not understood stands
        (SHOW, "", "route-removed"),
        (SHOW, "def other(): ...\n", "route-removed"),
        ("app.get('/orders/{id}')(show)\ndef show(id): ...\n", "", "route-removed"),
        # its handler is still there, or goes by a name that others have, or has none
        (SHOW, "def show(id): ...\n", "route-unclear"),
        (SHOW, "from orders import show\n", "route-unclear"),
        ("app.get('/orders/{id}')(show)\ndef show(id): ...\n", "def show(id): ...\n",
         "route-unclear"),
        ("app.get('/orders/{id}')(lambda id: id)\n", "", "route-unclear"),
        # the code has its word in a new place
        (SHOW, "NAMES = ('bills', 'orders')\n", "route-unclear"),
        (SHOW, "NAMES = ('bills', 'purchases')\n", "route-removed"),
        # it answers another path now
        (SHOW, SHOW.replace("orders", "sales"), "route-renamed"),
        (SHOW, SHOW.replace("orders", "sales") + "NAMES = ('orders',)\n", "route-unclear"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", MORE.replace("show", "made")])
def test_where_routes_are_not_understood_only_what_went_with_its_handler_is_a_break(
    before: str, after: str, expected: str, more: str
) -> None:
    loop = "" if more else "for path in PATHS:\n    app.get(path)(made)\n"
    old, new = (
        {"app.py": APP + KEPT + loop + one} | ({"more.py": more} if more else {})
        for one in (before, after)
    )
    assert told(old, new) == [f"{expected} GET /orders/{{id}}"]


def test_what_is_not_understood_and_new_may_serve_all_that_is_gone() -> None:
    before = {"app.py": APP + KEPT + SHOW, "more.py": MORE}
    after = {"app.py": APP + KEPT, "more.py": MORE + MORE.replace("PATHS", "OTHERS")}
    assert told(before, after) == ["route-unclear GET /orders/{id}"]


def test_what_is_known_of_the_beginning_of_an_unread_path_tells_it_from_others() -> None:
    def below(prefix: str) -> str:
        mount = f"app.include_router(more, prefix='{prefix}')\n"
        return f"more = APIRouter()\nmore.get(NAME)(show)\n{mount}"

    assert told(SHOW, below("/bills")) == ["route-removed GET /orders/{id}"]
    assert told(SHOW, below("/orders")) == ["route-unclear GET /orders/{id}"]


def test_a_route_that_is_moved_to_another_file_is_still_there() -> None:
    router = "from fastapi import APIRouter\nrouter = APIRouter(prefix='/orders')\n"
    moved = router + "@router.get('/{id}')\ndef show(id): ...\n"
    mount = "from orders import router\napp.include_router(router)\n"
    assert (
        told({"app.py": APP + KEPT + SHOW}, {"app.py": APP + KEPT + mount, "orders.py": moved})
        == []
    )


def test_code_in_which_no_route_is_seen_any_longer_is_a_question() -> None:
    found = compare(
        ANALYZER, version({"app.py": APP + SHOW}), version({"app.py": "serve()\n"}), Options()
    )
    assert [one.rule for one in found] == ["unreadable"]
    assert [
        one.severity for one in compare(ANALYZER, version({"app.py": APP + SHOW}), EMPTY, Options())
    ] == ["unknown"]
    (new,) = compare(ANALYZER, EMPTY, version({"app.py": APP + SHOW}), Options())
    assert (new.rule, new.part) == ("route-added", "GET /orders/{id}")


def test_a_registration_that_is_not_understood_and_goes_is_a_question() -> None:
    loop = "for path in PATHS:\n    app.get(path)(show)\n"
    assert told(loop, "") == ["route-unclear "]
    assert told(loop, loop + "# the same\n") == []


BEGIN = "from fastapi import APIRouter, FastAPI\nfrom settings import BASE\napp = FastAPI()\n"
ROUTER = BEGIN + "r = APIRouter(prefix=BASE)\napp.include_router(r)\n"
BILLS, TAXES = "@r.get('/bills')\ndef bills(): ...\n", "@r.get('/taxes')\ndef taxes(): ...\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (BILLS + TAXES, TAXES, ["route-removed GET …/bills"]),
        (BILLS + TAXES, BILLS.replace("bills", "sales") + TAXES, ["route-renamed GET …/bills"]),
        (TAXES, BILLS + TAXES, []),
        # another way of naming what it stands below, or what that is: nobody knows
        (BILLS, "q = APIRouter(prefix=ROOT)\napp.include_router(q)\n" + BILLS.replace("r.", "q."),
         ["route-unclear GET …/bills"]),
        (BILLS + TAXES, "@app.get('/v1/bills')\ndef bills(): ...\n" + TAXES,
         ["route-unclear GET …/bills"]),
        (BILLS + BILLS, BILLS, ["route-unclear GET …/bills"]),
        ("@app.get('/v1/bills')\ndef bills(): ...\n" + TAXES, BILLS + TAXES,
         ["route-unclear GET /v1/bills"]),
        # what is below cannot be it
        ("@app.get('/v1/bills')\ndef bills(): ...\n" + TAXES, TAXES,
         ["route-removed GET /v1/bills"]),
    ],
)  # fmt: skip
def test_paths_below_what_others_know_are_compared_with_each_other(
    before: str, after: str, expected: list[str]
) -> None:
    assert told({"app.py": ROUTER + before}, {"app.py": ROUTER + after}) == expected


def test_a_path_that_another_module_names_goes_by_that_name() -> None:
    head = 'package main\nimport ("github.com/gin-gonic/gin"; "x.com/names")\nfunc main() {\n'
    head += "  r := gin.New()\n"
    both = head + "  r.GET(names.Bills, bills)\n  r.GET(names.Taxes, taxes)\n}\n"
    one = head + "  r.GET(names.Taxes, taxes)\n}\n"
    assert told({"a.go": both}, {"a.go": one}) == ["route-removed GET /{names.Bills}"]
    other = both.replace("names.Bills", "names.Sales")
    assert told({"a.go": both}, {"a.go": other}) == ["route-unclear GET /{names.Bills}"]
