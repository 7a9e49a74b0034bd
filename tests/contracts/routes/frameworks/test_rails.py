"""Rails: what config/routes.rb draws."""

import pytest

from tests.contracts.routes.frameworks.serving import served, told


def _drawn(code: str) -> dict[str, str]:
    return {"config/routes.rb": f"Rails.application.routes.draw do\n{code}\nend\n"}


EVERY = (
    "DELETE /a/{id}, GET /a, GET /a/new, GET /a/{id}, GET /a/{id}/edit, PATCH /a/{id}, POST /a, "
    "PUT /a/{id}"
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("resources :a", EVERY),
        ("resources :a, only: [:index, :show]", "GET /a, GET /a/{id}"),
        ("resources :a, only: :create, path: 'b'", "POST /b"),
        ("resources :a, except: %i[new edit update destroy create]", "GET /a, GET /a/{id}"),
        ("resources :a, :b, only: %w[index]", "GET /a, GET /b"),
        ("resources :a, only: :show, param: :slug", "GET /a/{slug}"),
        ("resource :me, only: [:show, :update]", "GET /me, PATCH /me, PUT /me"),
        ("resources :as, only: [] do\n resources :bs, only: :show\nend", "GET /as/{a_id}/bs/{id}"),
        ("resources :as, only: [], shallow: true do\n resources :bs, only: [:index, :show]\nend",
         "GET /as/{a_id}/bs, GET /bs/{id}"),
        (("resources :as, only: [] do\n member { get :x }\n collection do\n post 'y'\n end\n"
         " get :z, on: :member\nend"), "GET /as/{id}/x, GET /as/{id}/z, POST /as/y"),
        ("resources :a, only: :new, path_names: { new: 'neu' }", "GET /a/neu"),
        ("namespace :api do\n namespace(:v1) { get 'x', to: 'a#b' }\nend", "GET /api/v1/x"),
        ("namespace :api, path: 'p' do\n get '/x' => 'a#b'\nend", "GET /p/x"),
        ("scope '/a', module: :m do\n scope path: ':b' do\n put 'x', to: 'a#b'\n end\nend",
         "PUT /a/{b}/x"),
        ("scope '(:locale)' do\n get 'x', to: 'a#b'\nend", "GET /x, GET /{locale}/x"),
        ("get 'a/:id(.:format)', to: 'a#b'", "GET /a/{id}"),
        ("get 'a/*rest', to: 'a#b'", "GET /a/{rest}"),
        ("match '/a', to: 'a#b', via: [:get, :post]", "GET /a, POST /a"),
        ("match 'a' => 'a#b', via: :all", "ANY /a"),
        ("root 'a#b'", "GET /"),
        ("concern :c do\n get :x, on: :member\nend\nresources :a, only: [], concerns: :c",
         "GET /a/{id}/x"),
        ("constraints(id: /x/) do\n authenticate :user do\n get 'a', to: 'a#b'\n end\nend",
         "GET /a"),
        ("%w[a b].each { |name| get name, to: 'a#b' }", "GET /a, GET /b"),
        ("get \"/#{kind}/a\", to: 'a#b'", "GET /{value}/a"),
        ("def more\n get 'a', to: 'a#b'\nend\nmore", "GET /a"),
        ("with_options path: 'b' do |r|\n r.resource :a, only: :show\n r.get '/c' => 'c#d'\nend",
         "GET /b, GET /c"),
        (("with_options only: :show do |r|\n r.resources :a\n r.resources :b, only: :index\n"
          " resources :c, only: :create\nend"), "GET /a/{id}, GET /b, POST /c"),
        ("with_options only: :show do\n resources :a do\n resources :b\n end\nend",
         "GET /a/{a_id}/b/{id}, GET /a/{id}"),
        (("with_options path: 'p' do |r|\n r.with_options only: :index do |s|\n s.resources :a\n"
          " end\n r.get 'x/y', to: 'a#b'\nend\nget 'z', to: 'a#b'"), "GET /p, GET /x/y, GET /z"),
        # nobody can tell
        ("other.get 'x', to: 'a#b'", "? /"),
        ("scope 'x' do\n other.resources :b\nend", "? /x"),
        ("resources :a, only: ACTIONS", "? /a"),
        ("get PATH, to: 'a#b'", "? /"),
        ("scope ENV['P'] do\n get 'a', to: 'a#b'\nend", "? /"),
        ("scope 'x' do\n mount Sidekiq::Web => '/jobs'\nend", "? /x/jobs"),
        ("mount Admin::Engine, at: 'admin'", "? /admin"),
        ("devise_for :users, path: 'u'", "? /u"),
        ("scope(:api) { use_doorkeeper }", "? /api/oauth"),
        ("ActiveAdmin.routes(self)", "? /"),
        ("extend Routes\napi_routes", "? /"),
        ("scope 'x' do\n api_routes\nend", "? /x"),
        ("Routes.instance_method(:x).bind_call(self)", "? /"),
        ("api_version(1) do\n get 'a', to: 'a#b'\nend", "GET /a, ? /"),
        ("draw :admin", "? /"),
        ("resources :a, concerns: :c, only: []", "? /a/{a_id}"),
    ],
)  # fmt: skip
def test_rails(code: str, expected: str) -> None:
    assert told("rails", _drawn(code)) == expected


def test_other_files_and_engines() -> None:
    files = _drawn("scope('x') { draw :admin }\nmount Shop::Engine => '/shop'")
    files["config/routes/admin.rb"] = "get 'a', to: 'a#b'"
    files["engines/shop/config/routes.rb"] = "Shop::Engine.routes.draw do\n put 'b', to: 'a#b'\nend"
    assert told("rails", files) == "GET /x/a, PUT /shop/b, ? /shop"


def test_an_api_alone_has_no_forms() -> None:
    files = _drawn("resources :a")
    files["config/application.rb"] = "class Application\n  config.api_only = true\nend"
    assert told("rails", files) == (
        "DELETE /a/{id}, GET /a, GET /a/{id}, PATCH /a/{id}, POST /a, PUT /a/{id}"
    )


@pytest.mark.parametrize(
    "code",
    [
        "scope('a') { " * 300 + "get 'a', to: 'a#b'" + "}" * 300,
        "def a\n b\nend\ndef b\n a\nend\na\nget 'a', to: 'a#b'",
        "concern(:c) { concerns :c; get 'a', to: 'a#b' }\nconcerns :c",
        "(1..100000).each { |a| get 'a', to: 'a#b' }",
        "get 'a', to: ((((",
        "#" * 1_000_001,
    ],
    ids=range(6),
)
def test_hostile_files_are_bounded_and_never_read_as_nothing(code: str) -> None:
    found = served("rails", _drawn(code))
    assert found.routes or found.unclear
