"""What runs in each environment, and what is pending there.

A scan reads each service's history once, from the oldest that any environment runs. What is pending
in one is what was read, less what it has already. So looking at staging costs production nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from relplan.model.change import Change
from relplan.model.deployment import Deployed
from relplan.model.errors import SourceError
from relplan.model.evidence import Evidence
from relplan.model.production import PRODUCTION, KnownBy, Production
from relplan.model.scan import ServiceRecord, ServiceRoot
from relplan.sources.git.signature import repository_signature
from relplan.store import Store
from relplan.workspace import LoadedWorkspace

_SAID = (KnownBy.DEPLOYED, KnownBy.DEPLOYMENT_FILE)


def deployed_now(loaded: LoadedWorkspace, store: Store) -> tuple[Deployed, str]:
    """Return what relplan.toml and files say, and what names all that was read for that.

    Where nothing has moved since the last scan, that is what the store has.
    """
    wanted = _fingerprint(loaded)
    if not loaded.deployments and not any(known.deployed for known in loaded.environments):
        return Deployed(), wanted
    if wanted and store.running_with() == wanted:
        known = store.deployed()
        runs = tuple(runs for runs in known.runs if runs.by in _SAID)
        return Deployed(runs, known.notices), wanted
    # Reading deployment files needs the parsers, which a scan with nothing new never loads.
    from relplan.sources.deployments.deployed import deployed_by_files  # noqa: PLC0415

    return deployed_by_files(loaded.deployments, loaded.environments, loaded.roots), wanted


def _fingerprint(loaded: LoadedWorkspace) -> str:
    """Name what says what runs; empty: it cannot be told whether that moved."""
    said = any(known.deployed for known in loaded.environments)
    places = {files.repository for files in loaded.deployments}
    if places or said:
        places |= {root.repository for root in loaded.roots}
    signatures = [(place, repository_signature(place)) for place in sorted(places)]
    if not all(signature for _, signature in signatures):
        return ""
    parts = repr((loaded.roots, loaded.deployments, loaded.environments, signatures))
    return blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def with_deployments(roots: Sequence[ServiceRoot], deployed: Deployed) -> tuple[ServiceRoot, ...]:
    """Return *roots* with what is known to run of them."""
    in_production = deployed.of(PRODUCTION)
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for runs in deployed.runs:
        if runs.environment != PRODUCTION:
            elsewhere[runs.service].add(runs.commit)
    return tuple(
        replace(
            root,
            running=None if root.deployed else in_production.get(root.service),
            runs_elsewhere=tuple(sorted(elsewhere[root.service])),
        )
        for root in roots
    )


def settle(
    loaded: LoadedWorkspace,
    store: Store,
    roots: Sequence[ServiceRoot],
    deployed: Deployed,
    fingerprint: str,
) -> None:
    """Save what runs in each environment, and what of the changes that were read it has."""
    records = {
        record.service: record
        for repository in store.repository_records().values()
        for record in repository.services
        if record.main_commit
    }
    known = [(root, records[root.service]) for root in roots if root.service in records]
    runs: list[Production] = []
    for environment in loaded.environments:
        said = deployed.of(environment.name)
        for root, record in known:
            if environment.name != PRODUCTION:
                runs.append(said.get(root.service) or _unknown(record, environment.name))
            elif record.production is not None:
                runs.append(record.production)
    contained = _contained(store, known, runs)
    store.save_running(Deployed(tuple(runs), deployed.notices), contained, fingerprint)


def _unknown(record: ServiceRecord, environment: str) -> Production:
    """Return main itself: nothing that is merged is taken for pending where nothing is known."""
    text = f"nothing says what runs in {environment}"
    evidence = Evidence("no-deployment", text, record.service, record.main_commit)
    return Production(
        record.service,
        record.main_name,
        record.main_commit,
        KnownBy.MAIN,
        (evidence,),
        environment,
    )


def _contained(
    store: Store, known: Sequence[tuple[ServiceRoot, ServiceRecord]], runs: Sequence[Production]
) -> dict[str, set[str]]:
    """Return the changes that were read and that an environment has, by environment."""
    begins = {record.service: (root, record.read_from) for root, record in known}
    ahead = [one for one in runs if one.commit != begins[one.service][1]]
    found: dict[str, set[str]] = defaultdict(set)
    if not ahead:
        return found
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in store.changes():
        changes[change.service].append(change)
    for one in ahead:
        root, since = begins[one.service]
        has = _between(root, since, one.commit)
        found[one.environment].update(c.id for c in changes[one.service] if c.commit in has)
    return found


def _between(root: ServiceRoot, old: str, new: str) -> frozenset[str]:
    """Return the commits that *new* contains and *old* does not."""
    # Where nothing is new, no git is started, nor loaded what starts it.
    from relplan.sources.git.errors import ScanCancelledError  # noqa: PLC0415
    from relplan.sources.git.safe import Git  # noqa: PLC0415

    try:
        words = ("rev-list", "--end-of-options", new, f"^{old}", "--")
        return frozenset(Git(root.repository).text(*words).split())
    except ScanCancelledError:
        raise
    except (SourceError, OSError):
        return frozenset()
