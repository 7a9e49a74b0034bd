"""Routes that stand in code alone: who serves them, who calls them, and when a file comes first."""

from pathlib import Path

import pytest

from relplan.discovery.coded import folders_of
from tests.discovery.finding import contract, found_in, guesses, rules, ties
from tests.discovery.test_openapi import USERS as OPERATIONS
from tests.discovery.test_openapi import USERS_API, openapi

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
USERS = APP + (
    "@app.get('/users/{id}')\ndef show(id): ...\n@app.post('/users')\ndef add(): ...\n"
    "@app.get('/health')\ndef health(): ...\n"
)
FEIGN = """
@FeignClient("users")
interface Users {
  @GetMapping("/users/{id}")
  User one(long id);
}
"""


def test_who_calls_a_path_that_only_code_serves(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"app/main.py": USERS},
            "web": {"api.ts": "await fetch(`/users/${id}`);\n"},
            "shop": {"src/main/java/Users.java": FEIGN},
            "mail": {"mail.py": 'get("http://users:8080/whatever")\n'},
            "other": {"own.js": "app.get('/users/:id', show);\nfetch('/users/7');\n"},
        },
    )
    assert ties(found) == {"users-routes": ("users", ["shop", "web"])}
    assert guesses(found, "users-routes") == ["mail", "other"]
    assert rules(found, "users-routes", "web") == ["uses"]
    assert contract(found, "users-routes").files == ("**/*.py",)


@pytest.mark.parametrize(
    ("call", "is_sure"),
    [
        ("await client.put(host + '/users/7', body);", True),
        ("await client.put(host + `/users/${id}`, body);", True),
        ("await client.put(usersUrl + '/users/password', body);", True),
        # No user is called so: it is a path of its own, of whoever serves it.
        ("await client.put(host + '/users/password', body);", False),
        ("await client.put(host + `/users/password`, body);", False),
    ],
)
def test_a_word_in_the_place_of_a_parameter_is_a_guess(
    tmp_path: Path, call: str, is_sure: bool
) -> None:
    users = APP + "@app.put('/users/{id}')\ndef change(id): ...\n"
    more = "@app.get('/users/{id}/groups')\n@app.get('/users/{id}/orders')\ndef show(id): ...\n"
    found = found_in(tmp_path, {"users": {"main.py": users + more}, "web": {"api.js": call}})
    assert ties(found) == {"users-routes": ("users", ["web"] if is_sure else [])}
    assert guesses(found, "users-routes") == ([] if is_sure else ["web"])


@pytest.mark.parametrize(
    ("call", "is_sure"),
    [
        ("await client.put(usersUrl + `/users/${id}`, body);", True),
        ("await client.put(`/users/${id}`, body);", False),
        ("await client.put(host + `/users/${id}`, body);", False),
    ],
)
def test_a_path_that_a_service_serves_itself_below_a_prefix_may_be_its_own(
    tmp_path: Path, call: str, is_sure: bool
) -> None:
    served = "\n@app.put('%s/users/{id}')\ndef change(id): ...\n"
    more = "@app.get('%s/users/{id}/groups')\n@app.get('%s/users/{id}/orders')\ndef show(id): ...\n"
    repositories = {
        "users": {"main.py": APP + served % "" + more % ("", "")},
        "shop": {"main.py": APP + served % "/api" + more % ("/api", "/api"), "ui/api.js": call},
    }
    found = found_in(tmp_path, repositories)
    assert ties(found)["users-routes"] == ("users", ["shop"] if is_sure else [])
    assert guesses(found, "users-routes") == ([] if is_sure else ["shop"])


def test_a_file_that_says_what_is_served_comes_first(tmp_path: Path) -> None:
    repositories = {
        "users": {"api/openapi.json": USERS_API, "app/main.py": USERS},
        "web": {"api.ts": "await fetch(`/users/${id}`);\n"},
    }
    assert ties(found_in(tmp_path, repositories)) == {"users-api": ("users", ["web"])}


def test_a_path_of_a_file_and_of_other_code_shows_nobody(tmp_path: Path) -> None:
    repositories = {
        "users": {"api/openapi.json": USERS_API},
        "people": {"app/main.py": USERS},
        "web": {"api.ts": "await fetch(`/users/${id}`);\n"},
    }
    found = found_in(tmp_path, repositories)
    assert ties(found) == {"people-routes": ("people", []), "users-api": ("users", [])}
    assert guesses(found, "people-routes") == guesses(found, "users-api") == ["web"]


def test_a_few_paths_that_nobody_calls_are_no_contract(tmp_path: Path) -> None:
    site = APP + "@app.get('/about')\ndef about(): ...\n@app.get('/')\ndef home(): ...\n"
    several = APP + "".join(
        f"@app.get('/users/{{id}}/{name}')\ndef {name}(id): ...\n" for name in ("a", "b", "c")
    )
    found = found_in(tmp_path, {"site": {"app.py": site}, "users": {"app.py": several}})
    assert ties(found) == {"users-routes": ("users", [])}


def test_tomorrows_files_are_meant_and_those_of_other_services_are_not() -> None:
    wanted = ["app/api/orders.py", "main.py"]
    assert folders_of(wanted, ".", []) == ("**/*.py",)
    assert folders_of(wanted, ".", ["services/web"]) == ("*.py", "app/**/*.py")
    inside = [f"shop/{path}" for path in wanted]
    assert folders_of(inside, "shop", ["web"]) == ("**/*.py",)
    assert folders_of(["src/main/java/A.java"], ".", []) == ("**/*.java", "**/*.kt")


def test_tests_serve_nothing(tmp_path: Path) -> None:
    web = {"api.ts": "await fetch(`/users/${id}`);\n"}
    assert ties(found_in(tmp_path, {"users": {"tests/app.py": USERS}, "web": web})) == {}


def test_what_is_called_and_the_file_lacks_is_a_contract_of_its_own(tmp_path: Path) -> None:
    # The file grew old: a route that others call stands in code alone.
    more = "@app.put('/api/users/{id}/groups')\ndef group(id): ...\n"
    repositories = {
        "users": {"api/openapi.json": USERS_API, "app/main.py": USERS + more},
        "web": {"api.ts": "await fetch(`/users/${id}`);\n"},
        "shop": {"api.ts": "await axios.put(`${usersUrl}/users/${id}/groups`);\n"},
    }
    assert ties(found_in(tmp_path, repositories)) == {
        "users-api": ("users", ["web"]),
        "users-routes": ("users", ["shop"]),
    }


@pytest.mark.parametrize(
    "route",
    [
        "[{ method: 'POST', path: '/users/{id}/groups', handler: async (request) => {} }]",
        "{ method: 'POST', path: '/users/{id}/groups', options: { auth: false } }",
        "{ path: '/users/{id}/groups', method: 'POST', handler }",
        "{ method: 'POST', url: '/users/:id/groups', preHandler: auth, handler: add }",
    ],
)
def test_a_route_that_is_an_object_is_served_and_not_called(tmp_path: Path, route: str) -> None:
    document = openapi("Users", "POST /users/{id}/groups", *OPERATIONS)
    repositories = {
        "users": {"openapi.json": document},
        "groups": {"routes.js": f"export const routes = {route};\n"},
        "web": {"api.js": "axios({ method: 'POST', url: `/users/${id}/groups`, data: one });\n"},
    }
    found = found_in(tmp_path, repositories)
    assert ties(found)["users-api"] == ("users", ["web"])
    assert guesses(found, "users-api") == []


@pytest.mark.parametrize(
    ("filed", "ties_of_users"),
    [
        # Items below a user are other items; and who filed them did not file those.
        ("GET /teams/{team}/users/{id}", {"users-routes": ("users", ["web"])}),
        # Only what all paths of a service begin with may stand before either.
        ("GET /api/v1/users/{id}", {"users-api": ("users", ["web"])}),
        ("GET /v{api-version}/users/{id}", {"users-api": ("users", ["web"])}),
    ],
)
def test_a_file_that_has_what_ends_alike_has_another_route(
    tmp_path: Path, filed: str, ties_of_users: dict[str, tuple[str, list[str]]]
) -> None:
    document = openapi("Users", filed, "GET /teams/{team}/rooms", "GET /teams/{team}/halls")
    repositories = {
        "users": {"api/openapi.json": document, "app/main.py": USERS},
        "web": {"api.ts": "await fetch(`${usersUrl}/users/${id}`);\n"},
    }
    found = {name: tie for name, tie in ties(found_in(tmp_path, repositories)).items() if tie[1]}
    assert found == ties_of_users


def _app(*routes: str) -> str:
    return APP + "".join(f"@app.get('{route}')\ndef get(): ...\n" for route in routes)


ROOMS = ("/api/rooms/{id}/chairs", "/api/rooms/{id}/lamps", "/api/rooms/search", "/api/rooms/all")
FILED = openapi("Rooms", *(f"GET {route.removeprefix('/api')}" for route in ROOMS))
WEB = "await fetch(`${roomsUrl}/api/rooms/${id}/chairs`);\n"


@pytest.mark.parametrize("gone", [0, 1])
def test_a_file_of_what_anothers_code_serves_is_not_its_holders(tmp_path: Path, gone: int) -> None:
    # One of the four may be gone since the file was written.
    repositories = {
        "rooms": {"app/main.py": _app(*ROOMS[: len(ROOMS) - gone])},
        "web": {
            "docs/rooms.json": FILED,
            "app/main.py": _app("/web/a", "/web/b", "/web/c"),
            "api.ts": WEB,
        },
    }
    found = found_in(tmp_path, repositories)
    provided = {name: tie for name, tie in ties(found).items() if tie[0] == "rooms" or tie[1]}
    assert provided == {"rooms-routes": ("rooms", ["web"])}
    assert "docs/rooms.json" in [sign.evidence.path for sign in found.notes]


@pytest.mark.parametrize(
    ("rooms", "web"),
    [
        # Its holder serves some of it, too little of its code is read, or only half is served.
        (ROOMS, (ROOMS[0], "/web/b", "/web/c")),
        (ROOMS, ("/web/a",)),
        (ROOMS[:2], ("/web/a", "/web/b", "/web/c")),
    ],
)
def test_a_file_of_what_its_holder_may_serve_is_its_holders(
    tmp_path: Path, rooms: tuple[str, ...], web: tuple[str, ...]
) -> None:
    repositories = {
        "rooms": {"app/main.py": _app(*rooms)},
        "web": {"docs/rooms.json": FILED, "app/main.py": _app(*web)},
    }
    providers = {name: tie[0] for name, tie in ties(found_in(tmp_path, repositories)).items()}
    assert "web" in [who for name, who in providers.items() if not name.endswith("routes")]
