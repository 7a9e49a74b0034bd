"""The clouds' own command lines, and tools that deploy the folder they run in."""

import re
from collections.abc import Mapping

from relplan.sources.pipelines.options import Named, Options, Tool
from relplan.sources.pipelines.shell import Command


def aws(options: Options, command: Command) -> Named | None:
    """Return what a command of aws deploys."""
    verbs = tuple(options.words[:2])
    if verbs == ("s3", "sync"):
        return Named(paths=tuple(options.words[2:3]), in_deploy_job=True)
    if verbs in _STARTING:
        return started(*options.all(*_STARTING[verbs]))
    flags = _AWS.get(verbs)
    if flags is None:
        return None
    return Named(tuple(options.all(*flags)), tuple(options.all("--template-file")), whole=True)


_AWS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("ecs", "update-service"): ("--service",),
    ("lambda", "update-function-code"): ("--function-name",),
    ("cloudformation", "deploy"): ("--stack-name",),
    ("deploy", "create-deployment"): ("--application-name",),
    ("elasticbeanstalk", "update-environment"): ("--environment-name", "--application-name"),
}


_STARTING: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("codepipeline", "start-pipeline-execution"): ("--name", "--pipeline-name"),
    ("codebuild", "start-build"): ("--project-name",),
}


def started(*names: str) -> Named | None:
    """Return what another pipeline of these *names* may deploy: that is not followed.

    One that is not called a deployment builds or tests, as far as is known.
    """
    found = [name for name in names if _OF_PIPELINES.search(name)]
    plain = tuple(_OF_PIPELINES.sub("", name).strip("-_/. ") for name in found)
    return Named(plain, doubt="what the pipeline it starts does is not seen") if found else None


_OF_PIPELINES = re.compile(
    r"(?<![a-z])(?:deploy(?:ments?)?|releases?|cd|prod(?:uction)?)(?![a-z])", re.IGNORECASE
)


def gh(options: Options, command: Command) -> Named | None:
    """Return what a command of gh may deploy: it starts a workflow."""
    if not options.is_verb("workflow", "run"):
        return None
    return started(*(word.rpartition(".y")[0] or word for word in options.words[2:3]))


def of_folder(*verbs: str) -> Tool:
    """Return what reads tools that deploy the folder that they run in."""

    def read(options: Options, command: Command) -> Named | None:
        if options.words[:1] not in [[verb] for verb in verbs]:
            return None
        names = options.all("--stack-name", "-a", "--app", "--name", "--service", "--project")
        folders = options.all("--chdir", "-chdir", "--config", "-c", "--cwd")
        return Named((*names, *options.words[1:]), tuple(folders or ["."]))

    return read


def gcloud(options: Options, command: Command) -> Named | None:
    """Return what a command of gcloud deploys."""
    words = [word for word in options.words if word not in ("beta", "alpha")]
    if words[:2] in (["run", "deploy"], ["functions", "deploy"]):
        return Named((*words[2:3], *options.all("--image")), tuple(options.all("--source")))
    if words[:3] == ["run", "services", "update"]:
        return Named((*words[3:4], *options.all("--image")))
    if words[:2] == ["app", "deploy"]:
        return Named(paths=tuple(words[2:] or ["."]))
    if words[:3] == ["deploy", "releases", "create"]:
        folder = next(iter(options.all("--source")), ".")
        files = options.all("--skaffold-file") or [f"{folder}/skaffold.yaml"]
        return Named(paths=tuple(files))
    return None


def az(options: Options, command: Command) -> Named | None:
    """Return what a command of az deploys."""
    words = options.words
    if words[:2] == ["pipelines", "run"]:
        return started(*options.all("--name"))
    if words[:1] not in (["webapp"], ["containerapp"], ["functionapp"], ["staticwebapp"]):
        return None
    if not {"deploy", "deployment", "update", "up", "container"}.intersection(words[1:3]):
        return None
    return Named((*options.all("--name", "-n"), *options.all("--image", "-i")))


def serverless(options: Options, command: Command) -> Named | None:
    """Return what a command of serverless deploys: a folder, or those of its composition."""
    named = of_folder("deploy")(options, command)
    if named is None or options.all("--service") or options.words[1:]:
        return named
    return Named(named.names, (*named.paths, "serverless-compose.yml", "serverless-compose.yaml"))


def cf(options: Options, command: Command) -> Named | None:
    """Return what a command of cf deploys."""
    if options.words[:1] != ["push"]:
        return None
    return Named(tuple(options.words[1:2]), tuple(options.all("-p", "-f") or ["."]))


def heroku(options: Options, command: Command) -> Named | None:
    """Return what a command of heroku deploys."""
    if options.words[:1] != ["container:release"]:
        return None
    return Named((*options.all("-a", "--app"), *options.words[1:]))


def terraform(options: Options, command: Command) -> Named | None:
    """Return what a command of terraform deploys."""
    if "apply" not in options.words or options.all("-target", "--target"):
        return None
    return Named(paths=tuple(options.all("-chdir", "--chdir") or ["."]))


def nomad(options: Options, command: Command) -> Named | None:
    """Return what a command of nomad deploys."""
    words = options.words
    rest = words[2:] if words[:2] == ["job", "run"] else words[1:] if words[:1] == ["run"] else []
    return Named(paths=tuple(rest)) if rest else None


def octopus(options: Options, command: Command) -> Named | None:
    """Return what a command of octopus deploys."""
    verbs = {part for word in options.words[:2] for part in word.split("-")}
    projects = tuple(options.all("--project", "-p"))
    if "release" not in verbs or not verbs & {"create", "deploy"} or not projects:
        return None
    given = {name.lower() for name in options.given}
    is_certain = "deploy" in verbs or "--deployto" in given
    return Named(projects, doubt="" if is_certain else "it may only make the release")


def nx(options: Options, command: Command) -> Named | None:
    """Return what a command of nx deploys."""
    words = options.words
    targets = [
        one for listed in options.all("-t", "--target", "--targets") for one in _list(listed)
    ]
    if words[:1] == ["run-many"] and any("deploy" in target for target in targets):
        named = [one for listed in options.all("-p", "--projects") for one in _list(listed)]
        return Named(names=tuple(named), whole=False) if named else None
    if words[:1] == ["run"] and len(words) > 1 and ":deploy" in words[1]:
        return Named(names=(words[1].partition(":")[0],))
    return Named(names=(words[1],)) if words[:1] == ["deploy"] and len(words) > 1 else None


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def pages(options: Options, command: Command) -> Named | None:
    """Tools for sites and functions that a developer deploys alike: only a real one counts."""
    words = options.words
    if words[:1] == ["deploy"] or (words[:2] == ["pages", "deploy"]):
        folder = [one for one in words[1:] if one != "deploy"]
        folder += options.all("--dir", "--cwd", "--config", "-c")
        return Named(
            tuple(options.all("--name", "--project-name", "--site")), tuple(folder or ["."])
        )
    return Named(paths=(".",)) if not words and "--prod" in options.given else None
