"""Names with raw texts, as in a query, a form or a cookie, into values by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias
from urllib.parse import quote

from mock_server.decode.coerce import Coercion
from mock_server.decode.gathering import DeepObject, ExplodedObject
from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import Malformed
from mock_server.decode.values import Reader, Unescape, value_reader
from mock_server.spec.operation import Json, Parameter

Gatherer: TypeAlias = DeepObject | ExplodedObject
Broken: TypeAlias = dict[str, Malformed]
"""By parameter, why it could not be read."""

_Slot: TypeAlias = tuple[str, Reader | None, Gatherer | None]
"""What a name on the wire means: a parameter with its reader; an array that collects its texts
(no reader); a name (without its escapes) with who gathers it; or nothing (no name)."""

_UNKNOWN: _Slot = ("", None, None)


class QueryReader:
    """Reads `name=raw` texts by the parameters of one operation.

    Args:
        parameters: those of one location.
        unescape: how escapes are taken away here.
        rest: who gets the names that nobody knows; without it they are ignored.
        is_strict: they are refused instead.
    """

    __slots__ = ("_arrays", "_gatherers", "_is_strict", "_slots", "_unescape")

    def __init__(
        self,
        parameters: Sequence[Parameter],
        unescape: Unescape,
        options: DecodeOptions,
        rest: Gatherer | None = None,
        *,
        is_strict: bool = False,
    ) -> None:
        self._unescape = unescape
        self._is_strict = is_strict
        self._slots: dict[str, _Slot] = {}
        self._arrays: dict[str, Callable[[list[str]], Json]] = {}
        self._gatherers: tuple[Gatherer, ...] = ()
        for parameter in parameters:
            self._add(parameter, options)
        if rest is not None:
            self._gatherers += (rest,)

    def read(self, parts: Iterable[str], broken: Broken) -> dict[str, Json]:
        """The values found; what cannot be read is left out and goes into `broken`."""
        values: dict[str, Json] = {}
        arrays: dict[str, list[str]] = {}
        objects: dict[Gatherer, list[tuple[str, str]]] = {}
        slots = self._slots
        unescape = self._unescape
        for part in parts:
            name, _, raw = part.partition("=")
            parameter, reader, gatherer = slots.get(name) or self._meaning(name)
            try:
                if reader is unescape:  # a string: most parameters, and most without an escape
                    values[parameter] = unescape(raw) if "%" in raw or "+" in raw else raw
                elif reader is not None:
                    _put(values, parameter, reader(raw))
                elif gatherer is not None:
                    objects.setdefault(gatherer, []).append((parameter, raw))
                elif parameter in arrays:
                    arrays[parameter].append(raw)
                elif parameter:
                    arrays[parameter] = [raw]
            except Malformed as error:
                broken[parameter] = error
        if arrays:
            self._read_arrays(arrays, values, broken)
        if objects or broken:
            self._read_objects(objects, values, broken)
        return values

    @property
    def gathers(self) -> bool:
        """Whether some parameter is an object whose members come one by one."""
        return bool(self._gatherers)

    def is_whole(self, name: str) -> bool:
        """Whether a name carries its parameter's whole value in one text."""
        return self._meaning(name)[1] is not None

    def _add(self, parameter: Parameter, options: DecodeOptions) -> None:
        name = parameter.name
        coercion = Coercion(parameter.schema, parameter.schema, options)
        if parameter.media_type is None and parameter.style == "deepObject":
            self._gatherers = (DeepObject(name, coercion, self._unescape), *self._gatherers)
            self._know(name, lambda raw: coercion.text(self._unescape(raw)))
        elif parameter.media_type is not None or not parameter.explode:
            self._know(name, value_reader(parameter, self._unescape, options))
        elif coercion.is_array:
            self._arrays[name] = coercion.one if coercion.is_scalar else coercion.array
            self._know(name, None)
        elif coercion.is_object:
            self._gatherers += (ExplodedObject(name, coercion, self._unescape),)
        else:
            self._know(name, value_reader(parameter, self._unescape, options))

    def _know(self, name: str, reader: Reader | None) -> None:
        self._slots[name] = self._slots[quote(name, safe="")] = (name, reader, None)

    def _meaning(self, name: str) -> _Slot:
        try:
            plain = self._unescape(name)
        except Malformed:
            return self._stranger(name)
        if (slot := self._slots.get(plain)) is not None:
            return slot
        claimants = (each for each in self._gatherers if each.claims(plain))
        claimant = next(claimants, None)
        return self._stranger(plain) if claimant is None else (plain, None, claimant)

    def _stranger(self, name: str) -> _Slot:
        return (name, self._refuse, None) if name and self._is_strict else _UNKNOWN

    def _refuse(self, raw: str) -> Json:
        known = ", ".join(sorted({parameter for parameter, _, _ in self._slots.values()}))
        raise Malformed("unknown", f"is no parameter here; there is {known or 'none'}")

    def _read_arrays(
        self, arrays: dict[str, list[str]], values: dict[str, Json], broken: Broken
    ) -> None:
        """Put together the items of exploded arrays."""
        for name, raws in arrays.items():
            try:
                values[name] = self._arrays[name]([self._unescape(raw) for raw in raws])
            except Malformed as error:
                broken[name] = error

    def _read_objects(
        self,
        objects: dict[Gatherer, list[tuple[str, str]]],
        values: dict[str, Json],
        broken: Broken,
    ) -> None:
        """Put together the members of objects, and drop what was broken on the way."""
        for gatherer, given in objects.items():
            try:
                values[gatherer.name] = gatherer.value(given)
            except Malformed as error:
                broken[gatherer.name] = error
        for parameter in broken:
            values.pop(parameter, None)


def _put(values: dict[str, Json], parameter: str, value: Json) -> None:
    """Keep a value; of equal names the last counts, but arrays of any style grow."""
    if isinstance(value, list) and isinstance(before := values.get(parameter), list):
        before.extend(value)
    else:
        values[parameter] = value
