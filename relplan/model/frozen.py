"""Frozen dataclasses with slots, whose methods are made when they are first needed.

`dataclasses` makes each class twice and compiles six methods for it as it is imported; of ninety
classes that is a third of the time that a small command takes. Here a class costs what a plain
one does: what compares, orders and shows is shared by all, and ``__init__`` is compiled when the
first object is made. All that `dataclasses` offers works for these, too: ``fields``, ``replace``,
``asdict``, ``is_dataclass``, ``field`` but for its `init` and `kw_only`, and to inherit from one.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform, overload

_Class = TypeVar("_Class", bound=type[Any])
_OWN = "__frozen_defaults__"
"""Where a class keeps what its own fields are by default; MISSING: nothing."""


@overload
def frozen(cls: _Class, /) -> _Class: ...
@overload
def frozen(*, eq: bool = True, order: bool = False) -> Callable[[_Class], _Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def frozen(cls: Any = None, /, *, eq: bool = True, order: bool = False) -> Any:
    """Make a class what ``@dataclass(frozen=True, slots=True, eq=eq, order=order)`` would."""
    if cls is None:
        return lambda given: _made(given, eq=eq, order=order)
    return _made(cls, eq=eq, order=order)


def _made(cls: Any, *, eq: bool, order: bool) -> Any:
    said = dict(vars(cls))
    own = {name: said.pop(name, MISSING) for name in cls.__annotations__}
    for name in ("__dict__", "__weakref__"):
        said.pop(name, None)
    inherited = _inherited(cls)
    every = inherited | own
    said |= {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__qualname__": cls.__qualname__,
        "__match_args__": tuple(every),
        "__setattr__": _set,
        "__delattr__": _delete,
        "__getstate__": _state,
        "__setstate__": _restore,
        "__dataclass_fields__": _Stdlib(),
        "__dataclass_params__": _Stdlib(),
        _OWN: own,
    }
    said.setdefault("__init__", _Init())
    said.setdefault("__repr__", _repr)
    if eq:
        _compare(said, every, order=order)
    return type(cls)(cls.__name__, cls.__bases__, said)


def _inherited(cls: Any) -> dict[str, Any]:
    """Return what the fields of the classes above *cls* are by default, the outermost first."""
    found: dict[str, Any] = {}
    for above in reversed(cls.__mro__[1:]):
        if _OWN in vars(above):
            found |= vars(above)[_OWN]
        elif "__dataclass_fields__" in vars(above):
            found |= above.__dataclass_fields__
    return found


def _compare(said: dict[str, Any], every: dict[str, Any], *, order: bool) -> None:
    """Add what compares two objects by their fields, and by them alone."""
    compared = [name for name, one in every.items() if _says(one, "compare")]
    hashed = [name for name in compared if _says(every[name], "hash") is not False]
    key = _key(compared)

    def equal(self: Any, other: Any) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    if said.get("__hash__") is None:
        of_hash = key if hashed == compared else _key(hashed)
        said["__hash__"] = lambda self: hash(of_hash(self))
    said.setdefault("__eq__", equal)
    if order:
        said["__lt__"] = _ordered(key, lambda one, other: one < other)
        said["__le__"] = _ordered(key, lambda one, other: one <= other)
        said["__gt__"] = _ordered(key, lambda one, other: one > other)
        said["__ge__"] = _ordered(key, lambda one, other: one >= other)


def _says(default: Any, what: str) -> Any:
    return getattr(default, what) if isinstance(default, Field) else True


def _key(names: list[str]) -> Callable[[Any], Any]:
    """Return what gives the values of *names* as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _ordered(key: Callable[[Any], Any], holds: Callable[[Any, Any], bool]) -> Any:
    def ordered(self: Any, other: Any) -> Any:
        same = other.__class__ is self.__class__
        return holds(key(self), key(other)) if same else NotImplemented

    return ordered


class _Init:
    """Stands for a class's ``__init__`` until it is asked for; then it is compiled."""

    def __set_name__(self, owner: Any, name: str) -> None:
        self._of = owner

    def __get__(self, instance: Any, owner: Any) -> Any:
        made = _init(self._of)
        self._of.__init__ = made
        return made if instance is None else made.__get__(instance, owner)


def _init(cls: Any) -> Any:
    given: dict[str, Any] = {"_MISSING": MISSING}
    parameters, lines = [], []
    for name, default in (_inherited(cls) | vars(cls)[_OWN]).items():
        value = name
        factory = default.default_factory if isinstance(default, Field) else MISSING
        plain = default.default if isinstance(default, Field) else default
        if factory is not MISSING:
            given[f"_new_{name}"] = factory
            parameters.append(f"{name}=_MISSING")
            value = f"_new_{name}() if {name} is _MISSING else {name}"
        elif plain is not MISSING:
            given[f"_default_{name}"] = plain
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        # A slot sets its value however frozen the object is, and faster than object does.
        given[f"_set_{name}"] = getattr(cls, name).__set__
        lines.append(f" _set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    source = f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(lines or [" pass"])
    exec(source, given)  # noqa: S102 - of the names of fields alone, as `dataclasses` does
    made = given["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


class _Stdlib:
    """An attribute that `dataclasses` looks for: made by it, when it does so."""

    def __set_name__(self, owner: Any, name: str) -> None:
        self._of, self._name = owner, name

    def __get__(self, instance: Any, owner: Any) -> Any:
        owner = self._of
        every = _inherited(owner) | vars(owner)[_OWN]
        hints: dict[str, Any] = {}
        for above in reversed(owner.__mro__):
            hints |= {name: hint for name, hint in _hints(above).items() if name in every}
        defaults = {name: one for name, one in every.items() if one is not MISSING}
        said = {"__annotations__": {name: hints[name] for name in every}, **defaults}
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=True)(
            type(owner.__name__, (), {**said, "__module__": owner.__module__})
        )
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(owner, name, getattr(made, name))
        return getattr(made, self._name)


def _hints(cls: Any) -> dict[str, Any]:
    return getattr(cls, "__annotations__", {}) if cls is not object else {}


def _set(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)
