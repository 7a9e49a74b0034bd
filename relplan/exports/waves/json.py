"""``relplan export waves --format json``: schema ``relplan.waves/1``."""

from dataclasses import asdict
from typing import Any

from relplan.exports.indented import indented
from relplan.model.waves import Waves

SCHEMA = "relplan.waves/1"


def waves_document(waves: Waves) -> dict[str, Any]:
    """Return *waves* as plain values."""
    return {
        "schema": SCHEMA,
        "title": waves.title,
        "workspace": waves.workspace,
        "scenario": waves.scenario,
        "services": [asdict(one) for one in waves.services],
        "exposures": [asdict(one) for one in waves.exposures],
        "obstacles": list(waves.obstacles),
    }


def waves_json(waves: Waves) -> str:
    """Return *waves* as JSON; all that is not ASCII is escaped."""
    return indented(waves_document(waves))
