"""Text into the JSON value that its schema means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TypeAlias

from mock_server.decode import shapes
from mock_server.decode.options import DecodeOptions
from mock_server.decode.validators import compile_validator
from mock_server.spec.operation import Json

Tree: TypeAlias = "list[str] | dict[str, Tree]"
"""Texts by their place: what was given at one place (once or several times), or what lies below."""

Reading: TypeAlias = Callable[[str], Json]

_INTEGER = re.compile(r"-?[0-9]{1,4000}", re.ASCII)  # Python itself reads no more than 4300 digits
_NUMBER = re.compile(r"-?[0-9]{1,4000}(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_BOOLEANS = {"true": True, "false": False}
_LENIENT_BOOLEANS = {**_BOOLEANS, "True": True, "False": False, "1": True, "0": False}


def _integer(text: str) -> Json:
    if text.isdecimal() and text.isascii() and len(text) < 4000:
        return int(text)
    return int(text) if _INTEGER.fullmatch(text) else text


def _number(text: str) -> Json:
    if _INTEGER.fullmatch(text):
        return int(text)
    value = float(text) if _NUMBER.fullmatch(text) else None
    return text if value is None or not isfinite(value) else value


def _boolean(text: str) -> Json:
    return _BOOLEANS.get(text, text)


def _lenient_boolean(text: str) -> Json:
    return _LENIENT_BOOLEANS.get(text, text)


def _null(text: str) -> Json:
    return None if text in ("", "null") else text


def _scalar_readings(types: frozenset[str], lenient: bool) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    if "number" in types:
        readings.append(_number)
    elif "integer" in types:
        readings.append(_integer)
    if "boolean" in types:
        readings.append(_lenient_boolean if lenient else _boolean)
    if "null" in types and "string" not in types:  # "null" is a good string
        readings.append(_null)
    return tuple(readings)


def _first_of(readings: tuple[Reading, ...]) -> Reading:
    def read(text: str) -> Json:
        for reading in readings:
            if (value := reading(text)) is not text:
                return value
        return text

    return read


def _accepted_of(reading: Reading, accepts: Callable[[Json], bool]) -> Reading:
    """For a schema that admits text and something else: the first reading that it accepts."""

    def read(text: str) -> Json:
        value = reading(text)
        return text if value is not text and not accepts(value) and accepts(text) else value

    return read


class Coercion:
    """Reads text by one schema. What cannot be read so stays text, for the validator to name.

    A schema may ask for an array, an object, a scalar (neither of the two, nor null), or for one
    of several of them (`is_array` and its likes); one that asks for nothing gets text.

    Args:
        schema: the schema of the value.
        root: the schema whose `$defs` its references mean; often the same.
    """

    __slots__ = (
        "_acceptance",
        "_item",
        "_known",
        "_options",
        "_root",
        "_stated",
        "is_array",
        "is_object",
        "is_scalar",
        "scalar",
        "schema",
        "types",
    )

    def __init__(self, schema: Json, root: Json, options: DecodeOptions) -> None:
        self.schema = schema
        self.types = shapes.possible_types(schema, root)
        wanted = self.types if self.types != shapes.ANY else frozenset({"string"})
        self.is_array = "array" in wanted
        self.is_object = "object" in wanted
        self.is_scalar = bool(wanted - {"array", "object", "null"})
        self._root = root
        self._options = options
        self._item: Coercion | None = None
        self._acceptance: Callable[[Json], bool] | None = None
        self._stated: Mapping[str, Json] | None = None
        self._known: dict[str, Coercion] = {}
        self.scalar: Reading | None = self._scalar()

    @property
    def names(self) -> Mapping[str, Json]:
        """The properties that the schema names."""
        if self._stated is None:
            self._stated = shapes.properties(self.schema, self._root)
        return self._stated

    @property
    def facts(self) -> Mapping[str, Json]:
        """The keywords of the schema behind its references; none for `true` and `false`."""
        found = shapes.resolved(self.schema, self._root)
        return found if isinstance(found, Mapping) else {}

    @property
    def item(self) -> Coercion:
        """How each item of an array is read."""
        if self._item is None:
            self._item = self._below(shapes.items(self.schema, self._root))
        return self._item

    @property
    def is_open(self) -> bool:
        """Whether the schema invites properties that it does not name."""
        return not self.names or shapes.additional(self.schema, self._root) is not None

    def text(self, text: str) -> Json:
        return text if self.scalar is None else self.scalar(text)

    def array(self, texts: list[str]) -> Json:
        """The items of an array, one text each, or all of them in one text, with commas.

        Many clients join with commas whatever the document says, so one text with commas is
        split when that is the custom here (`comma_arrays`), or when the array is right after
        splitting and wrong before; text that is right as it is stays whole.
        """
        read = (self._item or self.item).scalar
        whole: Json = texts if read is None else [read(text) for text in texts]
        if len(texts) != 1 or "," not in texts[0]:
            return whole
        split: Json = [self.item.text(text) for text in texts[0].split(",")]
        if self._options.comma_arrays or (not self._accepts(whole) and self._accepts(split)):
            return split
        return whole

    def one(self, texts: list[str]) -> Json:
        """The value of a name given once or more: an array where one is meant, else the last.

        Where the schema admits an array besides one value, repetition makes it an array, or commas
        in what would not be right as one value.
        """
        if self.is_array and (len(texts) > 1 or not self.is_scalar):
            return self.array(texts)
        value = self.text(texts[-1])
        if self.is_array and "," in texts[0] and not self._accepts(value):
            return self.array(texts)
        return value

    def tree(self, tree: Tree) -> Json:
        """The value of nested places, as `deepObject` writes them."""
        if isinstance(tree, list):
            # Untyped and repeated: nothing is lost if the handler gets them all.
            return tree if self.types == shapes.ANY and len(tree) > 1 else self.one(tree)
        if tree.keys() == {""} and isinstance(tree[""], list):  # a[]=1&a[]=2
            return self.array(tree[""])
        if self.is_array and all(key.isdecimal() and key.isascii() for key in tree):
            return [self.item.tree(tree[key]) for key in sorted(tree, key=_by_number)]
        return {key: self.member(key).tree(below) for key, below in tree.items()}

    def member(self, name: str) -> Coercion:
        """How the property of that name is read; only names the schema states are remembered."""
        if (known := self._known.get(name)) is not None:
            return known
        if name in self.names:
            return self._known.setdefault(name, self._below(self.names[name]))
        return self._below(shapes.additional(self.schema, self._root))

    def _accepts(self, value: Json) -> bool:
        if self._acceptance is None:
            schema = shapes.standalone(self.schema, self._root)
            self._acceptance = compile_validator(schema).is_valid
        return self._acceptance(value)

    def _below(self, schema: Json) -> Coercion:
        return Coercion(schema, self._root, self._options)

    def _scalar(self) -> Reading | None:
        if self.types == shapes.ANY:
            return None
        readings = _scalar_readings(self.types, self._options.lenient)
        if not readings:
            return None
        reading = readings[0] if len(readings) == 1 else _first_of(readings)
        if "string" not in self.types:
            return reading
        return _accepted_of(reading, self._accepts)


def _by_number(digits: str) -> tuple[int, str]:
    significant = digits.lstrip("0")
    return len(significant), significant
