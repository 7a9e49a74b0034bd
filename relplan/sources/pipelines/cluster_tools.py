"""Kubernetes, Helm, Docker and what works beside them: what their commands deploy."""

import posixpath
from collections.abc import Iterator, Sequence

from relplan.sources.pipelines.options import Named, Options, plain_words
from relplan.sources.pipelines.shell import Command


def kubectl(options: Options, command: Command) -> Named | None:
    """Return what a command of kubectl deploys."""
    words = options.words
    verb = words[0] if words else ""
    if verb in ("apply", "create", "replace", "process"):
        if verb == "create" and len(words) > 1:
            names = (*words[2:3], *options.all("--image"))
            return Named(names) if words[1] in _KINDS else None
        files = options.all("-f", "--filename", "-k", "--kustomize")
        if verb == "process":
            files += words[1:]
        if any(file == "-" for file in files):
            return _piped(command)
        paths = tuple(one for file in files for one in _listed(file))
        return Named(paths=paths) if paths else None
    if words[:2] == ["set", "image"] and len(words) > 2:
        # A workload, its containers and their images may each be called as the service is.
        called = [name for word in words[3:] for name in word.partition("=")[::2] if name != "*"]
        return Named(names=(*_resources(words[2:3]), *filter(None, called)))
    if words[:2] == ["rollout", "restart"] or (verb == "patch" and len(words) > 1):
        return Named(names=tuple(_resources(words[2 if verb == "rollout" else 1 :])))
    return None


def _listed(given: str) -> list[str]:
    """Return the files of an option: several, or those that a command in brackets puts together."""
    if given.startswith("("):
        return [word for word in given.strip("()").split()[1:] if not word.startswith("-")]
    return given.split(",")


def _resources(words: Sequence[str]) -> Iterator[str]:
    """Yield the names in ``deployment/web``, or ``deployment web``."""
    for word in words:
        kind, slash, name = word.partition("/")
        if slash:
            yield name
        elif kind.lower() not in _KINDS and "=" not in word:
            yield kind


_KINDS = frozenset("deployment deployments deploy statefulset sts daemonset ds dc cronjob".split())


def _piped(command: Command) -> Named | None:
    """Return what is piped into ``kubectl apply -f -``."""
    for words in reversed(command.before):
        program = plain_words(words)
        options = Options(program[1:])
        if program[:2] == ("kustomize", "build"):
            return Named(paths=tuple(options.words[1:2] or (".",)))
        if program[:1] in (("kubectl",), ("oc",)):
            inner = Command(program, command.line, command.folder, (), {})
            if options.is_verb("kustomize"):
                return Named(paths=tuple(options.words[1:2]))
            found = kubectl(options, inner)
            if found is not None:
                return found
        if program[:2] == ("helm", "template"):
            return _release(options)
    files = [word for words in command.before for word in words if _is_file(word)]
    files += [word for word in command.inputs if _is_file(word)]
    return Named(paths=tuple(files)) if files else None


def _is_file(word: str) -> bool:
    return not word.startswith("-") and word.endswith((".yaml", ".yml", ".json", ".tmpl", ".tpl"))


def helm(options: Options, command: Command) -> Named | None:
    """Return what a command of helm deploys."""
    if options.words[:1] in (["upgrade"], ["install"]) or options.is_verb("secrets", "upgrade"):
        return _release(options)
    return None


def _release(options: Options) -> Named | None:
    rest = options.words[2 if options.words[0] == "secrets" else 1 :]
    name, chart = (rest[0], rest[1]) if len(rest) > 1 else ("", rest[0] if rest else "")
    if not chart:
        return None
    # Of a chart that is not here only the release's name, and its own, are known.
    names = tuple(filter(None, (name, posixpath.basename(chart.rstrip("/")))))
    values = (("values", path) for path in options.all("-f", "--values"))
    sets = (("set", one) for given in options.all("--set") for one in given.split(","))
    return Named(names=names, paths=(chart,), chosen=(*values, *sets))


def helmfile(options: Options, command: Command) -> Named | None:
    """Return what a command of helmfile deploys."""
    if not {"apply", "sync"}.intersection(options.words):
        return None
    chosen = options.all("-l", "--selector")
    if chosen:
        names = [one.partition("name=")[2] for one in chosen if one.startswith("name=")]
        if names or any("!=" not in part for one in chosen for part in one.split(",")):
            return Named(names=tuple(names), whole=False)
    doubt = "its selector leaves some out" if chosen else ""
    return Named(paths=tuple(options.all("-f", "--file") or _HELMFILES), doubt=doubt)


_HELMFILES = ("helmfile.yaml", "helmfile.yaml.gotmpl", "helmfile.d")


def docker(options: Options, command: Command) -> Named | None:
    """Return what a command of docker deploys."""
    words = options.words
    if options.is_verb("stack", "deploy") or options.is_verb("stack", "up"):
        files = options.all("-c", "--compose-file")
        return Named(paths=tuple(files)) if files else None
    if options.is_verb("service", "update"):
        return Named(names=(*words[2:3], *options.all("--image")))
    if words[:1] == ["compose"]:
        return compose(Options(command.words[command.words.index("compose") + 1 :]), command)
    return None


def built_by(command: Command) -> Named | None:
    """Return the images that a command builds, and what it makes them of; None: it builds none."""
    words = plain_words(command.words)
    if words[:2] == ("docker", "build") or words[:3] == ("docker", "buildx", "build"):
        options = Options(words[2 if words[1] == "build" else 3 :], _OF_BUILDS)
        # The Dockerfile tells more of what is built than a context that several share.
        return Named(
            tuple(options.all("-t", "--tag")), (*options.all("-f", "--file"), *options.words[:1])
        )
    if words[:2] == ("docker", "push"):
        return Named(words[2:3])
    if words[:3] == ("gcloud", "builds", "submit"):
        options = Options(words[3:])
        tags = tuple(options.all("--tag", "-t"))
        return Named(tags, tuple(options.words[:1] or ".")) if tags else None
    return None


_OF_BUILDS = frozenset(
    "-t --tag -f --file --build-arg --target --platform --cache-from --cache-to --label --output"
    " -o --secret --ssh --network --progress --builder --iidfile --metadata-file".split()
)


def compose(options: Options, command: Command) -> Named | None:
    """Return what a command of compose deploys."""
    if options.words[:1] != ["up"]:
        return None
    files = options.all("-f", "--file")
    named = tuple(options.words[1:])
    return Named(named, tuple(files or _COMPOSE), in_deploy_job=True, whole=not named)


_COMPOSE = ("docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml")


def argocd(options: Options, command: Command) -> Named | None:
    """Return what a command of argocd deploys."""
    if options.words[:2] not in (["app", "sync"], ["app", "set"]):
        return None
    return Named(names=tuple(name.rpartition("/")[2] for name in options.words[2:]))


def skaffold(options: Options, command: Command) -> Named | None:
    """Return what a command of skaffold deploys."""
    if options.words[:1] not in (["run"], ["deploy"]):
        return None
    modules = options.all("-m", "--module")
    files = options.all("-f", "--filename") or ["skaffold.yaml"]
    given = options.all("-p", "--profile")
    chosen = tuple(("profile", name) for one in given for name in one.split(","))
    return Named(tuple(modules), tuple(files), whole=not modules, chosen=chosen)


def werf(options: Options, command: Command) -> Named | None:
    """Return what a command of werf deploys: the chart beside its file."""
    if options.words[:1] not in (["converge"], ["deploy"]):
        return None
    folder = next(iter(options.all("--dir")), ".")
    return Named(paths=(f"{folder}/.helm",))


def ansible(options: Options, command: Command) -> Named | None:
    """Return what a playbook deploys; what it is limited to is chosen by a person, or a list."""
    doubt = "its options leave some out" if options.all("--tags", "-t", "-l", "--limit") else ""
    return Named(paths=tuple(options.words), doubt=doubt) if options.words else None


def armory(options: Options, command: Command) -> Named | None:
    """Return what a command of armory deploys."""
    if not options.is_verb("deploy", "start"):
        return None
    return Named(paths=tuple(options.all("-f", "--file")))


def kustomize(options: Options, command: Command) -> Named | None:
    """A GitOps tool deploys what is written here and pushed."""
    if not options.is_verb("edit", "set", "image"):
        return None
    images = [word.partition("=")[0].partition(":")[0] for word in options.words[3:]]
    return Named(names=tuple(images))
