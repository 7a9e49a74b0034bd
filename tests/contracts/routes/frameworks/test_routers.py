"""Routes of FastAPI, Starlette and Flask: routers, and where they are mounted."""

import pytest

from tests.contracts.routes.frameworks.reading import routes

FAST = "from fastapi import FastAPI, APIRouter\napp = FastAPI()\n"
FLASK = "from flask import Flask, Blueprint\napp = Flask(__name__)\n"
GET = "@router.get('/{id}')\nasync def show(id: int): ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.get('/a/{id:int}')\ndef a(): ...", ["GET /a/{id}"]),
        ("@app.api_route('/a', methods=['GET', 'POST'])\ndef a(): ...", ["GET /a", "POST /a"]),
        ("@app.api_route('/a', methods=METHODS)\ndef a(): ...", ["? /a"]),
        ("@app.get(PATH)\ndef a(): ...", ["? /"]),
        ("PATH = '/a'\n@app.get(f'{PATH}/b')\ndef a(): ...", ["GET /a/b"]),
        ("app.add_api_route('/a', a, methods=['PUT'])", ["PUT /a"]),
        ("@app.get('/f/{path:path}')\ndef a(): ...", ["GET /f/{*path}"]),
        (
            "router = APIRouter(prefix='/o')\n" + GET + "app.include_router(router, prefix='/v1')",
            ["GET /v1/o/{id}"],
        ),
        (
            "router = APIRouter()\n" + GET + "app.include_router(router, prefix=PREFIX)",
            ["GET …/{id}"],
        ),
        ("router = APIRouter()\n" + GET, ["? /"]),
        (
            "router = APIRouter()\n" + GET + "for one in (router,):\n"
            "    app.include_router(one, prefix='/o')",
            ["GET /o/{id}"],
        ),
        ("app.include_router(made(), prefix='/auth')", ["? /auth"]),
        ("sub = FastAPI()\n@sub.get('/a')\ndef a(): ...\napp.mount('/sub', sub)", ["GET /sub/a"]),
        ("app.mount('/a', other)\napp.mount('/s', StaticFiles(directory='s'))", ["? /a"]),
        ("app.routes.append(Route('/a', a))\napp.router.routes.extend(more)", ["? /", "GET /a"]),
        (
            (
                "sub = Starlette(routes=[Route('/a', a, methods=['PUT']), Mount('/b', routes=m)])\n"
                "app.mount('/sub', sub)"
            ),
            ["? /sub/b", "PUT /sub/a"],
        ),
        # a proxy takes it away
        ("app = FastAPI(root_path=ROOT)\n@app.get('/a')\ndef a(): ...", ["GET /a"]),
        # who is given a router, and is not read
        ("add_all(app)", ["? /"]),
        ("from shop.api import add_all\nadd_all(routers=[app])", ["? /"]),
        ("router = APIRouter()\nfill(router)\napp.include_router(router, prefix='/o')", ["? /o"]),
        ("def add(router, more):\n    more.fill(router)\nadd(app)", ["? /"]),
        ("def add_all(app):\n    @app.get('/a')\n    def a(): ...\nadd_all(app)", ["GET /a"]),
        ("def add(r):\n    @r.get(PATH)\n    def a(): ...\nadd(app)", ["? /"]),
        ("CORSMiddleware(app)\nuvicorn.run(app)\nprint(app)", []),
        ("client.get('/a')\nrequests.get('/b')\nd.get('c')", []),
    ],
)
def test_fastapi(text: str, expected: list[str]) -> None:
    assert routes(FAST + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.route('/a/<int:id>')\ndef a(id): ...", ["GET /a/{id}"]),
        ("@app.route('/a', methods=('GET', 'POST'))\ndef a(): ...", ["GET /a", "POST /a"]),
        (
            (
                "bp = Blueprint('a', __name__, url_prefix='/a')\n"
                "@bp.post('/b')\n"
                "def b(): ...\n"
                "app.register_blueprint(bp)"
            ),
            ["POST /a/b"],
        ),
        (
            (
                "bp = Blueprint('a', __name__, url_prefix='/a')\n"
                "@bp.post('/b')\n"
                "def b(): ...\n"
                "app.register_blueprint(bp, url_prefix='/c')"
            ),
            ["POST /c/b"],
        ),
        (
            (
                "class A(MethodView):\n"
                "    def get(self): ...\n"
                "    def put(self): ...\n"
                "app.add_url_rule('/a', view_func=A.as_view('a'))"
            ),
            ["GET /a", "PUT /a"],
        ),
        (
            (
                "class A(Resource):\n"
                "    def get(self): ...\n"
                "rest = Api(app, prefix='/x')\n"
                "rest.add_resource(A, '/a', '/b')"
            ),
            ["GET /x/a", "GET /x/b"],
        ),
        (
            (
                "def make():\n"
                "    made = Flask(__name__)\n"
                "    @made.route('/a')\n"
                "    def a(): ...\n"
                "    return made"
            ),
            ["GET /a"],
        ),
        ("def init(app):\n    @app.route('/a')\n    def a(): ...", ["GET /a"]),
        ("@login.route\ndef a(): ...\ncache.get('a')", []),
    ],
)
def test_flask(text: str, expected: list[str]) -> None:
    assert routes(FLASK + text) == expected


def test_routers_of_other_files_are_found_by_their_imports() -> None:
    files = {
        "src/shop/main.py": "from fastapi import FastAPI\nfrom shop.api import api_router\n"
        "from shop.core.config import settings\napp = FastAPI()\n"
        "app.include_router(api_router, prefix=settings.API)\n",
        "src/shop/api/__init__.py": "from .all import router as api_router\n",
        "src/shop/api/all.py": "from fastapi import APIRouter\nfrom . import orders\n"
        "from shop.api.bills import router as bills\nrouter = APIRouter()\n"
        "router.include_router(orders.router, prefix='/orders')\nrouter.include_router(bills)\n",
        "src/shop/api/orders.py": "from fastapi import APIRouter\nrouter = APIRouter()\n" + GET,
        "src/shop/api/bills.py": "from fastapi import APIRouter\n"
        "router = APIRouter(prefix='/bills')\n" + GET,
        "src/shop/core/config.py": "class Settings(BaseSettings):\n    API: str = '/api/v1'\n"
        "settings = Settings()\n",
    }
    assert routes(files) == ["GET /api/v1/bills/{id}", "GET /api/v1/orders/{id}"]


@pytest.mark.parametrize(
    "text", ["def (", "\0", "x = " + "(" * 5000, "a = b\nb = a\n@a.get(b)\ndef f(): ..."]
)
def test_what_is_hostile_does_no_harm(text: str) -> None:
    assert routes({"app.py": FAST + "@app.get('/a')\ndef a(): ...", "b.py": FAST + text}) in (
        ["GET /a"], ["? /", "GET /a"],
    )  # fmt: skip
