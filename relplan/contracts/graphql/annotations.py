"""What graphql-core does not look at: non-null values without a default, and type directives."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLSchema,
    is_required_argument,
    is_required_input_field,
)

from relplan.contracts.graphql.differences import Difference
from relplan.contracts.graphql.federation import (
    EXTERNAL,
    INACCESSIBLE,
    KEY,
    REQUIRES,
    TAG,
    Federation,
)
from relplan.contracts.graphql.schemas import Schema

_REQUIRED = {
    "arg-default-value-change": "required-arg-default-removed",
    "input-field-default-value-change": "required-input-field-default-removed",
}
_ENTITIES = ("Query._entities",)
"""Through which the router asks a subgraph for entities by their keys."""


def stricter(revision: GraphQLSchema, difference: Difference) -> Difference:
    """Tell a default value that went where a value must be passed from one that may be missing."""
    rule = _REQUIRED.get(difference.rule)
    if rule is None or not _is_required(revision, difference.part):
        return difference
    text = f"{difference.part} has no default value any more, and must not be left out."
    return replace(difference, rule=rule, text=text)


def _is_required(schema: GraphQLSchema, part: str) -> bool:
    owner, *names = part.split(".")
    found: Any
    if owner.startswith("@"):
        directive = schema.get_directive(owner[1:])
        found = directive.args.get(names[0]) if directive else None
    else:
        found = getattr(schema.get_type(owner), "fields", {}).get(names[0])
        if len(names) > 1:
            found = found.args.get(names[1]) if found else None
    if isinstance(found, GraphQLArgument):
        return is_required_argument(found)
    return isinstance(found, GraphQLInputField) and is_required_input_field(found)


def annotated(base: Schema, revision: Schema) -> Iterator[Difference]:
    """Yield what directives say otherwise of the types, fields and values of both versions."""
    yield from _one_of(base.built, revision.built)
    before, after = Federation(base.merged), Federation(revision.merged)
    for part in sorted({*before.marks, *after.marks}):
        if base.defines(part) and revision.defines(part):
            yield from _visible(part, before, after)
            yield from _resolved(part, before, after)
    yield from _shared(base, revision, before, after)


def _one_of(base: GraphQLSchema, revision: GraphQLSchema) -> Iterator[Difference]:
    for name, new in sorted(revision.type_map.items()):
        old = base.type_map.get(name)
        if not isinstance(old, GraphQLInputObjectType) or not isinstance(
            new, GraphQLInputObjectType
        ):
            continue
        if new.is_one_of and not old.is_one_of and not _always_sends_one(old):
            text = f"{name} became @oneOf: who sends several of its fields, or none, is refused."
            yield Difference("one-of-added", name, text)
        elif old.is_one_of and not new.is_one_of:
            text = f"{name} is no longer @oneOf: several of its fields may be sent, or none."
            yield Difference("one-of-removed", name, text)


def _always_sends_one(old: GraphQLInputObjectType) -> bool:
    """Tell whether there was one field only, and it had to be sent."""
    return len(old.fields) == 1 and all(map(is_required_input_field, old.fields.values()))


def _visible(part: str, before: Federation, after: Federation) -> Iterator[Difference]:
    """Yield what clients of the supergraph see otherwise."""
    was_hidden, is_hidden = (bool(side.of(part, INACCESSIBLE)) for side in (before, after))
    if is_hidden and not was_hidden:
        text = f"{part} became @inaccessible: it is gone for the clients of the supergraph."
        yield Difference("inaccessible-added", part, text)
    elif was_hidden and not is_hidden:
        text = f"{part} is no longer @inaccessible: clients of the supergraph see it."
        yield Difference("inaccessible-removed", part, text)
    changed = sorted(before.of(part, TAG) ^ after.of(part, TAG))
    if changed:
        text = f"{part} has other tags ({', '.join(changed)}): contract variants may filter by it."
        yield Difference("tag-changed", part, text)


def _resolved(part: str, before: Federation, after: Federation) -> Iterator[Difference]:
    """Yield what other subgraphs, and the router, can no longer ask, or can now."""
    for fields in sorted(before.of(part, KEY) - after.of(part, KEY)):
        text = f'{part} is no entity by @key(fields: "{fields}") any more.'
        yield Difference("key-removed", f"{part}.@key", text, _ENTITIES)
    for fields in sorted(after.of(part, KEY) - before.of(part, KEY)):
        text = f'{part} is an entity by @key(fields: "{fields}").'
        yield Difference("key-added", f"{part}.@key", text, _ENTITIES)
    if after.of(part, REQUIRES) - before.of(part, REQUIRES):
        text = f"{part} needs other fields of other subgraphs to be resolved."
        yield Difference("requires-changed", part, text)
    was_foreign, is_foreign = (bool(side.of(part, EXTERNAL)) for side in (before, after))
    if is_foreign and not was_foreign and not after.is_key(part):
        text = f"{part} became @external: this subgraph resolves it no more."
        yield Difference("external-added", part, text)
    elif was_foreign and not is_foreign and not after.is_key(part):
        text = f"{part} is no longer @external: this subgraph resolves it."
        yield Difference("external-removed", part, text)


def _shared(
    base: Schema, revision: Schema, before: Federation, after: Federation
) -> Iterator[Difference]:
    """Yield the fields that no other subgraph may resolve any more; the type may say it, too."""
    for part in base.merged.fields():
        if before.shares(part) and revision.defines(part) and not after.shares(part):
            text = f"{part} is no longer @shareable: only this subgraph may resolve it."
            yield Difference("shareable-removed", part, text)
