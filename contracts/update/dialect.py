"""A schema of one version of OpenAPI in the words of the other."""

from __future__ import annotations

from typing import Any

Json = Any
Map = dict[str, Any]


def in_dialect(value: Map, *, is_30: bool) -> Map:
    """A schema's own keywords as 3.0 or 3.1 writes them; what is no schema stays as it is."""
    return _to_30(value) if is_30 else _to_31(value)


def _to_30(value: Map) -> Map:
    made = dict(value)
    if made.get("type") in ("null", ["null"]):
        # 3.0 has no such type; without a type, null is allowed if it is in the list.
        made = {"nullable": True, **{k: v for k, v in made.items() if k != "type"}, "enum": [None]}
    elif isinstance(kinds := made.get("type"), list):
        made = _without_type_list(made, kinds)
    if "const" in made and "enum" not in made and not isinstance(made["const"], dict):
        made = {
            ("enum" if k == "const" else k): ([v] if k == "const" else v) for k, v in made.items()
        }
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(word), int | float) and not isinstance(made[word], bool):
            made[bound], made[word] = made[word], True
    return made


def _without_type_list(made: Map, kinds: list[Json]) -> Map:
    named = [kind for kind in kinds if kind != "null"]
    rest = {key: member for key, member in made.items() if key != "type"}
    nullable = {"nullable": True} if len(named) < len(kinds) else {}
    if len(named) == 1:
        return {"type": named[0], **nullable, **rest}
    return {"anyOf": [{"type": kind, **nullable} for kind in named], **rest} if named else made


def _to_31(value: Map) -> Map:
    made = dict(value)
    if isinstance(made.get("nullable"), bool):
        is_nullable = made.pop("nullable")
        if is_nullable and isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
            if isinstance(made.get("enum"), list) and None not in made["enum"]:
                made["enum"] = [*made["enum"], None]
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if made.get(word) is True and bound in made:
            made[word] = made.pop(bound)
        elif made.get(word) is False:
            made.pop(word)
    return made
