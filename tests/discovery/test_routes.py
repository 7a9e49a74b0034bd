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
