"""Reads annotations of a program's own that stand for others, as Spring composes them.

``@OrdersController`` that is declared ``@RestController @RequestMapping("/orders")`` says both of
each class that has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.contracts.routes.frameworks.jvm import Annotation, JvmClass, argument

_DEEPEST = 4
"""Annotations that stand for annotations."""
_PATHS = ("", "value", "path")


def with_composed(classes: Sequence[JvmClass]) -> Sequence[JvmClass]:
    """Return *classes*, each annotation followed by those that it stands for."""
    found: dict[str, list[JvmClass]] = {}
    for one in classes:
        if one.kind == "annotation":
            found.setdefault(one.name, []).append(one)
    known = {name: ones[0] for name, ones in found.items() if len(ones) == 1}
    if not known:
        return classes
    return [
        replace(
            one,
            annotations=tuple(_all(one.annotations, known)),
            methods=[tuple(_all(said, known)) for said in one.methods],
        )
        for one in classes
    ]


def _all(
    said: Sequence[Annotation], known: Mapping[str, JvmClass], deep: int = 0
) -> Iterator[Annotation]:
    for one in said:
        yield one
        declared = known.get(one.name) if deep < _DEEPEST else None
        for meant in _all(declared.annotations, known, deep + 1) if declared else ():
            yield replace(meant, arguments=_arguments(one, meant, declared), line=one.line)


def _arguments(one: Annotation, meant: Annotation, declared: JvmClass | None) -> str:
    """Return what *meant* is given: a path that *one* is given, where its own stands for that."""
    given = argument(one.arguments, *_PATHS)
    if given is None or declared is None or not _hands_on(declared):
        return meant.arguments
    return f"{given}, {meant.arguments}" if argument(meant.arguments, "") is None else given


def _hands_on(declared: JvmClass) -> bool:
    """Tell whether what an annotation is given is that of another, which it stands for."""
    return "@AliasFor" in declared.heritage or any(
        said.name == "AliasFor" for all_ in declared.methods for said in all_
    )
