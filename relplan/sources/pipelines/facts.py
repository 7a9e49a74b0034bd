"""What files of the set-up say: what a job deploys, under which conditions, and after which."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    path: str
    line: int
    text: str


Chosen = tuple[tuple[str, str], ...]
"""What a command chooses of a file by options: ``("profile", "production")``, in their order."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is deployed, by all that it is called."""

    names: tuple[str, ...]
    """Of a release, a workload, an image: each of them may be the service's name."""
    paths: tuple[str, ...]
    """Files or folders, from the repository's top, that it is made of or described in."""
    place: Place
    repository: str = ""
    """The last part of the address of the repository that the paths are of; empty: this one."""
    version: str = ""
    """Its own version, where that is written down; empty: it is not, or stands for any."""
    chosen: Chosen = ()
    """What of its files is meant."""
    doubt: str = ""
    """Why it is not certain; empty: it is."""


@dataclass(frozen=True, slots=True)
class Deploy:
    """A command that deploys."""

    target: Target
    guards: tuple[str, ...] = ()
    """The conditions under which it runs, beside those of its job."""
    told: tuple[str, ...] = ()
    """What may name the environment: a namespace, a file of values, a context."""
    doubt: str = ""
    """What is not certain of it; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """Shell commands that a job runs."""

    text: str
    path: str
    line: int
    folder: str = "."
    guards: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    remote: bool = False
    """It runs on another machine."""
    run: str = ""
    """Tells the runs of a matrix apart: what is not known may differ between them."""


@dataclass(slots=True)
class Job:
    """What runs at one go: a job of a workflow, a stage of a pipeline."""

    name: str
    path: str
    line: int
    steps: list[Step | Deploy] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    """Jobs of the same pipeline that must have ended before."""
    guards: tuple[str, ...] = ()
    environment: str = ""
    is_button: bool = False
    """A person starts it by itself."""
    told: tuple[str, ...] = ()
    """Names that may tell the environment: the job's, its stage's."""


@dataclass(slots=True)
class Pipeline:
    """The jobs that one trigger starts."""

    name: str
    path: str
    jobs: list[Job] = field(default_factory=list)
    is_preview: bool = False
    """It runs for proposed changes alone."""
