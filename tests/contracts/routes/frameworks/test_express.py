"""Express, Koa, Fastify and Hapi: which routes are served, and which are not seen to be."""

import pytest

from tests.contracts.routes.frameworks.serving import served, told

APP = "const express = require('express'); const app = express();\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("app.get('/orders/:id', show)", "GET /orders/{id}"),
        ("app.get('/orders/:id(\\\\d+)/lines', show)", "GET /orders/{id}/lines"),
        ("app.get('/orders/:id?', show)", "GET /orders, GET /orders/{id}"),
        ("app.get('/orders{/:id}', show)", "GET /orders, GET /orders/{id}"),
        ("app.all('/files/*', show)", "ANY /files/{rest}"),
        ("app.get('/files*', show)", "GET /files, GET /files/{rest}"),
        ("app.post(['/a', '/b'], show)", "POST /a, POST /b"),
        ("app.route('/a').get(show).post(auth, make)", "GET /a, POST /a"),
        ("const P = '/api'; app.get(P + '/a', show)", "GET /api/a"),
        ("const P = { a: '/api' }; app.get(`${P.a}/a`, show)", "GET /api/a"),
        ("app.get(`/${tenant}/a`, show)", "GET /{tenant}/a"),
        ("['a', 'b'].forEach((one) => app.get(`/${one}`, show))", "GET /a, GET /b"),
        ("for (const one of ['a', 'b']) app.get('/' + one, show)", "GET /a, GET /b"),
        ("app.use('/ping', (req, res) => res.send('pong'))", "ANY /ping, ANY /ping/{rest}"),
        ("function routes(a) { a.get('/a', show) }\nroutes(app)", "GET /a"),
        ("connect().then(() => { app.get('/a', show) })", "GET /a"),
        ("function add(m, p) { app[m](p, x); app.put(p, x) }\nadd('get', '/a')", "GET /a, PUT /a"),
        ("app[method]('/a', x)", "? /a"),
        # nothing is served here
        ("app.get('view engine')", ""),
        ("app.set('a', '/b'); app.use(cors()); app.use('/s', express.static('s'))", ""),
        ("axios.get('/orders', { headers })", ""),
        ("const map = new Map(); map.get('/a', 1); request(app).get('/a', x)", ""),
        ("app.get('/a', (req, res) => client.get('/other', res))", "GET /a"),
        ("app.use('/a', (req, res, next) => next())", ""),
        ("http.createServer(app); initTracing(app); const io = socket(app)", ""),
        # and this nobody can tell
        ("app.get(path, show)", "? /"),
        ("app.get(/^\\/a/, show)", "? /"),
        ("app.get(`${prefix}/a`, show)", "GET …/a"),
        ("app.get(`/a${suffix}`, show)", "? /a"),
        ("let p = '/a'; if (x) { p = '/b' } app.get(p, show)", "? /"),
        ("app.use('/admin', require('@acme/admin'))", "? /admin"),
        ("app.use('/graphql', graphqlHTTP({ schema }))", "? /graphql"),
        ("app.use(process.env.PREFIX, routes)", "? /"),
        ("fs.readdirSync('r').forEach((f) => require('./r/' + f)(app))", "? /"),
        ("registerRoutes(app)", "? /"),
        ("mount(app)", "? /"),
        ("const { mount } = require('./mount'); mount(app, db)", "? /"),
        ("require('@acme/admin')(app)", "? /"),
        ("new Admin({ app })", "? /"),
        ("consign().include('routes').into(app)", "? /"),
        ("const r = express.Router(); fill(r); app.use('/o', r)", "? /o"),
    ],
)
def test_express(code: str, expected: str) -> None:
    assert told("express", {"app.js": APP + code}) == expected


ROUTER = "const router = require('express').Router();\nrouter.get('/:id', show);\n"
FILES = [
    ({"a.js": APP + "app.use('/o', require('./o'))", "o.js": ROUTER + "module.exports = router"},
     "GET /o/{id}"),
    ({"a.js": APP + "const { r } = require('./o'); app.use('/o', auth, r)",
      "o.js": ROUTER + "module.exports = { r: router }"}, "GET /o/{id}"),
    ({"a.ts": "import express from 'express';\nimport { o } from './o';\n"
              "export const app = express();\napp.use('/v1', o);",
      "o/index.ts": "export { default as o } from './inner';",
      "o/inner.ts": "import { Router } from 'express';\nconst r = Router();\nr.put('/a', x);\n"
                    "export default r;"}, "PUT /v1/a"),
    ({"a.js": APP + "const all = [{ path: '/o', route: require('./o') }];\n"
                    "all.forEach((one) => { app.use(one.path, one.route) })",
      "o.js": ROUTER + "module.exports = router"}, "GET /o/{id}"),
    ({"a.js": APP + "require('./o')(app)", "o.js": "module.exports = (app) => app.get('/a', x)"},
     "GET /a"),
    ({"a.js": APP + "const { mount } = require('./m'); mount(app)",
      "m.js": "exports.mount = (a) => { a.get('/a', x) }"}, "GET /a"),
    ({"a.ts": "import express, { Router } from 'express';\nclass Orders {\n  path = '/orders';\n"
              "  router = Router();\n  constructor() { this.init(); }\n"
              "  private init() { this.router.get(`${this.path}/:id`, this.show); }\n}\n"
              "class App {\n  app = express();\n  constructor(all: Orders[]) {\n"
              "    all.forEach((one) => this.app.use('/', one.router));\n  }\n}\n"
              "new App([new Orders()]);"}, "GET /orders/{id}"),
    # mounted twice, and a router below a router
    ({"a.js": APP + "const r = require('./o'); app.use('/a', r); app.use('/b', r)",
      "o.js": ROUTER + "module.exports = router"}, "GET /a/{id}, GET /b/{id}"),
    ({"a.js": APP + "const r = express.Router(); const s = express.Router({ mergeParams: true });\n"
                    "app.use('/a', r); r.use('/:a/b', s); s.get('/', x)"}, "GET /a/{a}/b"),
    # a router that is mounted nowhere, a mount of a router that is not there
    ({"o.js": ROUTER + "module.exports = router"}, "? /"),
    ({"a.js": APP + "app.use('/o', require('./routes/o'))"}, "? /o"),
    ({"o.js": "module.exports = (app) => { app.get('/a', x) }"}, "? /"),
    ({"o.js": "module.exports = (client) => { client.get('/a', x) }"}, ""),
    # an application that is mounted is no root
    ({"a.js": APP + "const sub = express(); sub.get('/a', x); app.use('/s', sub)"}, "GET /s/a"),
    # files that take each other in
    ({"a.js": APP + "require('./b'); app.get('/a', x); module.exports = app",
      "b.js": "const app = require('./a'); const express = require('express');\n"
              "const r = express.Router(); r.get('/b', x)"}, "GET /a, ? /"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), FILES)
def test_routers_are_followed_through_files(files: dict[str, str], expected: str) -> None:
    assert told("express", files) == expected


KOA = "const Koa = require('koa'); const Router = require('@koa/router'); const app = new Koa();\n"
FASTIFY = "const fastify = require('fastify')();\n"
HAPI = "const Hapi = require('@hapi/hapi'); const server = Hapi.server({ port: 1 });\n"
HAPI_MODULE = "import Hapi from '@hapi/hapi';\nexport const server = Hapi.server();\n"
PLUGIN = (
    "const all = [].concat(require('./h'), require('./i'));\n"
    "module.exports = { plugin: { name: 'r', register: (s, options) => { s.route(all) } } };\n"
)


@pytest.mark.parametrize(
    "files",
    [
        {
            "a.js": f"import {{ h }} from './h.js';\nimport {{ i }} from './i.js';\n{HAPI_MODULE}"
            "server.route([...h, ...i]);\n",
            "h.js": "export const h = [{ method: 'get', path: '/h', options: {} }];\n",
            "i.js": "export const i = [{ method: ['PUT', 'POST'], path: '/i', handler }];\n",
        },
        {
            "a.js": HAPI + "server.register(require('./p'));\n",
            "p.js": PLUGIN,
            "h.js": "module.exports = { method: 'get', path: '/h', options: {} };\n",
            "i.js": "module.exports = [{ method: ['PUT', 'POST'], path: '/i', handler }];\n",
        },
        {
            "a.js": HAPI + "server.route(Object.values(require('./all')).flat());\n",
            "all.js": "const { h } = require('./h'); const { i } = require('./i');\n"
            "module.exports = { method: h, i };\n// method: 'get'\n",
            "h.js": "exports.h = { method: 'get', path: '/h', options: {} };\n",
            "i.js": "exports.i = [{ method: ['PUT', 'POST'], path: '/i', handler }];\n",
        },
    ],
)
def test_routes_that_are_objects_are_registered_elsewhere(files: dict[str, str]) -> None:
    assert told("express", files) == "GET /h, POST /i, PUT /i"


def test_of_what_is_put_together_nothing_is_left_out_unsaid() -> None:
    joined = "server.route([].concat(require('./h'), more()));\n"
    files = {"a.js": HAPI + joined, "h.js": "module.exports = [{ method: 'get', path: '/h' }];\n"}
    assert told("express", files) == "GET /h, ? /"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (KOA + "const r = new Router({ prefix: '/a' }); r.get('/b', x).post('/c', x);\n"
               "app.use(r.routes()).use(r.allowedMethods())", "GET /a/b, POST /a/c"),
        (KOA + "const r = new Router(); r.get('name', '/b', x); app.use(r.routes())", "GET /b"),
        (KOA + "const r = new Router(); const s = new Router(); s.del('/b', x);\n"
               "r.use('/a', s.routes()); app.use(r.routes())", "DELETE /a/b"),
        (KOA + "const mount = require('koa-mount'); const sub = new Koa(); const r = new Router();"
               "r.get('/b', x); sub.use(r.routes()); app.use(mount('/a', sub))", "GET /a/b"),
        (KOA + "const r = new Router({ prefix: config.p }); r.get('/b', x); app.use(r.routes())",
         "? /"),
        (FASTIFY + "fastify.get('/a/:id', { schema }, x)", "GET /a/{id}"),
        (FASTIFY + "fastify.route({ method: ['GET', 'PUT'], url: '/a', handler })",
         "GET /a, PUT /a"),
        (FASTIFY + "fastify.register(async (f) => { f.get('/b', x) }, { prefix: '/a' })",
         "GET /a/b"),
        (FASTIFY + "fastify.register(require('@acme/routes'), { prefix: '/a' })", "? /a"),
        (FASTIFY + "fastify.register(require('@fastify/cors'))", ""),
        (HAPI + "server.route({ method: 'GET', path: '/a/{id?}', handler })",
         "GET /a, GET /a/{id}"),
        (HAPI + "server.route([{ method: '*', path: '/a/{p*}' }, { method: 'PUT', path: '/b' }])",
         "ANY /a/{p}, PUT /b"),
        (HAPI + "server.route(routes)", "? /"),
        (HAPI + "server.register({ plugin: { register(s) { s.route({ method: 'GET', path: '/b' }) }"
                " }, routes: { prefix: '/a' } })", "GET /a/b"),
    ],
)  # fmt: skip
def test_others_of_its_kind(code: str, expected: str) -> None:
    assert told("express", {"app.js": code}) == expected


def test_folders_of_plugins_are_prefixes_in_fastify() -> None:
    plugin = "module.exports = async (fastify) => { fastify.get('/:id', x) }"
    options = "{ dir: path.join(__dirname, 'routes'), options: { prefix: '/v1' } }"
    start = f"fastify.register(require('@fastify/autoload'), {options})"
    files = {
        "src/app.js": f"const path = require('path');\n{FASTIFY}{start}",
        "src/routes/orders/index.js": plugin,
    }
    assert told("express", files) == "GET /v1/orders/{id}"


def test_a_route_stands_where_it_is_registered() -> None:
    (route,) = served("express", {"src/a.js": APP + "\n\napp.get('/a', x)"}).routes
    assert (route.file, route.line) == ("src/a.js", 4)


@pytest.mark.parametrize(
    "code",
    [
        APP + "(" * 3_000 + ")" * 3_000 + "; app.get('/a', x)",
        APP + "if (a) { " * 400 + "app.get('/a', x)" + "}" * 400,
        APP + "function f() { f(); g() } function g() { f(); app.get('/a', x) } f()",
        APP + "const r = express.Router(); r.use('/a', r); app.use(r); r.get('/b', x)",
        APP + "app" + ".get('/a', x)" * 2_000,
        APP + "const a = [" + "'/a'," * 5_000 + "]; a.forEach((p) => app.get(p, x))",
        "express" + "\0",
        "express" * 200_000,
    ],
    ids=range(8),
)
def test_hostile_files_are_bounded_and_never_read_as_nothing(code: str) -> None:
    found = served("express", {"a.js": code})
    assert found.routes or found.unclear
