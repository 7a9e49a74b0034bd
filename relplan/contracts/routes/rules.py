"""Every rule of the kind routes. The examples are files of FastAPI."""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

RULES = (
    Rule(
        "route-added",
        Severity.ADDITIVE,
        "There is a new path, or a new method of one.",
        after="@app.post('/orders')\ndef add(): ...",
    ),
    Rule(
        "route-method-changed",
        Severity.BREAKING,
        "A path is served by another method: whoever requests it as before is refused.",
        before="@app.put('/orders/{id}')\ndef change(id): ...",
        after="@app.patch('/orders/{id}')\ndef change(id): ...",
    ),
    Rule(
        "route-removed",
        Severity.BREAKING,
        "A path is no longer served: whoever requests it finds nothing.",
        before="@app.get('/orders/{id}')\ndef show(id): ...",
    ),
    Rule(
        "route-renamed",
        Severity.BREAKING,
        "What a path served has another path now: whoever requests the old one finds nothing.",
        before="@app.get('/orders/{id}')\ndef show(id): ...",
        after="@app.get('/purchases/{id}')\ndef show(id): ...",
    ),
    Rule(
        "route-unclear",
        Severity.UNKNOWN,
        "A path is no longer served in a form that is understood, and may be served in another.",
        before="@app.get('/orders/{id}')\ndef show(id): ...",
        after="app.get(path_of('orders'))(show)",
    ),
)
BY_ID = by_id(RULES)
