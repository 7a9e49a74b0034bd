"""Patches of kustomize, which go on top of manifests and change no file of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from relplan.exports.markdown_text import one_line
from relplan.model.counting import listed
from relplan.model.errors import RelplanError
from relplan.model.waves import ServiceWave, Waves

_NAME = re.compile(r"[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?")
"""What Kubernetes takes for the name of an object (a DNS subdomain, RFC 1123)."""


Patch = tuple[str, Sequence[str]]
"""Whose object is patched, and the lines of what is merged into it below its name."""


def component(
    waves: Waves, version: str, kind: str, patches: Iterable[Patch], said: Iterable[str]
) -> str:
    """Return a component of kustomize with *patches* of objects of one API *version* and *kind*.

    *said* is what a person has to know of it, by line. Raises RelplanError where a service is
    called as no object can be.
    """
    wrong = [one.service for one in waves.services if not _NAME.fullmatch(one.service)]
    if wrong:
        what = f"no {kind} in Kubernetes can be called {listed(wrong)}"
        raise RelplanError(what, f"name the service in relplan.toml as its {kind} is called")
    found = [line for name, merged in patches for line in _patch(version, kind, name, merged)]
    head = [f"# {line}".rstrip() for line in _head(waves, kind, said)]
    body = ["apiVersion: kustomize.config.k8s.io/v1alpha1", "kind: Component"]
    lines = [*head, *body, "patches:" if found else "patches: []", *found]
    return "\n".join(lines) + "\n"


def quoted(name: str) -> str:
    """Return a name that Kubernetes takes as YAML: some would be numbers or dates."""
    return f'"{name}"'


def _patch(version: str, kind: str, name: str, merged: Iterable[str]) -> Iterator[str]:
    """Yield a patch of one object. It is found by its target: a patch alone has a namespace, too.

    A target's name is a regular expression.
    """
    pattern = quoted(name.replace(".", "[.]"))
    yield f"  - target: {{group: {version.partition('/')[0]}, kind: {kind}, name: {pattern}}}"
    yield "    patch: |-"
    head = (f"apiVersion: {version}", f"kind: {kind}", "metadata:", f"  name: {quoted(name)}")
    yield from (f"      {line}" for line in (*head, *merged))


def _head(waves: Waves, kind: str, said: Iterable[str]) -> Iterator[str]:
    yield f"{one_line(waves.title)} of {one_line(waves.workspace)}, in its order,"
    yield f"under the scenario {one_line(waves.scenario)}, as a component of kustomize: save it as"
    yield "kustomization.yaml in a folder of its own, and name that under `components` where the"
    yield f"{kind} objects are. Each must be called as its service is: kustomize passes over"
    yield "what it does not find."
    yield from said
    yield ""
    for text in waves.obstacles:
        yield f"Not yet: {one_line(text)}"
    for one in waves.exposures:
        who = f"{one_line(one.ahead)} goes before {one_line(one.behind)}"
        yield f"In lock-step: {who}; until both are out, {one_line(one.contract)} differs."
    yield from map(_told, waves.services)


def _told(one: ServiceWave) -> str:
    at = f" at {one.revision}" if one.revision else ""
    after = f", after {', '.join(map(one_line, one.after))}" if one.after else ""
    return f"{one.wave}: {one_line(one.service)}{at}{after}"
