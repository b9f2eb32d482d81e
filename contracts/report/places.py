"""Where in a document stands what a finding speaks of, below the answer that it was found in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from contracts.finding import Finding
from mock_server.errors import SpecError
from mock_server.spec.files import Files
from mock_server.spec.references import Place, unescape

UNIONS = ("allOf", "anyOf", "oneOf")
HEADER = "header:"
DEEPEST = 8


def narrowed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each with the place of the field or header that it is about, as far as the document goes.

    Documents are read once. A finding whose document cannot be followed keeps its place.
    """
    roots: dict[str, Place] = {}
    for one in findings:
        file, _, pointer = one.place.partition("#")
        place = None
        with suppress(SpecError):
            if file and file not in roots:
                files = Files(Path(file))
                roots[file] = Place(files, files.main, files.tree(files.main))
            place = _of(roots[file], pointer, one.pointer) if file else None
        yield replace(one, place=str(place)) if place else one


def _of(root: Place, response: str, pointer: str) -> Place | None:
    """The deepest place that speaks of a pointer into an answer; None where none does."""
    place = root
    for step in _steps(response):
        place = place.child(step).follow()
    if pointer.startswith(HEADER):
        return _header(place, pointer.removeprefix(HEADER).partition("/")[0])
    schema = _schema(place.child("content"))
    for step in _steps(pointer) if schema else ():
        below = _field(schema, step) if schema else None
        if below is None:
            break
        schema = below
    return schema if pointer else None


def _header(response: Place, name: str) -> Place | None:
    if name.lower() == "content-type":
        return response.child("content") if response.child("content").node else None
    known = dict(response.child("headers").members())
    return next((place for one, place in known.items() if one.lower() == name.lower()), None)


def _schema(content: Place) -> Place | None:
    """Of the JSON, which is what pointers lead into."""
    for media_range, media in content.members():
        if "json" in media_range:
            return media.child("schema").follow()
    return None


def _field(schema: Place, step: str, depth: int = 0) -> Place | None:
    """The schema of a field, or of the elements for "*"; in a union of the first that has it.

    Args:
        depth: of unions in unions, which may lead back to themselves.
    """
    keys = ("items",) if step == "*" else ("properties", step)
    for each in (schema.child(*keys), schema.child("additionalProperties")):
        if isinstance(each.node, dict):
            return each.follow()
    for union in UNIONS if depth < DEEPEST else ():
        for branch in schema.child(union).elements():
            if (found := _field(branch.follow(), step, depth + 1)) is not None:
                return found
    return None


def _steps(pointer: str) -> list[str]:
    return [unescape(one) for one in pointer.split("/")[1:]]
