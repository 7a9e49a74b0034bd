"""Values: what is told from others of its class by nothing but its fields."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from typing import Any, TypeVar, dataclass_transform

_Value = TypeVar("_Value")
_ORDER = {"__lt__": lt, "__le__": le, "__gt__": gt, "__ge__": ge}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(*, order: bool = False) -> Callable[[type[_Value]], type[_Value]]:
    """Make a class a dataclass with slots, compared, hashed and shown by its fields.

    To type checkers it is frozen, and nothing may change one. At run time nothing guards it: to
    make one that is guarded takes three times as long, which a large plan does a million times.
    And to make a class that is takes five times as long: Python compiles each method for each class
    anew, which half of a short command's time went into. Here only ``__init__`` is compiled.

    No field may have a factory, and no class a ``__post_init__``: those take a plain dataclass.
    """

    def made(cls: type[_Value]) -> type[_Value]:
        cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is worked out, to be that
        new: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        names = [one.name for one in fields(new)]
        methods = {"__init__": _init(new), **_comparing(attrgetter(*names), order=order)}
        methods["__repr__"] = _repr(names)
        for name, method in methods.items():
            if name not in vars(new):
                setattr(new, name, method)
        return new  # type: ignore[no-any-return]

    return made


def _init(cls: type[Any]) -> Callable[..., None]:
    """Return what sets the fields of *cls*, by their order or by name."""
    names = [one.name for one in fields(cls)]
    lines = "".join(f"\n  self.{name} = {name}" for name in names)
    found: dict[str, Any] = {}
    exec(f"def __init__(self, {', '.join(names)}):{lines}", found)  # noqa: S102 - as dataclass does
    init = found["__init__"]
    init.__defaults__ = tuple(
        one.default for one in fields(cls) if one.default is not MISSING
    )  # those that have none come first
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init  # type: ignore[no-any-return]


def _comparing(of: Callable[[Any], Any], *, order: bool) -> dict[str, Callable[..., Any]]:
    """Return what compares and hashes by what *of* gives; only values of one class are compared."""

    def equal(self: object, other: object) -> bool:
        return of(self) == of(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(of(self))

    ordering = {name: _ordered(of, by) for name, by in _ORDER.items()} if order else {}
    return {"__eq__": equal, "__hash__": hashed, **ordering}


def _ordered(
    of: Callable[[Any], Any], by: Callable[[Any, Any], bool]
) -> Callable[[object, object], bool]:
    def ordered(self: object, other: object) -> bool:
        return by(of(self), of(other)) if other.__class__ is self.__class__ else NotImplemented

    return ordered


def _repr(names: list[str]) -> Callable[[object], str]:
    def shown(self: object) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"

    return shown
