"""What became of lock-step over past releases."""

from collections.abc import Callable

from relplan.app.bench import Workbench
from relplan.app.past_reading import OnProgress, PastReader
from relplan.model.counting import joined
from relplan.model.drift import Drift, Lookback, PastReading
from relplan.model.drift_settings import DriftSettings
from relplan.planning.drift import drift
from relplan.workspace import LoadedWorkspace

_DAY = 86_400


def look_back(
    bench: Workbench,
    settings: DriftSettings,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Drift:
    """Return what became of lock-step, once what is new of the past is read.

    Where *cancelled* says so, what was read until then is kept and counted, and it is said that it
    is not all.
    """
    now = int(bench.clock())
    since = now - settings.days * _DAY
    unfinished = PastReader(bench.loaded, bench.store, settings, now, on_progress, cancelled).read()
    past = bench.store.past_reading()
    loaded = bench.loaded
    blind = _blind(loaded, past)
    notes = (
        *unfinished, *bench.store.past_notes(), *_silent(loaded, past, since), *_say_blind(blind)
    )  # fmt: skip
    look = Lookback(
        bench.name, settings, since, now, loaded.workspace.timezone, frozenset(blind), notes
    )
    return drift(past, look, bench.scenario())


def _blind(loaded: LoadedWorkspace, past: PastReading) -> list[str]:
    """Return the services of which no contract is read, and that needed nothing otherwise."""
    seen = {name for one in loaded.contracts for name in (one.provider, *one.consumers)}
    seen |= {end.service for need in past.needs for end in (need.source, need.target)}
    return [one.name for one in loaded.workspace.services if one.name not in seen]


def _say_blind(services: list[str]) -> list[str]:
    if not services:
        return []
    are, them = ("is", "it") if len(services) == 1 else ("are", "them")
    what = f"only what people declared would tie {them}, so none is no zero"
    return [f"{joined(services)} {are} in no contract of relplan.toml whose files are read: {what}"]


def _silent(loaded: LoadedWorkspace, past: PastReading, since: int) -> list[str]:
    """Say of which services there is nothing to count: that is no zero."""
    counted = {one.service for one in past.releases if one.date >= since and one.changes}
    without = [one.name for one in loaded.workspace.services if one.name not in counted]
    if not without:
        return []
    have = "has" if len(without) == 1 else "have"
    what = "no release here of which it is known what it held, so what they needed is not known"
    return [f"{joined(without)} {have} {what}"]
