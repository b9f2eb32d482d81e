"""What a validator finds, as violations that a developer can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from jsonschema_rs import Draft202012Validator, ValidationError

from mock_server.decode.beginning import beginning
from mock_server.decode.sentences import sentence, shown, types
from mock_server.spec.operation import Json, Location
from mock_server.spec.violation import Violation

_LONGEST_NAME = 500
"""Characters of a path; assumed: longer ones come from hostile bodies, and are cut."""

MOST = 50
"""Violations reported at once; assumed: nobody reads more, and a hostile body must not choose."""

_CLOSELY = 2_000
"""Values (members, items) that are looked at closely; assumed: about a tenth of a second's work
if each is wrong, at the 25 microseconds that the validator takes to describe an error."""

_SOMEWHERE = "is not what its schema asks for, and is too large to say where"

_DEPTH = 8
"""How many levels of `anyOf` within `anyOf` are searched for the rule that really broke."""

Path = Sequence[str | int]


def json_violations(
    validator: Draft202012Validator, value: Json, location: Location
) -> tuple[Violation, ...]:
    """Every broken rule, at most `MOST`; none if the value is right.

    A missing or an unexpected member is named itself, not the object that should (not) hold it.
    Of a large value only the beginning is looked at closely: the validator finds every error
    before it tells the first, which may take it minutes.
    """
    sample, cut = beginning(value, _CLOSELY)
    if sample is not value and validator.is_valid(value):
        return ()
    errors = (leaf for error in validator.iter_errors(sample) for leaf in _leaves(error, _DEPTH))
    true_errors = (each for each in errors if tuple(each.instance_path) not in cut)
    found = (each for error in true_errors for each in _reported(error, location))
    reported = tuple(islice(found, MOST))
    if reported or sample is value:
        return reported
    return (violation(location, (), "schema", _SOMEWHERE),)


def violation(location: Location, path: Path, keyword: str, predicate: str) -> Violation:
    """One violation of the value at a path: its message is the value's name and `predicate`."""
    name = json_pointer(path) if location == "body" else dotted(path)
    return Violation(location, name, keyword, f"{_subject(location, path)} {predicate}")


def json_pointer(path: Path) -> str:
    """RFC 6901, cut if it is very long."""
    steps = ("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(steps)[:_LONGEST_NAME]


def dotted(path: Path) -> str:
    """`filter[cld][contains]`: the way in which a query names what is inside a parameter."""
    if len(path) == 1:
        return str(path[0])[:_LONGEST_NAME]
    steps = (f"[{step}]" if index else str(step) for index, step in enumerate(path))
    return "".join(steps)[:_LONGEST_NAME]


def _subject(location: Location, path: Path) -> str:
    if location != "body":
        return dotted(path)
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")[:_LONGEST_NAME] or "the body"


def _reported(error: ValidationError, location: Location) -> Iterator[Violation]:
    path = error.instance_path
    kind = error.kind
    name = type(kind).__name__
    if name == "Required":
        yield violation(location, [*path, _text(kind, "property")], "required", "is required")
    elif name in ("AdditionalProperties", "UnevaluatedProperties"):
        for each in kind.unexpected:  # type: ignore[attr-defined]
            yield violation(location, [*path, each], kind.name, "is not a known member")
    elif (choices := _type_choices(error)) is not None:
        predicate = f"must be {types(choices)}, but is {shown(error.instance)}"
        yield violation(location, path, "type", predicate)
    else:
        keyword = "pattern" if name == "BacktrackLimitExceeded" else kind.name
        message = sentence(error, _subject(location, path))
        subject = json_pointer(path) if location == "body" else dotted(path)
        yield Violation(location, subject, keyword, message)


def _text(kind: object, attribute: str) -> str:
    return str(getattr(kind, attribute))


def _leaves(error: ValidationError, depth: int) -> Iterable[ValidationError]:
    """The errors of the one branch of `anyOf` or `oneOf` that was meant, if there is only one.

    The others were out of the question by type, or by the value that tells them apart.
    """
    if depth == 0:
        return (error,)
    meant = [branch for branch in _branches(error) if not _is_another(branch, error)]
    if len(meant) != 1:
        return (error,)
    return (leaf for each in meant[0] for leaf in _leaves(each, depth - 1))


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    if type(error.kind).__name__ not in ("AnyOf", "OneOfNotValid"):
        return []
    return list(getattr(error.kind, "context", ()))


def _is_another(branch: list[ValidationError], error: ValidationError) -> bool:
    here = error.instance_path
    depth = len(here)
    return any(
        (each.kind.name == "type" and each.instance_path == here)
        or (each.kind.name == "const" and len(each.instance_path) <= depth + 1)
        for each in branch
    )


def _type_choices(error: ValidationError) -> list[str] | None:
    """The types to choose from, when every branch failed by its type alone."""
    chosen: list[str] = []
    for branch in _branches(error):
        if len(branch) != 1 or branch[0].kind.name != "type":
            return None
        if branch[0].instance_path != error.instance_path:
            return None
        chosen += branch[0].kind.types  # type: ignore[attr-defined]
    return list(dict.fromkeys(chosen)) or None
