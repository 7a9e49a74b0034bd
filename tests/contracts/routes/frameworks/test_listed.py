"""Frameworks that are read by their lines."""

import pytest

from tests.contracts.routes.frameworks.serving import told

SINATRA = "class Shop < Sinatra::Base\n"
SLIM = "<?php\nuse Slim\\App;\n"
SYMFONY = "<?php\nuse Symfony\\Component\\Routing\\Attribute\\Route;\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("  get '/orders/:id' do\n  end\n", "GET /orders/{id}"),
        ('  post "/orders/?" do\n  end\n', "POST /orders"),
        ("  get '/search.?:format?' do\n  end\n", "GET /search"),
        ("  delete '/docs/*' do\n  end\n", "DELETE /docs/{rest}"),
        ("  get('/orders') { all }\n", "GET /orders"),
        ("  namespace '/v2' do\n    get '/a' do\n    end\n  end\n  get '/b' do\n  end\n",
         "GET /v2/a, GET /b"),
        ("  # get '/orders' do\n", ""),
        ("  get path do\n  end\n", "? /"),
    ],
)  # fmt: skip
def test_sinatra(code: str, expected: str) -> None:
    assert told("sinatra", {"app.rb": f"{SINATRA}{code}end\n"}) == expected


def test_what_a_class_of_sinatra_is_mounted_on_only_the_rackup_file_knows() -> None:
    app = {"app.rb": f"{SINATRA}  get '/a' do\n  end\nend\n", "more.rb": "get '/b' do\nend\n"}
    assert told("sinatra", {**app, "config.ru": "run Shop\n"}) == "GET /a, GET /b"
    mapped = {**app, "config.ru": "map '/api' do\n  run Shop\nend\n"}
    assert told("sinatra", mapped) == "GET …/a, GET …/b"


def test_lines_of_ruby_that_look_alike_are_none_where_nothing_is_sinatras() -> None:
    assert told("sinatra", {"routes.rb": "get '/a' do\nend\n"}) == ""


@pytest.mark.parametrize(
    ("framework", "path", "code", "expected"),
    [
        ("grape", "api.rb",
         ("class A < Grape::API\n  resource :orders do\n    get do\n    end\n"
         "    route_param :id do\n"
         "      get :lines do\n      end\n    end\n    post 'find' do\n    end\n  end\nend\n"),
         "GET …/orders, GET …/orders/{id}/lines, POST …/orders/find"),
        ("ktor", "App.kt",
         ("import io.ktor.server.routing.*\nfun Route.orders() {\n    route(\"/orders\") {\n"
         "        get { all() }\n        get(\"/{id}\") { one() }\n        client.get(\"/x\") {}\n"
         "    }\n    post(\"/pay\") { pay() }\n}\n"),
         "GET …/orders, GET …/orders/{id}, POST …/pay"),
        ("javalin", "App.java",
         'import io.javalin.Javalin;\n  app.get("/orders/{id}", ctx -> one(ctx));\n',
         "GET /orders/{id}"),
        ("javalin", "App.java",
         'import io.javalin.Javalin;\n  path("/api", () -> {\n    get("/a", A::all);\n  });\n',
         "GET …/api/a"),
        ("vertx", "App.java",
         'import io.vertx.ext.web.Router;\n  router.get("/orders/:id").handler(this::one);\n',
         "GET /orders/{id}"),
        ("micronaut", "A.java",
         ('import io.micronaut.http.annotation.*;\n@Controller("/orders")\npublic class A {\n'
         '  @Get("/{id}")\n  Order one() {}\n  @Post\n  Order add() {}\n}\n'),
         "GET …/orders/{id}, POST …/orders"),
        ("aiohttp", "app.py",
         "from aiohttp import web\napp.add_routes([web.get('/orders/{id}', one)])\n",
         "GET /orders/{id}"),
        ("tornado", "app.py",
         "import tornado.web\nROUTES = [(r'/orders/([0-9]+)', OrderHandler)]\n",
         "ANY …/orders/{part}"),
        ("bottle", "app.py",
         ("from bottle import route, get\n@get('/orders')\ndef a(): ...\n"
         "@route('/pay')\ndef b(): ...\n"),
         "GET …/orders, ANY …/pay"),
        ("slim", "routes.php",
         SLIM + "$app->group('/api', function ($group) {\n"
         "    $group->get('/a/{id}', A::class);\n});\n",
         "GET …/api/a/{id}"),
        ("symfony", "A.php",
         SYMFONY + "#[Route('/orders')]\nclass A\n{\n    #[Route('/{id}', methods: ['GET'])]\n",
         "ANY …/orders/{id}"),
        ("actix", "main.rs",
         'use actix_web::get;\n#[get("/orders/{id}")]\nasync fn one() {}\n', "GET …/orders/{id}"),
        ("actix", "main.rs",
         'use axum::Router;\n  let app = Router::new().route("/orders/:id", get(one).put(set));\n',
         "ANY …/orders/{id}"),
        ("actix", "main.rs", 'use rocket::get;\n#[get("/orders/<id>")]\nfn one() {}\n',
         "GET …/orders/{id}"),
        ("phoenix", "router.ex",
         ('defmodule A do\n  use ShopWeb, :router\n  scope "/api", ShopWeb do\n'
         '    get "/a/:id", A, :b\n'
         '    resources "/orders", OrderController\n  end\nend\n'),
         "GET /api/a/{id}, ANY /api/orders, ANY /api/orders/{id}"),
        ("fastendpoints", "A.cs",
         ('using FastEndpoints;\n    public override void Configure() {\n'
         '        Get("/orders/{id}");\n'),
         "GET …/orders/{id}"),
    ],
)  # fmt: skip
def test_others(framework: str, path: str, code: str, expected: str) -> None:
    assert told(framework, {path: code}) == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("App.kt", 'val found = client.get("/orders") {}\n'),
        ("main.rs", 'let found = client.get("/orders");\n'),
        ("app.py", "import aiohttp\nasync with session.get('/orders'): ...\n"),
        ("a.ex", 'get "/orders"\n'),
        ("A.cs", 'Get("/orders");\n'),
    ],
)
def test_what_registers_nothing(path: str, code: str) -> None:
    names = ("ktor", "actix", "aiohttp", "phoenix", "fastendpoints")
    assert [told(name, {path: code}) for name in names] == [""] * 5
