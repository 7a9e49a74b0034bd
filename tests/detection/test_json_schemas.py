"""A JSON Schema does not say who writes and who reads: what breaks one side only is asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relplan.model.contract_source import Compatibility, ContractSource
from relplan.model.evidence import Confidence
from tests.detection.test_taking import Shop

SURELY, PERHAPS = Confidence.DETECTED, Confidence.GUESSED


def schema(**state: object) -> str:
    return json.dumps({"title": "Order", "type": "object", "properties": {"state": state}})


@pytest.mark.parametrize(
    ("after", "says", "confidences"),
    [
        ({"type": "integer"}, None, [SURELY, PERHAPS]),  # and its values are listed no more
        ({"type": "string", "enum": ["new"]}, None, [PERHAPS]),
        ({"type": "string", "enum": ["new"]}, Compatibility.FORWARD, []),
        ({"type": "string", "enum": ["new", "paid", "sent"]}, None, [PERHAPS]),
        ({"type": "string", "enum": ["new", "paid", "sent"]}, Compatibility.FORWARD, [SURELY]),
        ({"type": "string", "enum": ["new", "paid", "sent"]}, Compatibility.BACKWARD, []),
    ],
)
def test_a_break(
    tmp_path: Path,
    after: dict[str, object],
    says: Compatibility | None,
    confidences: list[Confidence],
) -> None:
    shop = Shop(tmp_path)
    before = schema(type="string", enum=["new", "paid"])
    provider = shop.service("orders", {"order.schema.json": before})
    source = ContractSource("order", "json-schema", "orders", ("web",), ("order.schema.json",))
    shop.sources.append(replace(source, compatibility=says))
    shop.service("web", {"src/a.py": "print()\n"})
    provider.commit("Change it", "order.schema.json", schema(**after))
    (effects,) = shop.detect().effects.values()
    breaks = [effect for effect in effects if effect.kind.value == "breaks"]
    assert [effect.confidence for effect in breaks] == confidences
    asked = [effect.evidence.text for effect in breaks if effect.confidence is PERHAPS]
    assert all("`compatibility` in relplan.toml" in text for text in asked)
