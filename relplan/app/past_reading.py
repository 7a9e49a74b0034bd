"""Reads into the store what past releases needed of each other: once, release by release.

What is not new is not read again. Each view is saved as soon as it is read, the newest first, so
whoever stops the reading has the newest part of it, and the next one goes on from there.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from relplan.app.scanning import ReadingMemory
from relplan.detection.digests import digest
from relplan.detection.fingerprint import fingerprint
from relplan.detection.replay import Replay, Sight
from relplan.model.counting import joined
from relplan.model.drift_settings import DriftSettings
from relplan.model.errors import SourceError
from relplan.model.garbage import collection
from relplan.model.scan import ServiceRoot
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.held import Shipped, read_held
from relplan.sources.git.safe import Git
from relplan.sources.git.signature import repository_signature
from relplan.store import Store
from relplan.workspace import LoadedWorkspace

OnProgress = Callable[[str, str], None]
"""Called with the name of a repository or of a release, and what is happening to it."""
_DAY = 86_400
_GENERATION = 3
"""Grows whenever the same past may be read otherwise than before."""
_PARTLY = " partly"
"""What is kept behind the way in which a reading was begun that has not come to its end."""


@dataclass(slots=True)
class _Found:
    """What the repositories hold of the past."""

    releases: list[Shipped] = field(default_factory=list)
    mains: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    """The services whose repository could not be read: what is known of them stays."""


class PastReader:
    """Reads the past of one workspace."""

    def __init__(
        self,
        loaded: LoadedWorkspace,
        store: Store,
        settings: DriftSettings,
        now: int,
        on_progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read the releases of *loaded* that *settings* ask for, seen from *now*, into *store*."""
        self._loaded = loaded
        self._store = store
        self._settings = settings
        self._now = now
        self._since = now - settings.days * _DAY
        self._on_progress = on_progress or (lambda _what, _doing: None)
        self._cancelled = cancelled or (lambda: False)

    def read(self) -> list[str]:
        """Read what is new; return, in full sentences, what is not known where that ends early."""
        how, state = self._how(), self._state()
        known_how, known_state = self._store.past_read_with()
        if state and (how, state) == (known_how, known_state):
            return []
        if known_how.partition(_PARTLY)[0] != how:
            self._store.forget_past()
        self._store.end_past_reading(f"{how}{_PARTLY}", "", ())
        try:
            found = self._find()
            with collection():
                left = self._look(found)
        except ScanCancelledError:
            return ["reading the past was stopped: what was read until then is counted"]
        if left:
            return [f"reading the past was stopped at {left}: older releases are not counted"]
        self._store.end_past_reading(how, "" if found.failed else state, found.notes)
        return []

    def _how(self) -> str:
        """Name in which way the past is read: in another one, all of it is read anew."""
        loaded = self._loaded
        workspace = loaded.workspace
        services = [
            (root.service, root.repository, root.path, root.release_tag, root.main, root.inputs)
            for root in loaded.roots
        ]
        return digest(
            _GENERATION,
            fingerprint(loaded.contracts, loaded.severities),
            workspace.contracts,
            [feature.key for feature in workspace.features],
            workspace.feature_mode,
            loaded.scan.issue_key,
            services,
            self._settings.window_hours,
        )

    def _state(self) -> str:
        """Name what there is to read; empty: that cannot be told."""
        places = sorted({root.repository for root in self._loaded.roots})
        signatures = [repository_signature(place) for place in places]
        if not all(signatures):
            return ""
        return digest(signatures, self._settings.days, self._settings.releases)

    def _find(self) -> _Found:
        """List the releases. Raises ScanCancelledError."""
        groups: dict[str, list[ServiceRoot]] = defaultdict(list)
        for root in self._loaded.roots:
            groups[root.repository].append(root)
        found = _Found()
        for repository, roots in groups.items():
            self._on_repository(repository, "lists past releases")
            git = Git(repository, cancelled=self._cancelled)
            most = self._settings.releases
            try:
                history = read_held(git, roots, self._loaded.scan, self._since, most)
            except ScanCancelledError:
                raise
            except (SourceError, OSError) as error:
                names = [root.service for root in roots]
                found.failed.update(names)
                found.notes.append(f"the past of {joined(names)} could not be read: {error}")
            else:
                found.releases += history.releases
                found.mains[repository] = history.main
                found.notes += history.notes
        return found

    def _look(self, found: _Found) -> str:
        """Look at the releases that were not looked at before; say where that was stopped."""
        wanted = self._not_known(found)
        loaded = self._loaded
        sight = Sight(
            loaded.workspace, loaded.contracts, loaded.severities, self._settings.window_hours
        )
        replay = Replay(sight, loaded.roots, found.releases, found.mains)
        views = replay.views(wanted)
        memory = ReadingMemory(self._store.readings() if views else {})
        try:
            for number, view in enumerate(views, 1):
                name = " ".join(view.centres[0])
                if self._cancelled():
                    return name
                self._on_progress(name, f"looks at past releases, {number} of {len(views)}")
                try:
                    reading = replay.look(view, memory, self._on_repository, self._cancelled)
                except ScanCancelledError:
                    return name
                self._store.save_past_reading(reading)
        finally:
            self._store.save_readings(memory.made, memory.used, self._now)
        return ""

    def _on_repository(self, repository: str, doing: str) -> None:
        self._on_progress(Path(repository).name, doing)

    def _not_known(self, found: _Found) -> list[Shipped]:
        """Return the releases to look at, and forget those that are not what they were."""
        known = {
            (one.service, one.tag): one.commit
            for one in self._store.past_reading().releases
            if one.date >= self._since
        }
        now = {(one.service, one.tag): one.commit for one in found.releases}
        gone = [
            name
            for name, commit in known.items()
            if now.get(name) != commit and name[0] not in found.failed
        ]
        if gone:
            self._store.forget_past(gone)
        left = known.keys() - set(gone)
        return [one for one in found.releases if (one.service, one.tag) not in left]
