"""What of a schema a value breaks, looked for inside unions too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jsonschema_rs import ValidationError

from contracts.schema.pointers import Json, Path, pointer
from contracts.schema.validators import validator

MOST = 400
"""Errors of one value that are looked at; those of further elements say the same again."""

UNIONS = ("anyOf", "oneOf")
TELLING = ("const", "enum")
"""Keywords by which branches of a union are told apart."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule of a schema that a value breaks at one place.

    Args:
        at: a JSON pointer with `*` for elements of lists; a field that is missing, or should not be
            there, is named itself.
        value: what stands there; None for a missing field.
        rule: the keyword's own value.
    """

    at: str
    keyword: str
    value: Json
    rule: Json


def breaches(schema: Json, root: Json, value: Json) -> Iterator[Breach]:
    """Each once, however many elements of a list break it.

    Below a union that no branch of fits, what is broken of the branch that fits best is told.
    """
    seen: set[tuple[str, str]] = set()
    for error in islice(validator(schema, root).iter_errors(value), MOST):
        for breach in _told(error):
            if (breach.at, breach.keyword) not in seen:
                seen.add((breach.at, breach.keyword))
                yield breach


def fits(schema: Json, root: Json, value: Json) -> bool:
    return validator(schema, root).is_valid(value)


def closest(branches: Sequence[Json], root: Json, value: Json) -> Json:
    """The branch of which a value that fits none breaks least."""
    return min(branches, key=lambda one: _distance(_errors(one, root, value), 0))


def _errors(schema: Json, root: Json, value: Json) -> list[ValidationError]:
    return list(islice(validator(schema, root).iter_errors(value), MOST))


def _told(error: ValidationError) -> Iterator[Breach]:
    keyword, path = error.kind.name, tuple(error.instance_path)
    kind: Any = error.kind  # its class is the keyword's, which types do not tell
    value: Any = error.instance
    if keyword in UNIONS and (branch := _best(error)):
        for below in branch:
            yield from _told(below)
    elif keyword == "required":
        yield Breach(pointer((*path, kind.property)), keyword, None, None)
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in kind.unexpected:
            yield Breach(pointer((*path, name)), keyword, value[name], None)
    elif keyword == "falseSchema" and path and not isinstance(path[-1], int):
        yield Breach(pointer(path), "additionalProperties", value, None)
    else:
        yield Breach(pointer(path), keyword, value, _rule(error))


def _best(error: ValidationError) -> list[ValidationError]:
    """The errors of the branch that fits best; none where more than one branch fits."""
    kind: Any = error.kind
    branches: list[list[ValidationError]] = kind.context
    if not all(branches):
        return []
    depth = len(error.instance_path)
    return min(branches, key=lambda one: _distance(one, depth))


def _distance(errors: Iterable[ValidationError], depth: int) -> tuple[int, int, int]:
    """How far a value is from a branch: another type, another kind, then how much is broken.

    Args:
        depth: of the union in the value.
    """
    types = kinds = 0
    broken: set[tuple[str, str]] = set()
    for error in errors:
        path: Path = tuple(error.instance_path)
        keyword = error.kind.name
        types += keyword == "type" and len(path) == depth
        kinds += keyword in TELLING and len(path) == depth + 1
        broken.add((pointer(path), _said(error)))
    return types, kinds, len(broken)


def _said(error: ValidationError) -> str:
    name: Any = getattr(error.kind, "property", "") if error.kind.name == "required" else ""
    return f"{error.kind.name}:{name}"


def _rule(error: ValidationError) -> Json:
    """A union's own value would be the errors of all its branches."""
    return None if error.kind.name in UNIONS else error.kind.value
