"""The one who says whether a value fits its schema: jsonschema-rs, with formats checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

import orjson
from jsonschema_rs import Draft202012Validator

from mock_server.spec.operation import Json

# What jsonschema-rs raises for a schema, a reference or a value that it cannot handle.
_UNFIT = (ValueError, TypeError, OverflowError, RecursionError)

# What says nothing about whether a value fits, so that more schemas are equal without it.
_HINTS = frozenset(("example", "examples", "default", "description", "discriminator"))

_END = 80
# How many verdicts are remembered, of texts of so many bytes at most.
_REMEMBERED = 256
_MOST_BYTES = 256


class Judge:
    """Accepts what fits a schema; without a usable schema it accepts everything and says so."""

    __slots__ = ("_validator", "defect")

    def __init__(self, schema: Json) -> None:
        self.defect = ""
        self._validator: Draft202012Validator | None = None
        try:
            self._validator = Draft202012Validator(schema, validate_formats=True, offline=True)
        except _UNFIT as error:
            self.defect = str(error).partition("\n")[0]

    def accepts(self, value: Json) -> bool:
        try:
            return self._validator is None or self._validator.is_valid(value)
        except _UNFIT:
            return False

    def complaints(self, value: Json) -> tuple[str, ...]:
        """Where the value does not fit and why: "/data/id: ...", one for each broken rule."""
        if self._validator is None:
            return ()
        try:
            return tuple(
                f"{''.join(f'/{step}' for step in error.instance_path)}: {_brief(error.message)}"
                for error in self._validator.iter_errors(value)
            )
        except _UNFIT as error:
            return (f": {error}",)


def judge_for(schema: Json, definitions: Mapping[str, Json]) -> Judge:
    """The judge of a part of a document; equal parts share one, whichever document they are in."""
    if isinstance(schema, dict):
        schema = {word: value for word, value in schema.items() if word not in _HINTS}
    text = encode(schema)
    if b'"$ref"' in text and isinstance(schema, dict):
        return Judge({**schema, "$defs": definitions})
    return _shared_judge(text)


@lru_cache(maxsize=2048)
def _shared_judge(text: bytes) -> Judge:
    return Judge(orjson.loads(text))


class Verdicts(dict[bytes, bool]):
    """Whether JSON texts fit, by text: free strings at a glance, others judged once and kept."""

    def __init__(self, schema: Mapping[str, Json], judge: Judge) -> None:
        super().__init__()
        self._judge = judge
        self._is_free = schema.get("type") == "string" and schema.keys() - _HINTS == {"type"}

    def __missing__(self, text: bytes) -> bool:
        if self._is_free:
            verdict = text.startswith(b'"')
        else:
            verdict = self._judge.accepts(orjson.loads(text))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(text) <= _MOST_BYTES:
            self[text] = verdict
        return verdict


def encode(value: Json) -> bytes:
    """Compact JSON; numbers and characters that orjson refuses are written by the slow way."""
    try:
        # A copy, because what orjson returns keeps its buffer: 4 KB for one word (measured, 3.13).
        return memoryview(orjson.dumps(value)).tobytes()
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def _brief(message: str) -> str:
    """Both ends of a message; the middle is the value, which may be a whole document."""
    if len(message) <= 2 * _END:
        return message
    return f"{message[:_END]} ... {message[-_END:]}"
