"""Ruby as people write it in Rails' migrations: all of it counts, none of it is run."""

import pytest

from relplan.contracts.sql.contract import ANALYZER
from tests.contracts.sql.cases import apart, compared, told

FIRST = """\
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email, :name
      t.integer :legacy, :age
    end
    create_table(:orgs) { |t| t.string :name, null: false }
  end
end
"""
BASE = {"db/migrate/20240101000000_first.rb": FIRST}
LEGACY = [("ban-drop-column", "breaking", "users.legacy")]
BOTH = [("ban-drop-column", "breaking", "users.age"), *LEGACY]
CODE = [("running-code", "unknown", "")]
UNKNOWN = [("unknown-operation", "unknown", "")]
ADDED = [("adding-column", "additive", "users.b")]


def _class(body: str) -> list[tuple[str, str, str]]:
    text = f"class Second < ActiveRecord::Migration[7.1]\n{body}\nend\n"
    return told(compared(BASE, {**BASE, "db/migrate/20240202000000_second.rb": text}))


def _change(body: str) -> list[tuple[str, str, str]]:
    return _class(f"def change\n{body}\nend")


DEFINED = r"""
def up; remove_column :users, :legacy; end
def down; end
---
def change = remove_column(:users, :legacy, :integer)
---
def self.up
  remove_column :users, :legacy
end
---
class << self
  def up
    remove_column :users, :legacy
  end
end
---
def drop_old
  remove_column :users, :legacy
end
def up
  drop_old
end
---
def up
  drop_old
end
private
def drop_old
  remove_column :users, :legacy
end
---
private def old(name) = remove_column(:users, name)
def up
  old(:legacy)
end
---
def old(table:, name: :legacy)
  remove_column table, name
end
def up
  old(table: :users)
end
---
def each_of(names)
  names.each { |name| yield name }
end
def up
  each_of([:legacy]) { |name| remove_column :users, name }
end
---
def up
  table = :users
  twice { |name| remove_column table, name }
end
def twice
  yield :legacy
end
---
TABLE = :users
def up
  remove_column TABLE, :legacy
end
---
NAMES = { users: %i[legacy] }.freeze
def up
  NAMES.each do |table, names|
    names.each { |name| remove_column table, name }
  end
end
---
module Old
  def self.go(m) = m.remove_column(:users, :legacy)
end
def up
  Old.go(self)
end
"""


@pytest.mark.parametrize("body", apart(DEFINED))
def test_methods_constants_and_classes(body: str) -> None:
    assert _class(body) == LEGACY


LOOPS = r"""
[:legacy, :age].each do |c|
  remove_column :users, c
end
---
%w[legacy age].each { |c| remove_column :users, c }
---
%i[
  legacy
  age
].each { remove_column :users, _1 }
---
for c in [:legacy, :age] do remove_column :users, c end
---
[[:users, :legacy], [:users, :age]].each { |table, c| remove_column table, c }
---
{ users: [:legacy, :age] }.each { |table, cs| cs.each { |c| remove_column table, c } }
---
%w[legacy age].each_with_index { |c, i| remove_column :users, c }
---
%w[LEGACY AGE].map(&:downcase)
(%w[age] + %w[legacy]).each { |c| remove_column :users, c }
---
remove_column :users, :legacy; remove_column :users, :age
---
remove_columns(:users, *%i[legacy age])
---
change_table(:users) do |t|
  %w[legacy age].each { |c| t.remove c }
end
---
%w[legacy age].each { |c| execute "ALTER TABLE users DROP COLUMN #{c}" }
"""


@pytest.mark.parametrize("body", apart(LOOPS))
def test_loops_over_literals(body: str) -> None:
    assert sorted(_change(body)) == BOTH


ONCE = r"""
remove_column :users, :legacy if column_exists?(:users, :legacy)
---
unless ENV.fetch('KEEP', '').downcase == 'yes'
  remove_column :users, :legacy
end
---
if column_exists?(:users, :legacy) then remove_column(:users, :legacy) end
---
column_exists?(:users, :legacy) ? remove_column(:users, :legacy) : nil
---
column_exists?(:users, :legacy) && remove_column(:users, :legacy)
---
case ENV['X']
when 'a' then say 'kept'
else remove_column :users, :legacy
end
---
begin
  remove_column :users, :legacy
rescue StandardError => e
  say e
end
---
reversible do |dir|
  dir.up { execute 'ALTER TABLE users DROP COLUMN legacy' }
  dir.down { execute 'ALTER TABLE users ADD COLUMN legacy int' }
end
---
up_only { remove_column :users, :legacy }
---
suppress_messages { say_with_time('x') { remove_column :users, :legacy } }
---
ActiveRecord::Base.transaction do
  remove_column :users, :legacy
end
---
User.connection.remove_column :users, :legacy
---
connection = ActiveRecord::Base.connection
connection.execute 'ALTER TABLE users DROP legacy'
---
send(:remove_column, :users, :legacy)
---
sql = 'ALTER TABLE users DROP COLUMN legacy'
execute(sql)
---
sql = +'ALTER TABLE users'
sql << ' DROP COLUMN legacy'
execute(sql)
---
execute format('ALTER TABLE %s DROP COLUMN legacy', 'users')
---
execute <<~SQL.squish
  ALTER TABLE #{quote_table_name('users')} DROP COLUMN legacy
SQL
---
execute 'ALTER TABLE users ' \
  'DROP COLUMN legacy'
---
table = :users
remove_column table, :legacy
---
revert { add_column :users, :legacy, :integer }
---
revert do
  change_table(:users) { |t| t.integer :legacy }
end
"""


@pytest.mark.parametrize("body", apart(ONCE))
def test_conditions_wrappers_and_sql(body: str) -> None:
    assert _change(body) == LEGACY


def test_what_is_taken_back_is_taken_back_the_last_first() -> None:
    body = "revert do\n  create_table :kept\n  rename_column :users, :mail, :email\nend"
    assert _change(body) == [
        ("ban-drop-table", "breaking", "kept"),
        ("renaming-column", "breaking", "users.email"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("First", ["orgs", "users"]), ("Unseen", None)],
)
def test_another_migration_that_is_reverted(name: str, expected: list[str] | None) -> None:
    found = _change(f"revert {name}")
    dropped = [("ban-drop-table", "breaking", table) for table in expected or ()]
    assert found == (dropped or UNKNOWN)


LIBRARY = {
    "app/services/fills/age_service.rb": """\
module Fills
  class AgeService
    def initialize(model: User, by: 1)
      @model = model
      @by = by
    end
    def execute = @model.where(age: nil).update_all(age: @by)
    def tidy = ActiveRecord::Base.connection.remove_column(:users, :legacy)
    def far = Elsewhere.go(1)
  end
end
""",
    "lib/tidy.rb": """\
module Tidy
  def self.drop(name)
    ActiveRecord::Base.connection.execute(<<~SQL)
      ALTER TABLE users DROP COLUMN #{name}
    SQL
    yield if block_given?
  end
  def self.deep(hash) = hash.each_value { |one| deep(one) }
  def self.change = drop("age")
end
""",
    "app/models/user.rb": """\
class User < ApplicationRecord
  def self.oldest = order(:age).first
  def self.prune = Tidy.drop("legacy")
end
""",
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Fills::AgeService.new(by: 3).execute", [("changing-data", "risky", "")]),
        ("Fills::AgeService.new.tidy", LEGACY),
        ("Fills::AgeService.new.far", CODE),
        ("Fills::AgeService.new.other(1)", CODE),
        ("Fills::Unseen.new.run", CODE),
        ('Tidy.drop("legacy")', LEGACY),
        (
            'Tidy.drop("legacy") do\n  execute <<~SQL\n    DROP TABLE orgs\n  SQL\nend',
            [*LEGACY, *CODE],
        ),
        ("Tidy.deep(a: {b: 1})", []),
        ("User.oldest.update!(age: 1)", [("changing-data", "risky", "")]),
        ("User.prune", LEGACY),
        ("User.unseen(1)", CODE),
        ('Unseen.drop("legacy")', CODE),
        ('Unseen.fetch("legacy")', []),
    ],
)
def test_classes_of_the_application_are_followed(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    second = "class Second < ActiveRecord::Migration[7.1]\ndef up\n" + body + "\nend\nend\n"
    base = {**BASE, **LIBRARY}
    assert told(compared(base, {**base, "db/migrate/20240202000000_second.rb": second})) == expected


def test_the_files_of_classes_are_named_that_have_methods_of_their_own() -> None:
    text = b"""\
class Second < ActiveRecord::Migration[7.1]
  def up
    User.where(a: 1).update_all(a: 2)
    Rails.logger.info Time.now
    HTTPClient::RetryPolicy.new(3).run
    User.oldest
  end
end
"""
    named = ANALYZER.references("db/migrate/20240202000000_second.rb", text)
    assert named == ["http_client/retry_policy.rb", "user.rb"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("create_join_table :users, :orgs", [("adding-table", "additive", "orgs_users")]),
        ("create_table(:orgs, force: true) { |t| t.string :name, null: false }",
         [("adding-table", "none", "orgs"), ("ban-drop-table", "risky", "orgs")]),
        ("create_table(:orgs, force: :cascade) { |t| t.text :title }",
         [("adding-column", "additive", "orgs.title"), ("adding-table", "none", "orgs"),
          ("ban-drop-column", "breaking", "orgs.name"), ("ban-drop-table", "risky", "orgs")]),
        ("create_table(:orgs, force: false, if_not_exists: true) { |t| t.text :title }",
         [("adding-table", "risky", "orgs")]),
        ("add_unique_constraint :users, using_index: 'i'",
         [("adding-unique-constraint", "none", "users")]),
        ("add_check_constraint :users, 'age IS NOT NULL', validate: false",
         [("adding-check-constraint", "breaking", "users.age")]),
        ("add_check_constraint :orgs, 'name IS NOT NULL'", []),
        ("add_check_constraint :users, condition",
         [("adding-check-constraint", "breaking", "users"),
          ("unknown-operation", "unknown", "")]),
        ("add_not_null_constraint :users, :age; change_column_null :users, :age, false",
         [("adding-check-constraint", "breaking", "users.age")]),
        ("add_text_limit_constraint :users, :name, 20",
         [("adding-check-constraint", "breaking", "users.name")]),
        ("add_column_with_default :users, :b, :string, default: '', null: false", ADDED),
        ("add_column :users, :b, :datetime, precision: 6", ADDED),
        ("change_column :users, :name, :text, limit: 100",
         [("changing-column-type", "breaking", "users.name")]),
        ("rename_schema :shop, :store", [("renaming-schema", "breaking", "shop")]),
    ],
)  # fmt: skip
def test_options_say_what_a_call_does(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _change(body) == expected


def test_enums() -> None:
    body = """
create_enum :st, ["a", "b"]
add_enum_value :st, "c"
rename_enum_value :other, from: "c", to: "d"
drop_enum :gone
"""
    assert [rule for rule, _, _ in _change(body)] == [
        "adding-type", "adding-enum-value", "renaming-enum-value", "drop-type",
    ]  # fmt: skip


CHANGES_ROWS = """
User
  .where.not(name: nil)
  .where(age: 1)
  .update_all(legacy: 2)
---
User.find_each do |user|
  user.options['a'] = 1
  user.save!(validate: false)
end
---
User.first.name = 'x'
---
User.find_each { |user| user.orgs = [] }
---
User.find_each { |user| user.touch_it! }
---
User.old_ones.update_all(age: 1)
---
User.find_each(&:destroy)
---
User.where(age: 1).each(&:withdraw)
---
User.find_each { |user| user.withdraw }
---
user = User.first
user.withdraw
User.count
---
Member.fill
end
class Member < ActiveRecord::Base
  def self.fill = where(age: nil).update_all(age: 1)
end
def down
"""


@pytest.mark.parametrize("body", apart(CHANGES_ROWS))
def test_model_code_changes_rows(body: str) -> None:
    assert _change(body) == [("changing-data", "risky", "")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Migrator.convert(User.first)", CODE),
        ("Migrator.new(1).call", CODE),
        ("Setting.theme = 'dark'", CODE),
        ("Flipper.enable(:search)", [("changing-data", "risky", "")]),
        ("Flipper.enabled?(:search)", []),
        ("Nokogiri::HTML(x = 'a').css('b').set('c', 1)", []),
        ("Nokogiri::HTML('a').css('b').each { |one| User.where(a: one.at('c')).delete_all }",
         [("changing-data", "risky", "")]),
        ("Rails.cache.delete_multi([1])", []),
        ("Rails.application.load_seed(1)", CODE),
        ("connection.schema_search_path = 'other'", UNKNOWN),
        ("self.verbose = false", []),
        ("User.table_name = 'people'", []),
        ("system('rake db:x')", UNKNOWN),
        ("`ls`", UNKNOWN),
        ("Rake::Task['x'].invoke", CODE),
        ("execute(sql_of)", CODE),
        ("execute \"ALTER TABLE #{ENV['T']} DROP COLUMN legacy\"", UNKNOWN),
        ('execute "UPDATE users SET age = #{Time.now.year}"',
         [("changing-rows", "risky", "users")]),
        ("add_column :users, :b, :integer, **options", UNKNOWN),
        ("add_column :users, :b, :integer, null: Rails.env.test?", UNKNOWN),
        ("add_column table_of(:b), :b, :integer", UNKNOWN),
        ("add_prefix(:users) { remove_column :users, :legacy }", [*UNKNOWN, *LEGACY]),
        ("change_table(:users) { |t| t.userstamps }", UNKNOWN),
        ("super", UNKNOWN),
        ("add_column :users, :b, :integer ) ]", [*UNKNOWN, *ADDED]),
    ],
)  # fmt: skip
def test_what_is_not_seen_or_not_known_is_unknown(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert sorted(_change(body)) == sorted(expected)


HARMLESS = """
say 'hello'
---
User.reset_column_information
---
puts User.where(age: 1).count
---
return if table_exists?(:x)
---
names = User.pluck(:name).map(&:strip).uniq
---
connection.select_values('SELECT count(*) FROM users')
---
reversible { |dir| dir.down { remove_column :users, :legacy } }
---
raise 'no' unless connection.adapter_name == 'PostgreSQL'
---
user = nil
user.name = 1 if user
"""


@pytest.mark.parametrize("body", apart(HARMLESS))
def test_what_is_known_to_be_harmless_is_not_told(body: str) -> None:
    assert _change(body) == []


def test_comments_and_what_stands_behind_the_end_are_no_code() -> None:
    text = """\
class Second < ActiveRecord::Migration[7.1]
  def change
=begin
    remove_column :users, :legacy
=end
    add_column :users, :b, :integer # remove_column :users, :age
  end
end
__END__
drop_table :users
"""
    assert told(compared(BASE, {**BASE, "db/migrate/2_second.rb": text})) == ADDED


OUTSIDE = """
if Rails.version >= "5"
  class Second < ActiveRecord::Migration[5.0]; end
else
  class Second < ActiveRecord::Migration; end
end
Second.class_eval do
  def change
    remove_column :users, :legacy
  end
end
---
Second = Class.new(ActiveRecord::Migration[7.1]) do
  def change
    remove_column :users, :legacy
  end
end
---
module Db
  class Second < ActiveRecord::Migration[7.1]
    class << self
      def up
        remove_column :users, :legacy
      end
    end
  end
end
"""


@pytest.mark.parametrize("text", apart(OUTSIDE))
def test_wherever_a_migration_is_defined(text: str) -> None:
    assert told(compared(BASE, {**BASE, "db/migrate/2_second.rb": text})) == LEGACY


def test_a_numbered_file_without_a_migration_is_unknown() -> None:
    text = "require_relative '../../lib/second'\n"
    assert told(compared(BASE, {**BASE, "db/migrate/2_second.rb": text})) == UNKNOWN
    assert told(compared(BASE, {**BASE, "db/migrate/helper.rb": "module Helper; end\n"})) == []


def test_a_class_that_leaves_its_change_to_another_is_unknown() -> None:
    text = "class Second < Shared::Migration\n  disable_ddl_transaction!\nend\n"
    assert told(compared(BASE, {**BASE, "db/migrate/2_second.rb": text})) == UNKNOWN


HOSTILE = {
    "loops": ("%w[a b c d e f g h i j].each { |a| " * 9 + "foo a" + "}" * 9, "bound-reached"),
    "lists": ("x = %w[a b]\n" + "x = x + x\n" * 60 + "x.each { |a| drop_table a }",
              "unknown-operation"),
    "texts": ("x = 'aaaa'\n" + "x = x.gsub('a', 'aaaaaaa')\n" * 60 + "execute x", "running-code"),
    "nested lists": ("if y\n" + "else\n".join(["x = [1]\n" + "x = [x, x]\n" * 60] * 2)
                     + "end\nx.flatten.each { |a| drop_table a }", "unknown-operation"),
    "depth": ("x = " + "(" * 5000 + ")" * 5000, "unknown-operation"),
    "chain": ("x = " + "'a' + " * 5000 + "'b'", "unknown-operation"),
    "recursion": ("again(f)\n  end\n  def again(x)\n    drop_table x\n    again(x + x)",
                  "unknown-operation"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ruby_ends_and_is_unknown(name: str) -> None:
    body, rule = HOSTILE[name]
    found = _change(body)
    assert (rule, "unknown", "") in found
    assert {severity for _, severity, _ in found} == {"unknown"}
