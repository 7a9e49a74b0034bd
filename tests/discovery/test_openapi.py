"""Contracts of HTTP and of messages: titles, copies, callers."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.discovery.finding import (
    calls,
    contract,
    found_in,
    guesses,
    rules,
    ties,
)
from tests.discovery.test_declared import pact


def openapi(title: str, *operations: str) -> str:
    """Return a document with operations written as ``GET /orders/{id} getOrder``."""
    paths: dict[str, dict[str, object]] = {}
    for operation in operations:
        method, path, *name = operation.split(" ")
        found = {"responses": {"200": {"description": "Yes"}}}
        named = {"operationId": name[0]} if name else {}
        paths.setdefault(path, {})[method.lower()] = {**found, **named}
    info = {"title": title, "version": "1"}
    return json.dumps({"openapi": "3.0.3", "info": info, "paths": paths})


USERS: Sequence[str] = ("GET /users", "GET /users/{id}", "POST /users", "GET /health")
USERS_API = openapi("Users", *USERS)


def test_the_provider_its_copy_and_the_callers(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"api/openapi.json": USERS_API},
            "app": {"client/users.json": openapi("Users", *USERS[:2])},
            "web": {"api.ts": 'await fetch("/users/1");\nawait fetch("/health");\n'},
            "mail": {"mail.py": 'get("http://users:8080/whatever")\n'},
            "jobs": {"jobs.py": '"""Reads what users answers to GET /users/{id}."""\n'},
            "other": {"own.py": '"""Answers GET /users/{id}."""\nget("/health")\n'},
        },
    )
    assert ties(found) == {"users-api": ("users", ["app", "web"])}
    assert guesses(found, "users-api") == ["jobs", "mail"]
    assert rules(found, "users-api", "app") == ["copy"]
    assert rules(found, "users-api", "web") == ["uses"]
    assert rules(found, "users-api", "mail") == ["url"]
    assert rules(found, "users-api", "jobs") == ["mention"]
    assert contract(found, "users-api").consumers["mail"][0].confidence == "guessed"
    assert calls(found) == {"mail": ["users"], "web": ["users"]}


def test_who_requests_by_a_function_of_its_own_is_a_caller(tmp_path: Path) -> None:
    helper = "export const http = { get: (path) => fetch(usersUrl + path) };\n"
    call = "import { http } from './http';\nhttp.get('/users');\n"
    found = found_in(
        tmp_path,
        {
            "users": {"api/openapi.json": USERS_API},
            "web": {"src/http.ts": helper, "src/users.ts": call},
        },
    )
    assert ties(found) == {"users-api": ("users", ["web"])}


GRADLE = """tasks.register<GenerateTask>("buildModel") {
  generatorName.set("%s")
  inputSpec.set("%s")
}
"""


@pytest.mark.parametrize(
    ("file", "build"),
    [
        ("build.gradle.kts", GRADLE % ("kotlin", "specs/prices.json")),
        ("build.gradle.kts", GRADLE % ("java", "$projectDir/specs/$name.json")),
        (
            "pom.xml",
            "<generatorName>java</generatorName>\n<inputSpec>${basedir}/specs/prices.json</inputSpec>",
        ),
    ],
)
def test_a_document_that_a_client_is_generated_from_is_not_what_its_holder_serves(
    tmp_path: Path, file: str, build: str
) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {file: build, "specs/prices.json": openapi("Prices", "GET /prices/{id}")},
            "web": {"api.ts": 'await fetch("/prices/1");\n'},
        },
    )
    assert ties(found) == {}
    assert calls(found) == {}


def test_a_document_that_a_server_is_generated_from_is_its_holders(tmp_path: Path) -> None:
    build = GRADLE % ("kotlin-spring", "specs/prices.json")
    specs = {"specs/prices.json": openapi("Prices", "GET /prices/{id}")}
    web = {"api.ts": 'await fetch("/prices/1");\n'}
    found = found_in(tmp_path, {"orders": {"build.gradle.kts": build, **specs}, "web": web})
    assert ties(found) == {"orders-api": ("orders", ["web"])}


def test_titles_that_say_nothing_do_not_join(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"openapi.json": openapi("API", "GET /users", "GET /users/{id}")},
            "stock": {"openapi.json": openapi("API", "GET /stock", "GET /stock/{id}")},
            "web": {"a.js": "1"},
        },
    )
    assert ties(found) == {"stock-api": ("stock", []), "users-api": ("users", [])}


def test_several_apis_of_one_service_are_named_by_their_titles(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "shop": {
                "api/public.json": openapi("Public", "GET /things"),
                "api/admin.json": openapi("API", "DELETE /things"),
                "api/admin.yaml": openapi("admin", "GET /jobs", "GET /runs", "GET /logs"),
                "docs/admin.json": openapi("Jobs", "GET /jobs", "GET /runs", "GET /logs"),
            }
        },
    )
    assert sorted(ties(found)) == ["admin-api", "public-api", "shop-admin-api"]
    assert contract(found, "admin-api").files == ("api/admin.yaml", "docs/admin.json")
    assert contract(found, "shop-admin-api").files == ("api/admin.json",)


def test_a_path_that_two_offer_shows_nobody(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"openapi.json": openapi("Users", "GET /users")},
            "admin": {"openapi.json": openapi("Admin", "GET /users", "GET /rights", "GET /roles")},
            "web": {"api.ts": 'await fetch("/users");\n'},
        },
    )
    assert ties(found) == {"admin-api": ("admin", []), "users-api": ("users", [])}


def test_the_name_of_an_operation_shows_nobody(tmp_path: Path) -> None:
    api = openapi("Things", "GET /things getAllOfTheThings")
    code = "from client import api\napi.getAllOfTheThings()\n"
    found = found_in(tmp_path, {"things": {"api.json": api}, "w": {"a.py": code}})
    assert ties(found) == {"things-api": ("things", [])}


def test_what_a_service_serves_itself_is_no_call(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"openapi.json": USERS_API},
            "web": {"a.js": 'app.get("/users/:id", show);\nconst link = "/users/7";\n'},
        },
    )
    assert ties(found) == {"users-api": ("users", [])}


def test_two_services_that_serve_apis_of_one_title_have_two(tmp_path: Path) -> None:
    def serving(*paths: str) -> str:
        return "".join(f"app.get('{path}', answer);\n" for path in paths)

    found = found_in(
        tmp_path,
        {
            "users": {"openapi.json": USERS_API, "a.js": serving("/users", "/users/:id")},
            "people": {
                "openapi.json": openapi("Users", *USERS[:2]),
                "a.js": serving("/users", "/users/:id"),
            },
        },
    )
    assert ties(found) == {"people-api": ("people", []), "users-api": ("users", [])}


def test_a_pact_is_matched_with_the_operations(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "users": {"api/openapi.json": USERS_API},
            "web": {
                "test/pacts/web-users.json": pact(
                    "web", "users", "/users/12?all=1", "/v1/users", "/nothing/of/the/kind"
                )
            },
        },
    )
    api = contract(found, "users-api")
    assert api.kind == "openapi"
    assert api.uses == {"web": {"GET /users", "GET /users/{id}"}}
    assert rules(found, "users-api", "web") == ["catalog-consumes"]


def test_asyncapi_and_json_schema(tmp_path: Path) -> None:
    events = json.dumps(
        {
            "asyncapi": "2.6.0",
            "info": {"title": "Orders", "version": "1"},
            "channels": {"shop.orders.paid": {"publish": {"message": {"payload": {}}}}},
        }
    )
    schema = json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A product",
            "type": "object",
            "properties": {"id": {"type": "string"}, "price": {"type": "integer"}},
        }
    )
    found = found_in(
        tmp_path,
        {
            "orders": {
                "events/asyncapi.json": events,
                "lonely.schema.json": schema.replace("A ", "Z"),
            },
            "stock": {"feed/product.schema.json": schema},
            "web": {"vendor/product.schema.json": schema},
            "mail": {"src/on.py": "listen('shop.orders.paid')\nshop.orders.paid = 1\n"},
            "till": {"src/on.py": "shop.orders.paid()\n"},
        },
    )
    assert ties(found) == {
        "orders-events": ("orders", ["mail"]),
        "product-schema": ("stock", ["web"]),
    }


def test_what_each_api_of_a_service_has_joins_none(tmp_path: Path) -> None:
    """Titles of versions are one: what all of them have still joins them."""
    each = ("GET /ping", "GET /version", "GET /config")
    documents = {
        f"api/{name}.json": openapi(name, *each, f"GET /{name}")
        for name in ("data", "jobs", "mail")
    }
    versions = {
        f"v{number}.json": openapi(f"Shop v{number}", "GET /a", "GET /b", "GET /c")
        for number in (1, 2, 3)
    }
    found = found_in(tmp_path, {"core": documents, "shop": versions})
    assert sorted(ties(found)) == ["data-api", "jobs-api", "mail-api", "shop-api"]


@pytest.mark.parametrize(
    "call",
    [
        "await fetch(`${config.membersUrl}/users/${id}`);\n",
        "await fetch(process.env.MEMBERS_API + '/users/' + id);\n",
        "await fetch('http://members:8080/users/1');\n",
    ],
)
def test_a_path_at_an_address_that_names_another_is_a_guess(tmp_path: Path, call: str) -> None:
    # That nobody else here serves the path does not make it theirs: who is named is not here.
    repositories = {"users": {"api/openapi.json": USERS_API}, "web": {"api.ts": call}}
    found = found_in(tmp_path, repositories)
    assert ties(found) == {"users-api": ("users", [])}
    assert guesses(found, "users-api") == ["web"]
    assert calls(found) == {}


@pytest.mark.parametrize(
    "call",
    [
        "await fetch(`${config.usersUrl}/users/${id}`);\n",
        "await fetch(`${config.apiUrl}/users/${id}`);\n",
        "await fetch('http://users-service:8080/users/1');\n",
        "await fetch(`${config.usersUrl}/users-api/v1/users/${id}`);\n",
        "await fetch('/users-service/users/' + id);\n",
    ],
)
def test_a_path_at_the_providers_address_is_a_call(tmp_path: Path, call: str) -> None:
    repositories = {"users": {"api/openapi.json": USERS_API}, "web": {"api.ts": call}}
    assert ties(found_in(tmp_path, repositories)) == {"users-api": ("users", ["web"])}


def test_a_path_below_another_name_is_no_call(tmp_path: Path) -> None:
    call = "await fetch(`${config.gatewayUrl}/members/users/${id}`);\n"
    repositories = {"users": {"api/openapi.json": USERS_API}, "web": {"api.ts": call}}
    found = found_in(tmp_path, repositories)
    assert ties(found) == {"users-api": ("users", [])}
    assert guesses(found, "users-api") == []


def test_an_address_may_end_where_a_path_begins_with_api(tmp_path: Path) -> None:
    document = openapi("Users", "GET /api/v1/users/{id}", "POST /api/v1/users/{id}/groups")
    web = "await fetch(`${config.usersUrl}/users/${id}`);\n"
    shop = "await fetch('/users/' + id);\n"
    repositories = {
        "users": {"openapi.json": document},
        "web": {"api.ts": web},
        "shop": {"api.ts": shop},
    }
    # What begins with a slash alone is of whoever serves that page: it has no /api before it.
    assert ties(found_in(tmp_path, repositories)) == {"users-api": ("users", ["web"])}


def test_of_several_who_serve_a_path_the_address_tells_which_is_called(tmp_path: Path) -> None:
    redact = "POST /redact/pii"
    found = found_in(
        tmp_path,
        {
            "acme-application": {"openapi.json": openapi("Applications", redact, *USERS)},
            "acme-payment": {"openapi.json": openapi("Payments", redact, "GET /payments/{id}")},
            "web": {"api.ts": "await axios.post(`${applicationApiUri}/redact/pii`);\n"},
            "shop": {"api.ts": "await axios.post(`${baseUrl}/redact/pii`);\n"},
        },
    )
    callers = {one.provider: sorted(one.consumers) for one in found.contracts}
    assert calls(found) == {"web": ["acme-application"]}
    assert callers == {"acme-application": ["shop", "web"], "acme-payment": ["shop"]}
