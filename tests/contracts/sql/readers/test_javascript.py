"""Migrations of Knex, TypeORM and Sequelize, as far as they can be read without running."""

import pytest

from relplan.contracts.sql.contract import ANALYZER
from tests.contracts.sql.cases import apart, compared, told

FIRST = """\
exports.up = (knex) => knex.schema.createTable('users', (t) => {
  t.increments();
  t.string('name', 20).notNullable();
  t.integer('legacy').nullable();
});
exports.down = (knex) => knex.schema.dropTable('users');
"""
BASE = {"db/migrations/20240101000000_first.js": FIRST}
LEGACY = [("ban-drop-column", "breaking", "users.legacy")]
DROPPED = [("ban-drop-table", "breaking", "users")]
UNKNOWN = [("unknown-operation", "unknown", "")]
CODE = [("running-code", "unknown", "")]


def _file(text: str, ending: str = "js") -> list[tuple[str, str, str]]:
    return told(compared(BASE, {**BASE, f"db/migrations/20240202000000_second.{ending}": text}))


def _up(body: str) -> list[tuple[str, str, str]]:
    return _file(f"exports.up = async function (db) {{\n{body}\n}};\n")


FORMS = """
exports.up = function (knex) { return knex.schema.dropTable('users'); };
---
exports.up = (knex) => knex.schema.dropTableIfExists('users');
---
module.exports = { up: async (knex) => { await knex.raw('DROP TABLE users'); }, down() {} };
---
module.exports = { async up(queries, Sequelize) { await queries.dropTable('users'); } };
---
async function up(knex) { await drop(knex, 'users'); }
function drop(knex, table) { return knex.schema.dropTable(table); }
module.exports = { up };
---
export async function up(knex: Knex): Promise<void> { await knex.schema.dropTable('users'); }
---
const TABLE = 'users';
export const up = async (knex: Knex) => { await knex.raw(`DROP TABLE ${TABLE}`); };
---
export class Gone implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> { await queryRunner.dropTable("users"); }
}
---
export default class { async up(runner) { await runner.query(`DROP TABLE "users"`); } }
---
exports.up = (knex) => knex.transaction((trx) => trx.schema.dropTable('users'));
---
exports.up = (k) => k.schema.hasTable('users').then((is) => is && k.schema.dropTable('users'));
---
exports.up = (db, callback) => { db.runSql('DROP TABLE users', callback); callback(); };
---
exports.up = (db) => db.runSql('SELECT 1', (e, rows) => { db.runSql('DROP TABLE users'); });
---
exports.up = (db, done) => {
  const steps = tables.map((name) => (callback) => { db.runSql('DROP TABLE users', callback); });
  async.series(steps, done);
};
---
exports.up = (db) => { const steps = { drop: () => db.runSql('DROP TABLE users') }; };
---
exports.up = (knex) => Promise.all([knex.raw('DROP TABLE users'), knex.schema.hasTable('x')]);
"""


@pytest.mark.parametrize("text", apart(FORMS))
def test_forms_in_which_a_migration_is_exported(text: str) -> None:
    assert _file(text, "ts") == DROPPED


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await db.schema.alterTable('users', (t) => { t.dropColumn('legacy'); });", LEGACY),
        ("await db.schema.table('users', function (t) { t.dropColumns('legacy'); });", LEGACY),
        ("for (const c of ['legacy']) await db.schema.table('users', (t) => t.dropColumn(c));",
         LEGACY),
        ("['legacy'].forEach((c) => db.raw(`ALTER TABLE users DROP COLUMN ${c}`));", LEGACY),
        ("await db.schema.withSchema('app').dropTable('users');",
         [("ban-drop-table", "breaking", "app.users")]),
        ("await db.schema.table('users', (t) => { t.renameColumn('legacy', 'old'); });",
         [("renaming-column", "breaking", "users.legacy")]),
        ("await db.schema.table('users', (t) => { t.integer('age').notNullable(); });",
         [("adding-required-field", "breaking", "users.age")]),
        ("await db.schema.table('users', (t) => { t.integer('age').notNullable().defaultTo(0); });",
         [("adding-column", "additive", "users.age")]),
        ("await db.schema.table('users', (t) => t.timestamp('at').defaultTo(db.fn.now()));",
         [("adding-column", "additive", "users.at")]),
        ("await db.schema.table('users', (t) => t.string('name', 5).notNullable().alter());",
         [("changing-column-type", "breaking", "users.name")]),
        ("await db.schema.table('users', (t) => t.setNullable('name'));",
         [("ban-drop-not-null", "breaking", "users.name")]),
        ("await db.schema.renameTable('users', 'people');",
         [("renaming-table", "breaking", "users")]),
        ("await db('users').where({ id: 1 }).update({ legacy: 2 });",
         [("changing-rows", "risky", "users")]),
        ("const rows = await db('users').select('id'); console.log(rows.length);", []),
        ("await db.schema.table('users', (t) => { t.audited('x'); });", UNKNOWN),
        ("await db.schema.table(nameOf(), (t) => { t.dropColumn('a'); });", UNKNOWN),
        ("await db.raw(sqlOf());", CODE),
        ("await db.raw(`ALTER TABLE ${process.env.T} DROP COLUMN legacy`);", UNKNOWN),
        ("await helpers.dropOld(db);", CODE),
        ("await db.schema.dropEverything();", UNKNOWN),
    ],
)  # fmt: skip
def test_knex(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _up(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await db.query('ALTER TABLE users DROP COLUMN legacy');", LEGACY),
        ("await db.dropColumn('users', 'legacy');", LEGACY),
        ("await db.dropColumns('users', ['legacy']);", LEGACY),
        ("await db.addColumn('users', new TableColumn({ name: 'b', type: 'int' }));",
         [("adding-required-field", "breaking", "users.b")]),
        ("await db.addColumn('users', new TableColumn({ name: 'b', isNullable: true }));",
         [("adding-column", "additive", "users.b")]),
        ("await db.renameColumn('users', 'legacy', 'old');",
         [("renaming-column", "breaking", "users.legacy")]),
        ("await db.createTable(new Table({ name: 'b', columns: [{ name: 'id', type: 'int' }] }));",
         [("adding-table", "additive", "b")]),
        ("db.createIndex('users', new TableIndex({ columnNames: ['name'], isUnique: true }));",
         [("adding-unique-constraint", "breaking", "users.name")]),
        ("await db.manager.update(User, 1, { a: 1 });", [("changing-data", "risky", "")]),
        ("await db.addColumn('users', columnOf());", UNKNOWN),
        ("await db.removeColumn('users', 'legacy');", LEGACY),
        ("await db.addColumn('users', 'b', { type: S.INTEGER, allowNull: false });",
         [("adding-required-field", "breaking", "users.b")]),
        ("await db.addColumn('users', 'b', { type: S.INTEGER });",
         [("adding-column", "additive", "users.b")]),
        ("await db.changeColumn('users', 'legacy', { type: S.INTEGER, allowNull: false });",
         [("adding-not-nullable-field", "breaking", "users.legacy")]),
        ("await db.sequelize.query('DROP TABLE users');", DROPPED),
        ("await db.bulkInsert('users', [{}]);", [("inserting-rows", "none", "users")]),
        ("db.addColumn('users', 'b', { type: 'int', notNull: true }, callback);",
         [("adding-required-field", "breaking", "users.b")]),
        ("async.series([db.removeColumn.bind(db, 'users', 'legacy')], callback);", LEGACY),
        ("db.addIndex('users', 'i', ['name'], true, callback);",
         [("adding-unique-constraint", "breaking", "users.name")]),
        ("await db.changeEnum('users');", UNKNOWN),
    ],
)  # fmt: skip
def test_typeorm_and_sequelize(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _up(body) == expected


def test_code_that_cannot_be_read_is_unknown() -> None:
    assert _file("exports.up = require('./shared').up;") == UNKNOWN
    assert UNKNOWN[0] in _file("exports.up = (knex) => { return knex.schema.( };")


def test_a_migration_without_a_way_back_is_not_reversible() -> None:
    text = "exports.up = (k) => k.schema.dropTable('users');\nexports.down = () => {};\n"
    (found,) = compared(BASE, {**BASE, "db/migrations/20240202000000_second.js": text})
    assert found.reversible is False


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("db/migrations/20240101000000_a.js", True),
        ("src/migrations/1680000000000-Add.ts", True),
        ("src/migrations/Add-1680000000000.ts", True),
        ("src/migrations/index.ts", False),
        ("src/migrations/20240101_a.d.ts", False),
        ("src/pages/20240101_a.js", False),
    ],
)
def test_which_files_may_be_migrations(path: str, is_one: bool) -> None:
    assert ANALYZER.is_file(path) is is_one
