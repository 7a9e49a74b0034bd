"""What changes do to the routes that a service's code serves, and to who calls them."""

from pathlib import Path

import pytest

from relplan.model.contract_source import ContractSource
from tests.detection.system import in_words
from tests.detection.test_taking import Shop

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
SHOW = "@app.get('/users/{id}')\ndef show(id): ...\n"
LIST = "@app.get('/users')\ndef all(): ...\n"
CALL = "await fetch(`/users/${id}`);\n"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    found = Shop(tmp_path)
    found.service("users", {"app/main.py": APP + SHOW + LIST, "app/other.py": "x = 1\n"})
    found.service("web", {"api.ts": CALL, "app/main.py": "x = 1\n"})
    found.sources.append(ContractSource("users-routes", "routes", "users", files=("**/*.py",)))
    return found


def effects(shop: Shop) -> list[list[str]]:
    """Return what the only changes do, those of users first."""
    found = shop.detect().effects
    return [in_words(found[change]) for change in sorted(found) if found[change]]


def test_a_path_that_is_gone_breaks_who_calls_it_and_who_lets_go_of_it_tolerates(
    shop: Shop,
) -> None:
    shop.repos["users"].commit("Drop", "app/main.py", APP + LIST)
    shop.repos["web"].commit("Let go", "api.ts", "await fetch('/elsewhere/of/it');\n")
    assert effects(shop) == [["breaks GET /users/{id}"], ["tolerates GET /users/{id}"]]
    detection = shop.detect()
    assert [(use.part, use.confidence.value) for use in detection.uses] == [
        ("GET /users/{id}", "detected")
    ]


def test_who_takes_up_a_new_path_needs_it(shop: Shop) -> None:
    sales = "@app.get('/users/{id}/sales')\ndef sales(id): ...\n"
    shop.repos["users"].commit("Sales", "app/sales.py", "from app.main import app\n" + sales)
    shop.repos["web"].commit("Use", "api.ts", CALL + "await fetch(`/users/${id}/sales`);\n")
    assert effects(shop) == [["extends GET /users/{id}/sales"], ["adapts GET /users/{id}/sales"]]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app/main.py", APP + LIST + SHOW.replace("id", "user")),
        ("app/other.py", "x = 2\n"),
        ("tests/test_app.py", APP + "@app.get('/test')\ndef test(): ...\n"),
        ("README.md", "GET /users\n"),
    ],
)
def test_what_serves_the_same_does_nothing(shop: Shop, path: str, text: str) -> None:
    shop.repos["users"].commit("Change", path, text)
    assert effects(shop) == []


def test_a_route_in_a_form_that_is_not_read_is_a_question(shop: Shop) -> None:
    shop.repos["users"].write("app/routes.py", "ROUTES = ['/users/{id}']\n")
    shop.repos["users"].commit("Loop", "app/main.py", APP + LIST + "add_all(app, ROUTES)\n")
    found = [one for all_ in shop.detect().effects.values() for one in all_]
    assert [(one.kind.value, one.confidence.value) for one in found] == [("breaks", "guessed")]


def test_the_same_code_elsewhere_is_no_copy(shop: Shop) -> None:
    shop.service("twin", {"app/main.py": APP + SHOW + LIST})
    shop.repos["users"].commit("Drop", "app/main.py", APP + LIST)
    assert {consumer for _, consumer in shop.takings()} == {"web"}


def test_settings_that_are_new_move_all_paths(shop: Shop) -> None:
    code = '@RestController\nclass Bills {\n@GetMapping("/bills") String all() { return ""; }\n}\n'
    shop.service("bills", {"src/main/java/Bills.java": code})
    shop.sources[:] = [ContractSource("bills-routes", "routes", "bills", files=("**/*.java",))]
    settings = "server:\n  servlet:\n    context-path: /shop\n"
    shop.repos["bills"].branch("below")
    shop.repos["bills"].commit("Below", "src/main/resources/application.yml", settings)
    assert effects(shop) == [["breaks GET /bills", "extends GET /shop/bills"]]


def test_what_is_taken_away_and_given_again_breaks_as_in_other_kinds_till_it_is_there(
    shop: Shop,
) -> None:
    shop.repos["users"].commit("Drop", "app/main.py", APP + LIST)
    shop.repos["users"].commit("Again", "app/main.py", APP + LIST + SHOW.replace("show", "one"))
    assert effects(shop) == [["breaks GET /users/{id}"]]


def test_what_a_later_change_serves_again_is_gone_only_in_between(shop: Shop) -> None:
    users = shop.repos["users"]
    gone = users.commit("Drop", "app/main.py", APP + LIST)
    users.commit("Else", "app/other.py", "x = 3\n")
    back = users.commit("Serve again", "app/shows.py", "from app.main import app\n" + SHOW)
    found = shop.detect().effects
    assert [effect.brings for effect in found[f"users@{gone[:10]}"]] == [(f"users@{back[:10]}",)]
    assert not found[f"users@{back[:10]}"]


def test_what_a_later_change_serves_in_another_way_stays_gone(shop: Shop) -> None:
    users = shop.repos["users"]
    gone = users.commit("Drop", "app/main.py", APP + LIST)
    other = SHOW.replace("get", "post")
    users.commit("Else", "app/shows.py", "from app.main import app\n" + other)
    found = shop.detect().effects
    assert [effect.brings for effect in found[f"users@{gone[:10]}"]] == [()]


def test_who_calls_what_stands_below_a_prefix_that_nobody_knows_is_a_guess(tmp_path: Path) -> None:
    below = "from fastapi import APIRouter, FastAPI\nfrom settings import BASE\napp = FastAPI()\n"
    below += "r = APIRouter(prefix=BASE)\napp.include_router(r)\n"
    show, all_ = (one.replace("@app", "@r") for one in (SHOW, LIST))
    found = Shop(tmp_path)
    users = found.service("users", {"app/main.py": below + show + all_})
    found.service("web", {"api.ts": "await axios.get(`/api/v1/users/${id}`);\n"})
    found.sources.append(ContractSource("users-routes", "routes", "users", files=("**/*.py",)))
    users.commit("Drop", "app/main.py", below + all_)
    assert effects(found) == [["breaks GET …/users/{id}"]]
    uses = [(use.part, use.confidence.value) for use in found.detect().uses]
    assert uses == [("GET …/users/{id}", "guessed")]


def test_a_path_that_one_contract_serves_by_several_methods_shows_that_it_is_called(
    shop: Shop,
) -> None:
    remove = "@app.delete('/users/{id}/sales')\ndef remove(id): ...\n"
    sales = "@app.get('/users/{id}/sales')\ndef sales(id): ...\n"
    users = shop.repos["users"]
    users.commit("Serve both", "app/sales.py", "from app.main import app\n" + sales + remove)
    users.tag("v2")
    shop.repos["web"].commit("Name it", "api.ts", "const path = `/users/${id}/sales`;\n")
    shop.repos["web"].tag("v2")
    users.commit("Drop", "app/main.py", APP + LIST)
    found = shop.detect()
    assert [(one.consumer, one.confidence.value) for one in found.takings] == [("web", "detected")]
    assert {use.confidence.value for use in found.uses} == {"guessed"}


def test_a_name_in_the_code_of_a_route_is_no_part_of_it(shop: Shop) -> None:
    users = "from app.main import app\nretry_limit: int = 3\n"
    shop.repos["users"].commit("More", "app/users.py", users + SHOW.replace("users", "people"))
    shop.repos["web"].commit("Retry", "users.ts", "const retry_limit = 3;\n")
    assert effects(shop) == [["extends GET /people/{id}"]]


def test_a_whole_url_in_settings_is_a_use(shop: Shop) -> None:
    shop.repos["web"].write("config/default.yaml", "all: http://localhost:4451/users/search/old\n")
    shop.repos["web"].commit("Set", "api.ts", "x = 1\n")
    sales = "@app.get('/users/{id}/sales')\ndef sales(id): ...\n"
    shop.repos["users"].commit("Sales", "app/sales.py", "from app.main import app\n" + sales)
    settings = "sales: http://localhost:4451/users/{id}/sales\n"
    shop.repos["web"].commit("Use", "config/default.yaml", settings)
    assert effects(shop) == [["extends GET /users/{id}/sales"], ["adapts GET /users/{id}/sales"]]


def test_a_bare_path_in_settings_is_a_question(shop: Shop) -> None:
    sales = "@app.get('/users/{id}/sales')\ndef sales(id): ...\n"
    shop.repos["users"].commit("Sales", "app/sales.py", "from app.main import app\n" + sales)
    shop.repos["web"].commit("Use", "config/default.yaml", "sales-path: /users/{id}/sales\n")
    found = shop.detect().effects
    adapts = [one for effects in found.values() for one in effects if one.kind.value == "adapts"]
    assert [one.confidence.value for one in adapts] == ["guessed"]


def test_settings_of_others_are_no_uses_of_who_keeps_them(shop: Shop) -> None:
    sales = "@app.get('/users/{id}/sales')\ndef sales(id): ...\n"
    shop.repos["users"].commit("Sales", "app/main.py", APP + SHOW + LIST + sales)
    shop.repos["users"].tag("v2")
    url = "sales: http://users/users/{id}/sales\n"
    shop.service("deploy", {"web/values.yaml": url, "base/values.yaml": url})
    shop.service("mail", {"config/app.yaml": url, "app/main.py": "x = 1\n"})
    shop.service("shop", {"compose/web/app.yaml": url, "app/main.py": "x = 1\n"})
    shop.repos["users"].commit("Drop", "app/main.py", APP + LIST)
    takings = shop.takings()
    assert {name: takings["users-routes", name] for name in ("deploy", "mail", "shop")} == {
        "deploy": "guessed", "mail": "detected", "shop": "guessed",
    }  # fmt: skip
