"""Where it stands what runs, beside the release tags."""

from relplan.model.production import Production
from relplan.model.scan import Notice
from relplan.model.value import value


@value()
class DeploymentFiles:
    """The files of a repository that say what runs in an environment."""

    repository: str
    """Absolute path."""
    files: tuple[str, ...]
    """Globs, from the repository's top."""
    environment: str


@value()
class DeclaredEnvironment:
    """What a person says runs in an environment."""

    name: str
    deployed: tuple[tuple[str, str], ...] = ()
    """(service, revision)."""
    answered: tuple[tuple[str, str], ...] = ()
    """(service, who answered that, in words), where it is not relplan.toml that says so."""


@value()
class Deployed:
    """What is known to run, in all environments, from relplan.toml and deployment files."""

    runs: tuple[Production, ...] = ()
    """Each service once in each environment, at the most."""
    notices: tuple[tuple[str, Notice], ...] = ()
    """(environment, what could not be made out); all that concern every environment under ""."""

    def of(self, environment: str) -> dict[str, Production]:
        """Return what is known to run in *environment*, by service."""
        return {runs.service: runs for runs in self.runs if runs.environment == environment}
