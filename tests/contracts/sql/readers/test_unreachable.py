"""Code that no run reaches does nothing; what hangs on a condition may be run, and is told."""

import textwrap

import pytest

from tests.contracts.sql.cases import apart, compared, told
from tests.contracts.sql.readers import (
    test_alembic,
    test_django,
    test_efcore,
    test_javascript,
    test_rails,
)


def _alembic(body: str) -> list[tuple[str, str, str]]:
    head = test_alembic.HEAD.format(revision="b2", after='"a1"')
    text = (
        f"{head}from contextlib import suppress\ndef upgrade():\n{textwrap.indent(body, '    ')}\n"
    )
    base = test_alembic.BASE
    return told(compared(base, {**base, "app/alembic/versions/b2_second.py": text}))


NEVER = """
return
op.drop_column("users", "legacy")
---
raise NotImplementedError("by hand")
op.drop_column("users", "legacy")
---
if False:
    op.drop_column("users", "legacy")
---
if not True:
    op.drop_column("users", "legacy")
else:
    pass
---
if 0 and older():
    op.drop_column("users", "legacy")
---
while False:
    op.drop_column("users", "legacy")
---
False and op.drop_column("users", "legacy")
---
op.drop_column("users", "legacy") if None else None
---
if sa.NEW:
    return
else:
    raise ValueError
op.drop_column("users", "legacy")
---
try:
    return
except ValueError:
    raise
op.drop_column("users", "legacy")
---
try:
    pass
finally:
    return
op.drop_column("users", "legacy")
---
match sa.NEW:
    case 1:
        return
    case _:
        raise ValueError
op.drop_column("users", "legacy")
---
while True:
    return
op.drop_column("users", "legacy")
---
for table in ("users", "orgs"):
    continue
    op.drop_column(table, "legacy")
---
for table in ("orgs", "users"):
    break
else:
    op.drop_column(table, "legacy")
---
for table in ("id", "legacy"):
    return
    op.drop_column("users", table)
---
def inner():
    return
    op.drop_column("users", "legacy")
inner()
"""


@pytest.mark.parametrize("body", apart(NEVER))
def test_what_no_run_of_alembic_reaches_is_not_told(body: str) -> None:
    assert _alembic(body) == []


MAYBE = """
if op.get_context().is_offline_mode():
    return
op.drop_column("users", "legacy")
---
if not sa.NEW:
    raise ValueError
op.drop_column("users", "legacy")
---
if True:
    op.drop_column("users", "legacy")
---
if sa.NEW or True:
    op.drop_column("users", "legacy")
---
sa.NEW and True and op.drop_column("users", "legacy")
---
try:
    return
except ValueError:
    pass
op.drop_column("users", "legacy")
---
try:
    raise ValueError
except ValueError:
    op.drop_column("users", "legacy")
---
try:
    return
finally:
    op.drop_column("users", "legacy")
---
try:
    pass
except ValueError:
    return
else:
    op.drop_column("users", "legacy")
---
with suppress(ValueError):
    raise ValueError
op.drop_column("users", "legacy")
---
match sa.NEW:
    case 1:
        return
op.drop_column("users", "legacy")
---
while True:
    if sa.NEW:
        break
    return
op.drop_column("users", "legacy")
---
while sa.NEW:
    return
op.drop_column("users", "legacy")
---
for table in sa.TABLES:
    return
op.drop_column("users", "legacy")
---
for table in ("a", "b"):
    if sa.NEW:
        break
else:
    return
op.drop_column("users", "legacy")
---
for table in ("a", "b"):
    if sa.NEW:
        continue
    op.drop_column("users", "legacy")
    return
---
for table in ("orgs", "users"):
    if table == "orgs":
        continue
    else:
        break
op.drop_column("users", "legacy")
---
def inner():
    return
inner()
op.drop_column("users", "legacy")
"""


@pytest.mark.parametrize("body", apart(MAYBE))
def test_what_hangs_on_a_condition_is_told_of_alembic(body: str) -> None:
    assert _alembic(body) == [("ban-drop-column", "breaking", "users.legacy")]


def test_what_django_runs_does_nothing_behind_its_end() -> None:
    head = "class Migration(migrations.Migration):\n    operations = "
    base = test_django.BASE
    for ahead, found in (
        ("", "breaking"),
        ("if se.x: return\n    ", "breaking"),
        ("return\n    ", "risky"),
        ("raise ValueError\n    ", "risky"),
    ):
        code = f"def go(apps, se):\n    {ahead}se.execute('DROP TABLE shop_person')\n\n"
        text = f"{test_django.HEAD}{code}{head}[migrations.RunPython(go)]\n"
        changed = told(compared(base, {**base, "shop/migrations/0002_next.py": text}))
        assert [severity for _, severity, _ in changed] == [found]


def test_a_list_of_django_of_which_a_part_is_never_taken() -> None:
    base, gone = test_django.BASE, 'migrations.RemoveField("person", "nick")'
    head = f"{test_django.HEAD}class Migration(migrations.Migration):\n    operations = []\n"
    for more, expected in (
        (f"    if False:\n        operations += [{gone}]\n", []),
        (f"    operations += [{gone}] if not True else []\n", []),
        (f"    if NEW:\n        operations += [{gone}]\n", test_django.NICK),
        (f"    operations += [{gone}] if True else []\n", test_django.NICK),
    ):
        files = {**base, "shop/migrations/0002_next.py": head + more}
        assert told(compared(base, files)) == expected


def _javascript(body: str) -> list[tuple[str, str, str]]:
    base = test_javascript.BASE
    text = f"exports.up = async function (db) {{\n{body}\n}};\n"
    return told(compared(base, {**base, "db/migrations/20240202000000_second.js": text}))


NEVER_IN_JAVASCRIPT = """
return;
await db.schema.dropTable('users');
---
throw new Error('by hand');
await db.schema.dropTable('users');
---
if (false) await db.schema.dropTable('users');
---
if (!true) { await db.schema.dropTable('users'); } else { return; }
---
if (0 && ready()) await db.schema.dropTable('users');
---
false && (await db.schema.dropTable('users'));
---
true || (await db.schema.dropTable('users'));
---
const done = null ? db.schema.dropTable('users') : 1;
---
while (false) await db.schema.dropTable('users');
---
for (;;) { break; await db.schema.dropTable('users'); }
---
do { return; } while (true);
await db.schema.dropTable('users');
---
for (const table of ['a', 'users']) { if (db.x) continue; else return; db.schema.dropTable(table); }
---
try { return; } catch (error) { throw error; }
await db.schema.dropTable('users');
---
try { return; } finally { }
await db.schema.dropTable('users');
---
switch (db.x) { case 1: break; db.schema.dropTable('users'); default: return; }
---
await db.transaction(async (trx) => { return; await trx.schema.dropTable('users'); });
"""


@pytest.mark.parametrize("body", apart(NEVER_IN_JAVASCRIPT))
def test_what_no_run_of_javascript_reaches_is_not_told(body: str) -> None:
    assert [one for one in _javascript(body) if one != test_javascript.CODE[0]] == []


MAYBE_IN_JAVASCRIPT = """
if (await db.schema.hasTable('x')) return;
await db.schema.dropTable('users');
---
if (!db.x) { throw new Error('no'); }
await db.schema.dropTable('users');
---
if (true) await db.schema.dropTable('users'); else return;
---
return drop(db);
function drop(knex) { return knex.schema.dropTable('users'); }
---
try { return; } catch (error) { }
await db.schema.dropTable('users');
---
try { throw new Error(); } catch (error) { await db.schema.dropTable('users'); }
---
try { return; } finally { await db.schema.dropTable('users'); }
---
while (true) { if (db.x) break; }
await db.schema.dropTable('users');
---
outer: while (true) { for (;;) { break outer; } }
await db.schema.dropTable('users');
---
outer: for (const table of ['a', 'users']) {
  for (;;) { if (table) continue outer; await db.schema.dropTable('users'); return; }
}
---
for (const one of db.all) { return; }
await db.schema.dropTable('users');
---
switch (db.x) { case 1: return; }
await db.schema.dropTable('users');
---
for (const name of ['a', 'users']) {
  switch (db.x) { case 1: continue; }
  await db.schema.dropTable('users');
  return;
}
---
do { if (db.x) continue; return; } while (db.y);
await db.schema.dropTable('users');
---
await db.transaction(async (trx) => { return; });
await db.schema.dropTable('users');
"""


@pytest.mark.parametrize("body", apart(MAYBE_IN_JAVASCRIPT))
def test_what_hangs_on_a_condition_is_told_of_javascript(body: str) -> None:
    assert test_javascript.DROPPED[0] in _javascript(body)


def _rails(body: str) -> list[tuple[str, str, str]]:
    base = test_rails.BASE
    text = f"class Second < ActiveRecord::Migration[7.1]\ndef up\n{body}\nend\nend\n"
    return told(compared(base, {**base, "db/migrate/20240202000000_second.rb": text}))


NEVER_IN_RUBY = """
return
remove_column :users, :legacy
---
raise ActiveRecord::IrreversibleMigration
remove_column :users, :legacy
---
fail 'by hand'
remove_column :users, :legacy
---
remove_column :users, :legacy if false
---
remove_column(:users, :legacy) unless !false
---
if not true
  remove_column :users, :legacy
else
  return
end
---
nil && remove_column(:users, :legacy)
---
true or remove_column(:users, :legacy)
---
remove_column(:users, :legacy) while false
---
until true
  remove_column :users, :legacy
end
---
while true do
  break
  remove_column :users, :legacy
end
---
begin
  return
rescue ArgumentError
  raise
ensure
  x = 1
end
remove_column :users, :legacy
---
case Rails.env
when 'x' then return
else raise 'no'
end
remove_column :users, :legacy
---
%w[a legacy].each do |name|
  next
  remove_column :users, name
end
---
if Rails.env.test? then return else raise 'no' end
remove_column :users, :legacy
"""


@pytest.mark.parametrize("body", apart(NEVER_IN_RUBY))
def test_what_no_run_of_rails_reaches_is_not_told(body: str) -> None:
    assert _rails(body) == []


MAYBE_IN_RUBY = """
return if column_exists?(:users, :new)
remove_column :users, :legacy
---
return unless Rails.env.production?
remove_column :users, :legacy
---
Rails.env.test? and return
remove_column :users, :legacy
---
raise 'no' unless Rails.env.production?
remove_column :users, :legacy
---
if true
  remove_column :users, :legacy
end
---
begin
  return
rescue ArgumentError
  x = 1
end
remove_column :users, :legacy
---
begin
  raise 'x'
rescue StandardError
  remove_column :users, :legacy
end
---
begin
  return
ensure
  remove_column :users, :legacy
end
---
case Rails.env
when 'x' then return
end
remove_column :users, :legacy
---
safety_assured { return }
remove_column :users, :legacy
---
begin
  remove_column :users, :legacy
end while false
---
loop do
  break
end
remove_column :users, :legacy
---
return while Rails.env.test?
remove_column :users, :legacy
---
raise 'x' rescue nil
remove_column :users, :legacy
---
for name in %w[a legacy]
  next if name == 'a'
  remove_column :users, :legacy
  break
end
"""


@pytest.mark.parametrize("body", apart(MAYBE_IN_RUBY))
def test_what_hangs_on_a_condition_is_told_of_rails(body: str) -> None:
    assert _rails(body) == test_rails.LEGACY


def _efcore(body: str) -> list[tuple[str, str, str]]:
    base = test_efcore.BASE
    head = (
        "public partial class Next : Migration\n{\nprotected override void Up(MigrationBuilder b)"
    )
    return told(compared(base, {**base, test_efcore.SECOND: f"{head}\n{{\n{body}\n}}\n}}\n"}))


NEVER_IN_CSHARP = """
return;
b.DropColumn("Name", "Users");
---
throw new NotSupportedException();
b.DropColumn("Name", "Users");
---
if (false) { b.DropColumn("Name", "Users"); }
---
while (!true) b.DropColumn("Name", "Users");
---
#if false
b.DropColumn("Name", "Users");
#endif
---
foreach (var one in All) { continue; b.DropColumn("Name", "Users"); }
---
try { return; } catch (Exception e) { throw; }
b.DropColumn("Name", "Users");
---
using (var x = y) { return; }
b.DropColumn("Name", "Users");
"""


@pytest.mark.parametrize("body", apart(NEVER_IN_CSHARP))
def test_what_no_run_of_efcore_reaches_is_not_told(body: str) -> None:
    assert _efcore(body) == []


MAYBE_IN_CSHARP = """
if (b.ActiveProvider == "x") return;
b.DropColumn("Name", "Users");
---
#if DEBUG
return;
#endif
b.DropColumn("Name", "Users");
---
#if false
#else
b.DropColumn("Name", "Users");
#endif
---
goto last;
return;
last: b.DropColumn("Name", "Users");
---
while (true) { goto last; }
last: b.DropColumn("Name", "Users");
---
while (true) { if (x) { goto last; } }
b.DropTable("Orders");
last:
b.DropColumn("Name", "Users");
---
switch (x) { case 1: return; default: break; }
b.DropColumn("Name", "Users");
---
try { return; } catch (Exception e) { }
b.DropColumn("Name", "Users");
"""


@pytest.mark.parametrize("body", apart(MAYBE_IN_CSHARP))
def test_what_hangs_on_a_condition_is_told_of_efcore(body: str) -> None:
    assert test_efcore.NAME[0] in _efcore(body)


def test_a_list_that_is_empty_at_its_start_is_filled_somewhere() -> None:
    push = "const all = [];\nfor (const one of db.all) { all.push(one); }\n"
    loop = "for (const one of all) { await db.schema.dropTable(one); }"
    assert test_javascript.UNKNOWN[0] in _javascript(push + loop)
    each = "all.each { |name| remove_column :users, name }"
    for fill in ("all = []\nall.push('legacy')", "all = {}\nall[:a] = 'legacy'"):
        assert _rails(f"{fill}\n{each}") == test_rails.UNKNOWN
    assert _rails("for name in []\nremove_column :users, name\nend") == test_rails.UNKNOWN
