"""Whom the address of a request names."""

import pytest

from relplan.contracts.openapi.uses.addresses import Called, names_in
from relplan.contracts.openapi.uses.requests import requests_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("requests.get(f\"{app.config['SURVEY_URL']}/surveys\")", {"survey"}),
        ('requests.get("{}/surveys".format(config.SURVEY_URL))', {"survey"}),
        ('requests.get("%s/surveys/%s" % (survey_url, id))', {"survey"}),
        ('requests.get(urljoin(SURVEY_URL, "/surveys"))', {"survey"}),
        ("fetch(`${process.env.SURVEY_API}/surveys`)", {"survey"}),
        ("fetch(config.surveyUrl + '/surveys')", {"survey"}),
        ("fetch(new URL('/surveys', surveyUrl))", {"survey"}),
        ('http.Get(fmt.Sprintf("%s/surveys", c.SurveyURL))', {"survey"}),
        ('http.Get(cfg.SurveyURL + "/surveys")', {"survey"}),
        ('rest.getForObject(surveyUrl + "/surveys", S.class)', {"survey"}),
        ('UriComponentsBuilder.fromHttpUrl(surveyUrl).path("/surveys")', {"survey"}),
        ('String.format("%s/surveys/%s", surveyUrl, id)', {"survey"}),
        ('client.get("$surveyUrl/surveys")', {"survey"}),
        ('http.GetAsync($"{_options.SurveyApi}/surveys")', {"survey"}),
        ("HTTP.get(\"#{ENV['SURVEY_URL']}/surveys\")", {"survey"}),
        ("$client->get($this->surveyUrl . '/surveys')", {"survey"}),
        ('fetch("http://survey-service:8080/surveys")', {"survey"}),
        ('fetch("http://survey.default.svc/surveys")', {"survey"}),
        ("fetch(`http://survey:8080/surveys/${id}`)", {"survey"}),
        ('BASE = "http://survey/api"\nfetch(`${BASE}/surveys`)', {"survey"}),
    ],
)
def test_the_value_before_a_path_names_who_is_called(text: str, names: set[str]) -> None:
    *_, request = requests_in(text)
    assert names_in(request.address) == names


@pytest.mark.parametrize(
    "text",
    [
        "fetch('/surveys')",
        "fetch(`${baseUrl}/surveys`)",
        "fetch(`${this.config.apiUrl}/surveys`)",
        "fetch(`${tenant}/surveys`)",
        "const surveyUrl = `/surveys`",
        "surveyClient.get('/surveys')",
        'http.Get("http://localhost:8080/surveys")',
        'http.Get(root + "/surveys")',
        'get("%s/surveys" % base_url)',
    ],
)
def test_what_names_nobody(text: str) -> None:
    (request,) = requests_in(text)
    assert not names_in(request.address)


@pytest.mark.parametrize(
    ("provider", "title", "address"),
    [
        ("ras-party", "Party Service API", "PARTY_URL"),
        ("party", "", "partysvc.url"),
        ("pay-publicauth", "", "publicAuthUrl"),
        ("shop-backend", "Orders", "ORDERS_URL"),
        ("order-service", "", "ordersUrl"),
    ],
)
def test_a_provider_is_called_by_pieces_of_its_name(
    provider: str, title: str, address: str
) -> None:
    assert Called(provider, title, frozenset()).is_meant_by(names_in(address))


def test_a_provider_is_not_called_by_another_name() -> None:
    called = Called("response-operations-ui", "response-operations-ui", frozenset())
    assert not called.is_meant_by(names_in("SURVEY_URL"))


@pytest.mark.parametrize("segment", ["party", "party-api", "partyService", "ras-party"])
def test_a_segment_that_is_the_providers_name(segment: str) -> None:
    assert Called("ras-party", "", frozenset({"party"})).is_name(segment)


@pytest.mark.parametrize("segment", ["ras", "api", "party-members", "third-party", "1"])
def test_a_segment_that_is_not(segment: str) -> None:
    assert not Called("ras-party", "", frozenset({"party"})).is_name(segment)
