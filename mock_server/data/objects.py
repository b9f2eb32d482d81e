"""Which properties an object gets, and by which schema each is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from mock_server.data.judge import judge_for
from mock_server.data.merging import patterns_for
from mock_server.data.pattern import draw_matching
from mock_server.data.wording import WORDS
from mock_server.spec.operation import Json

# How many entries an object has that is a map from free names to values (assumed).
_MAP_ENTRIES = 2
# A schema that asks for more properties than this gets this many.
_MOST_EXTRAS = 200


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    schema: Json
    required: bool


def members(
    keywords: Mapping[str, Json], definitions: Mapping[str, Json], *, lean: bool
) -> tuple[Member, ...]:
    """The properties to draw, in the document's order; only the necessary ones when lean."""
    required = _required(keywords, lean=lean)
    names = [name for name in keywords.get("properties", {}) if name in required or not lean]
    names += [name for name in required if name not in names]
    names = [name for name in names if name in required or _may_be(name, keywords, definitions)]
    names = _at_most(names, required, int(keywords.get("maxProperties", len(names))))
    names += _extras(names, keywords, definitions, lean=lean)
    return tuple(Member(name, schema_of(name, keywords), name in required) for name in names)


def schema_of(name: str, keywords: Mapping[str, Json]) -> Json:
    """What a property of this name must fit, whether or not the schema names it."""
    if name in keywords.get("properties", {}):
        return keywords["properties"][name]
    said = patterns_for(name, keywords)
    if said:
        return said[0] if len(said) == 1 else {"allOf": said}
    return keywords.get("additionalProperties", keywords.get("unevaluatedProperties", True))


def _required(keywords: Mapping[str, Json], *, lean: bool) -> list[str]:
    """What must be there, and what must be there because other properties are."""
    required = dict.fromkeys(keywords.get("required", ()))
    dependencies = keywords.get("dependentRequired", {})
    present = list(required) if lean else [*required, *keywords.get("properties", {})]
    for name in present:
        for dependent in dependencies.get(name, ()):
            required[dependent] = None
            if dependent not in present:
                present.append(dependent)
    return list(required)


def _may_be(name: str, keywords: Mapping[str, Json], definitions: Mapping[str, Json]) -> bool:
    return judge_for(keywords.get("propertyNames", True), definitions).accepts(name)


def _at_most(names: list[str], required: list[str], most: int) -> list[str]:
    spare = max(0, most - len(required))
    optional = [name for name in names if name not in required][:spare]
    return [name for name in names if name in required or name in optional]


def _extras(
    names: list[str],
    keywords: Mapping[str, Json],
    definitions: Mapping[str, Json],
    *,
    lean: bool,
) -> list[str]:
    """Free names: as many as are asked for, and a few for an object that is a map."""
    wanted = int(keywords.get("minProperties", 0)) - len(names)
    if not names and not lean and _is_map(keywords):
        wanted = max(wanted, min(_MAP_ENTRIES, int(keywords.get("maxProperties", _MAP_ENTRIES))))
    found: list[str] = []
    if wanted > 0:
        for name in _free_names(keywords):
            fresh = name not in names and name not in found
            if fresh and schema_of(name, keywords) is not False:
                found += [name] if _may_be(name, keywords, definitions) else []
            if len(found) >= min(wanted, _MOST_EXTRAS):
                break
    return found


def _is_map(keywords: Mapping[str, Json]) -> bool:
    values = keywords.get("additionalProperties")
    return bool(keywords.get("patternProperties")) or (isinstance(values, dict) and bool(values))


def _free_names(keywords: Mapping[str, Json]) -> Iterator[str]:
    """Names to try: an example's, those that patterns want, then plain words."""
    example = keywords.get("example")
    yield from example if isinstance(example, dict) else ()
    rng = Random(0)
    names = keywords.get("propertyNames", {})
    names = names if isinstance(names, dict) else {}
    yield from (name for name in names.get("enum", ()) if isinstance(name, str))
    lengths = (int(names.get("minLength", 1)), int(names.get("maxLength", 40)))
    for pattern in (*keywords.get("patternProperties", {}), *_pattern(names)):
        drawn = (draw_matching(pattern, rng, lengths) for _ in range(_MOST_EXTRAS))
        yield from (name for name in drawn if name is not None)
    yield from WORDS
    yield from (
        f"{word}_{i}"[-lengths[1] :].rjust(lengths[0], "x") for i in range(9) for word in WORDS
    )


def _pattern(names: Mapping[str, Json]) -> tuple[str, ...]:
    return (names["pattern"],) if "pattern" in names else ()
