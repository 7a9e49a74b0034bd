# ruff: noqa: E501 - contracts, as they are written
"""One contract of each kind, shaped as real ones are, of which the mutants are made."""

_OPENAPI = """\
openapi: 3.0.3
info: {title: Orders, version: "1.4"}
servers: [{url: "https://shop.example/api"}]
security: [{token: [orders]}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: getOrder
      tags: [orders]
      parameters:
        - {$ref: "#/components/parameters/Limit"}
        - {name: sort, in: query, schema: {type: array, items: {enum: [asc, desc]}}, explode: true}
      responses:
        "200":
          description: the order
          headers: {X-Rate: {schema: {type: integer}, required: true}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        default: {$ref: "#/components/responses/Error"}
    put:
      requestBody:
        required: true
        content:
          application/json:
            schema: {allOf: [{$ref: "#/components/schemas/Order"}, {required: [lines]}]}
      responses: {"204": {description: done}}
      callbacks:
        changed:
          "{$request.body#/hook}":
            post: {responses: {"200": {description: seen}}}
components:
  securitySchemes: {token: {type: oauth2, flows: {implicit: {scopes: {orders: read them}}}}}
  parameters: {Limit: {name: limit, in: query, schema: {type: integer, maximum: 100, minimum: 1}}}
  responses:
    Error:
      description: it went wrong
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/Error"}}}
  schemas:
    Error: {type: object, properties: {code: {type: string}, cause: {$ref: "#/components/schemas/Error"}}}
    Order:
      type: object
      required: [id, total]
      additionalProperties: false
      properties:
        id: {type: string, readOnly: true, pattern: "^[a-f0-9]+$"}
        total: {$ref: "#/components/schemas/Money"}
        lines: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Line"}}
        payment:
          oneOf: [{$ref: "#/components/schemas/Card"}, {$ref: "#/components/schemas/Transfer"}]
          discriminator: {propertyName: kind, mapping: {card: "#/components/schemas/Card"}}
        note: {type: string, nullable: true, maxLength: 80, default: none}
    Line: {type: object, properties: {sku: {type: string}, parent: {$ref: "#/components/schemas/Line"}}}
    Money: {type: object, properties: {cents: {type: integer, format: int64}, currency: {enum: [EUR, USD]}}}
    Card: {type: object, properties: {kind: {type: string}, number: {type: string}}}
    Transfer: {type: object, properties: {kind: {type: string}, iban: {type: string}}, not: {required: [number]}}
"""
_ASYNCAPI = """\
asyncapi: 2.6.0
info: {title: Order events, version: "2.0"}
defaultContentType: application/json
servers: {main: {url: "kafka.example:9092", protocol: kafka}}
channels:
  "orders/{id}":
    parameters: {id: {schema: {type: string}}}
    bindings: {kafka: {partitions: 3}}
    publish:
      operationId: takeOrder
      message: {$ref: "#/components/messages/Placed"}
    subscribe:
      message:
        oneOf:
          - {name: paid, payload: {type: object, properties: {by: {$ref: "#/components/schemas/Who"}}}}
          - {name: sent, headers: {type: object, properties: {trace: {type: string}}}}
components:
  messages:
    Placed:
      traits: [{contentType: application/json}]
      correlationId: {location: "$message.header#/id"}
      payload: {$ref: "#/components/schemas/Order"}
  schemas:
    Who: {anyOf: [{type: string}, {type: object, properties: {boss: {$ref: "#/components/schemas/Who"}}}]}
    Order: {type: object, required: [id], properties: {id: {type: string}, who: {$ref: "#/components/schemas/Who"}}}
"""
_SCHEMA = """\
{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://shop.example/order.json",
 "title": "Order", "type": "object", "required": ["id"], "unevaluatedProperties": false,
 "properties": {"id": {"type": "string", "minLength": 1}, "lines": {"$ref": "#/$defs/lines"},
  "state": {"enum": ["new", "paid", null]}, "size": {"type": ["integer", "null"], "multipleOf": 2}},
 "patternProperties": {"^x-": {"type": "string"}},
 "dependentRequired": {"state": ["id"]}, "dependentSchemas": {"size": {"required": ["lines"]}},
 "if": {"properties": {"state": {"const": "paid"}}}, "then": {"required": ["lines"]},
 "allOf": [{"$ref": "#/$defs/base"}], "anyOf": [{"required": ["id"]}, {"$ref": "#/$defs/base"}],
 "$defs": {"base": {"$anchor": "base", "properties": {"parent": {"$ref": "#"}}},
  "lines": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"$ref": "#base"},
   "contains": {"type": "object"}, "minContains": 1, "uniqueItems": true}}}
"""
_AVRO = """\
{"type": "record", "name": "Order", "namespace": "shop", "aliases": ["Purchase"], "fields": [
 {"name": "id", "type": "string"}, {"name": "total", "type": {"type": "bytes",
  "logicalType": "decimal", "precision": 9, "scale": 2}},
 {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"], "default": "NEW"}},
 {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
  {"name": "sku", "type": ["null", "string"], "default": null}, {"name": "of", "type": ["null", "Order"]}]}}},
 {"name": "tags", "type": {"type": "map", "values": ["int", "long"]}, "aliases": ["labels"]},
 {"name": "hash", "type": {"type": "fixed", "name": "Md5", "size": 16}}]}
"""
_GRAPHQL = '''\
schema { query: Query mutation: Mutation }
directive @auth(role: Role = USER) on FIELD_DEFINITION
"""What can be asked."""
type Query { order(id: ID!, deep: [[Int!]!] = [[1]]): Order @auth(role: ADMIN) search(filter: Filter = {text: "a"}): [Found!]! }
type Mutation { place(input: Place!): Order }
interface Node { id: ID! }
type Order implements Node { id: ID! total: Money! lines(first: Int = 10): [Line!]! buyer: User }
type Line implements Node { id: ID! of: Order! sku: String @deprecated(reason: "gone") }
extend type Order { note: String }
type User { name: String orders: [Order] }
union Found = Order | User
enum Role { USER ADMIN }
input Filter { text: String = "all" not: Filter role: Role = USER }
input Place { skus: [String!]! by: Filter }
scalar Money @specifiedBy(url: "https://shop.example/money")
'''
_PROTO = """\
syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "missing/option.proto";
option java_package = "shop";
// What is bought.
message Order {
  string id = 1 [(missing.rule) = {min: 1}];
  repeated Line lines = 2;
  oneof payment { Card card = 3; string iban = 4; }
  map<string, int64> totals = 5;
  google.protobuf.Timestamp at = 6;
  reserved 7 to 9;
  enum State { NEW = 0; PAID = 1; }
  State state = 10;
  message Card { string number = 1; }
}
message Line { string sku = 1; Order of = 2; optional int32 count = 3; }
service Orders { rpc Get(Order) returns (Order); rpc Watch(stream Line) returns (stream Order); }
"""
_SQL = """\
CREATE TABLE orders (id bigserial PRIMARY KEY, total numeric(9,2) NOT NULL DEFAULT 0, "who" varchar(40));
CREATE TYPE state AS ENUM ('new', 'paid');
ALTER TABLE orders ADD COLUMN state state, ADD CONSTRAINT positive CHECK (total >= 0);
CREATE UNIQUE INDEX CONCURRENTLY orders_who ON orders (who) WHERE who IS NOT NULL;
CREATE OR REPLACE VIEW paid AS SELECT o.id, o.total FROM orders o WHERE o.state = 'paid';
ALTER TABLE orders RENAME COLUMN who TO buyer;
DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN ALTER TABLE orders ADD note text; END IF; END $$;
INSERT INTO orders (total) VALUES (1), (2); -- two of them
ALTER TYPE state ADD VALUE 'sent'; UPDATE orders SET total = 1 WHERE id = ${id};
DROP TABLE IF EXISTS old CASCADE;
"""
_PACKAGE = """\
{"name": "@shop/client", "version": "2.1.0-rc.1", "bin": {"shop": "cli.js"},
 "exports": {".": {"import": "./a.js"}, "./money": "./money.js", "./secret": null},
 "engines": {"node": ">=18 <23 || ^24.1"}, "peerDependencies": {"react": "^18.2.0 || >=19"},
 "dependencies": {"left": "npm:right@~1.2.3", "own": "workspace:*"}, "workspaces": ["packages/*"]}
"""
_DESCRIPTOR = """\
{"id": "mod-orders-4.2.0", "name": "Orders", "provides": [
 {"id": "orders", "version": "9.1", "handlers": [{"methods": ["GET"], "pathPattern": "/orders/{id}"}]},
 {"id": "_tenant", "version": "2.0", "interfaceType": "system"}],
 "requires": [{"id": "users", "version": "15.0 16.0"}], "launchDescriptor": {"env": []}}
"""
SEEDS: dict[str, tuple[str, str]] = {
    "openapi": ("api/openapi.yaml", _OPENAPI),
    "asyncapi": ("api/events.yaml", _ASYNCAPI),
    "json-schema": ("order.schema.json", _SCHEMA),
    "avro": ("order.avsc", _AVRO),
    "graphql": ("schema.graphql", _GRAPHQL),
    "protobuf": ("shop/v1/order.proto", _PROTO),
    "sql": ("migrations/V7__orders.sql", _SQL),
    "library": ("package.json", _PACKAGE),
    "descriptor": ("descriptors/ModuleDescriptor.json", _DESCRIPTOR),
}
"""By kind, a path and the file's text."""
