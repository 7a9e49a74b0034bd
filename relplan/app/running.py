"""What people answer about production: which revision of a service runs, or that its main does.

Each service has its own answer: a yes for two says nothing of a third that is added later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from relplan.model.counting import joined
from relplan.model.decision import Decision, DecisionKind
from relplan.model.deployment import DeclaredEnvironment
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.production import PRODUCTION, Production
from relplan.model.question import NO, YES, Answer, Question, QuestionKind, question_id
from relplan.model.scan import ServiceRoot
from relplan.model.scenario import Scenario
from relplan.workspace import LoadedWorkspace

_LONGEST_REVISION = 250


def production_subject(environment: str, service: str) -> str:
    """Return what an answer is kept under that says which revision of *service* runs there."""
    return f"{environment}/{service}"


def services_asked(
    name: str, questions: Mapping[str, Question], environment: str, answered: Iterable[str]
) -> tuple[str, ...] | None:
    """Return the services that *name* asks about if it is the question of production, else None.

    *answered* are the services whose answer can be given anew.
    """
    question = question_id(QuestionKind.PRODUCTION, (environment,))
    others = [one for one in questions if one != question]
    if not name or not question.startswith(name.lower()):
        return None
    if any(one.startswith(name.lower()) for one in others):
        return None
    asked = questions.get(question)
    open_ones = asked.about if asked else ()
    return (*open_ones, *answered) or None


def decided(
    value: str,
    services: tuple[str, ...],
    open_ones: tuple[str, ...],
    environment: str,
    roots: Mapping[str, ServiceRoot],
) -> Iterator[Decision]:
    """Yield what *value* says of which revisions run: of all, of the one, or ``SERVICE=REVISION``.

    Several are parted by commas. *services* may be answered about, *open_ones* have no answer yet.
    """
    said = {one.partition("=")[0]: one.partition("=")[2] for one in value.split(",") if "=" in one}
    if value == YES:
        said = dict.fromkeys(open_ones or services, YES)
    elif not value:
        said = dict.fromkeys(services, "")
    elif not said and len(services) == 1:
        said = {services[0]: value}
    if not said or NO in said.values() or value == NO:
        hint = f"say what runs instead, as in {services[0]}=v1.2.3"
        raise RelplanError(f"'{value}' does not tell what {joined(services)} run", hint)
    for service, revision in said.items():
        if service not in services:
            raise UnknownNameError(
                f"it is not asked what '{service}' runs", f"asked about are {joined(services)}"
            )
        if revision not in (YES, ""):
            _check_revision(roots[service], revision)
        text = f"Which revision of {service} is in {environment}?"
        subject = production_subject(environment, service)
        yield Decision(DecisionKind.ANSWER, subject, revision, text)


def _check_revision(root: ServiceRoot, value: str) -> None:
    # Looking into git needs its library, which takes a while to import.
    from relplan.sources.deployments.resolving import has_revision  # noqa: PLC0415

    if not value.isprintable() or len(value) > _LONGEST_REVISION or value.startswith("-"):
        raise RelplanError(f"{value!r} cannot be a revision", "give a tag, a branch or a commit")
    if not has_revision(root, value):
        what = f"'{value}' is no revision of {root.repository}"
        raise RelplanError(what, "fetch its tags, or give a commit")


def confirmed(production: tuple[Production, ...], scenario: Scenario) -> tuple[Production, ...]:
    """Return *production*, of which is said what a person answered."""
    given = dict(scenario.answers)
    return tuple(
        replace(one, confirmed=production_subject(one.environment, one.service) in given)
        for one in production
    )


def in_force(of_file: Iterable[Answer], decisions: Iterable[Decision]) -> dict[str, Answer]:
    """Return the answers in force by question: *decisions* go before those *of_file*."""
    found = {answer.question: answer for answer in of_file}
    for one in decisions:
        if one.kind is DecisionKind.ANSWER:
            found[one.subject] = Answer(
                one.subject, one.value, one.reason, one.who, one.at, one.detail
            )
    return found


def with_answers(loaded: LoadedWorkspace, answers: Mapping[str, Answer]) -> LoadedWorkspace:
    """Return *loaded* with the revisions that people answered, where it names none."""
    said = {name: one for name, one in answers.items() if one.value not in (YES, NO)}
    return replace(
        loaded,
        roots=tuple(_root(root, said) for root in loaded.roots),
        environments=tuple(_environment(one, loaded, said) for one in loaded.environments),
    )


def _root(root: ServiceRoot, said: Mapping[str, Answer]) -> ServiceRoot:
    answer = said.get(production_subject(PRODUCTION, root.service))
    if answer is None or root.deployed:
        return root
    return replace(root, deployed=answer.value, answered=_in_words(answer))


def _environment(
    environment: DeclaredEnvironment, loaded: LoadedWorkspace, said: Mapping[str, Answer]
) -> DeclaredEnvironment:
    if environment.name == PRODUCTION:
        return environment
    declared = {service for service, _ in environment.deployed}
    names = [root.service for root in loaded.roots if root.service not in declared]
    subjects = {name: production_subject(environment.name, name) for name in names}
    found = {name: said[subject] for name, subject in subjects.items() if subject in said}
    revisions = tuple((name, answer.value) for name, answer in found.items())
    return replace(
        environment,
        deployed=(*environment.deployed, *revisions),
        answered=tuple((name, _in_words(answer)) for name, answer in found.items()),
    )


def _in_words(answer: Answer) -> str:
    by = f"{answer.by} answered" if answer.by else "answered"
    return f"{by} {answer.value}" + (f": {answer.reason}" if answer.reason else "")
