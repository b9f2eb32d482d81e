"""What the document says of a request as it travels: right, wrong, or not to be told.

A case's maker says what it meant. On its way into a URL a wrong value may become a right one (the
number 1 and the text "1" are the same there), so what was meant is read again here from the bytes,
and only what both say is held against the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import orjson

from contracts.cases.sent import Sent
from contracts.contract import Promise, path_pattern
from contracts.observed import NOT_JSON, Expectation
from mock_server.spec.operation import Operation, Parameter

Json = Any

SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
"""Of a list in one text, by style. Source: OpenAPI 3.1, "Style Values"."""


class Doubt(Exception):
    """It cannot be told from here."""


def expected(promise: Promise, sent: Sent) -> tuple[Expectation, str]:
    """What may be held against the API if it answers otherwise, and why."""
    try:
        wrong = next(faults(promise, sent), "")
    except Doubt:
        return "either", ""
    if wrong and sent.expectation == "refused":
        return "refused", wrong
    if not wrong and sent.expectation == "accepted":
        return "accepted", ""
    return "either", ""


def faults(promise: Promise, sent: Sent) -> Iterator[str]:
    """What is wrong with a request, each in words.

    Raises:
        Doubt: something in it cannot be read here.
    """
    operation = promise.operation
    if sent.credentials != "ours" and misses_credentials(operation, sent):
        yield "the credentials are missing or malformed"
    for parameter in operation.parameters:
        yield from parameter_faults(operation, parameter, sent)
    yield from body_faults(operation, sent)


def misses_credentials(operation: Operation, sent: Sent) -> bool:
    """Whether none of the operation's alternatives can be satisfied by what is there."""
    if not operation.security or any(not one for one in operation.security):
        return False
    given = {name.lower(): value for name, value in sent.headers}
    for schemes in operation.security:
        for scheme in schemes:
            if scheme.kind == "apiKey":
                raise Doubt
            said = given.get("authorization", "").partition(" ")
            if said[0].lower() == (scheme.scheme or "bearer").lower() and said[2].strip():
                raise Doubt
    return True


def parameter_faults(operation: Operation, parameter: Parameter, sent: Sent) -> Iterator[str]:
    where = f"{parameter.location} parameter {parameter.name}"
    texts = given(operation, parameter, sent)
    if not texts:
        if parameter.required:
            yield f"the {where} is missing"
        return
    check = validator(parameter.schema)
    if not any(check.is_valid(value) for value in meanings(parameter, texts)):
        yield f"the {where} is not of its schema"


def given(operation: Operation, parameter: Parameter, sent: Sent) -> Sequence[tuple[str, str]]:
    """What a request says of a parameter: names below its own with their texts."""
    name = parameter.name
    if parameter.location == "query":
        below = re.compile(re.escape(name) + r"(\[[^\[\]]*\])?\Z")
        deep = [one for one in sent.query if one[0].startswith(name + "[")]
        if any(not below.match(key) for key, _ in deep):
            raise Doubt
        exploded = is_object(parameter) and parameter.explode and parameter.style == "form"
        if exploded:
            raise Doubt
        return [(key[len(name) :], text) for key, text in sent.query if below.match(key)]
    if parameter.location == "header":
        return [("", text) for key, text in sent.headers if key.lower() == name.lower()]
    if parameter.location == "path":
        found = path_pattern(operation.path).fullmatch(sent.path)
        names = re.findall(r"\{([^{}]+)\}", operation.path)
        if found is None:
            raise Doubt
        return [("", unquote(found.groups()[names.index(name)]))]
    if any(key.lower() == "cookie" for key, _ in sent.headers):
        raise Doubt
    return []


def meanings(parameter: Parameter, texts: Sequence[tuple[str, str]]) -> Iterator[Json]:
    """All that the texts may mean: who reads them may take each for what fits."""
    if parameter.media_type is not None:
        yield from as_json(texts[0][1])
        return
    if any(below and below != "[]" for below, _ in texts):
        yield from objects(parameter.schema, texts)
        return
    if is_object(parameter) and any(below for below, _ in texts):
        raise Doubt  # `name[]` of an object may be a list, or a property without a name
    words = [text for _, text in texts]
    separator = SEPARATORS.get(parameter.style, ",")
    lists = [words, list(chain.from_iterable(word.split(separator) for word in words))]
    for one in lists:
        for part in (one, [word.strip() for word in one if word.strip()]):
            yield from (part, [scalar(word) for word in part])
    if len(words) == 1:
        yield from scalars(words[0])
    elif not is_array(parameter):
        raise Doubt


def objects(schema: Json, texts: Sequence[tuple[str, str]]) -> Iterator[Json]:
    """What `name[key]=text` may mean, one level deep."""
    names = [below.strip("[]") for below, _ in texts]
    if len(set(names)) < len(names) or not all(names):
        raise Doubt
    plain = {name: text for name, (_, text) in zip(names, texts, strict=True)}
    yield plain
    typed = {name: scalar(text) for name, text in plain.items()}
    yield typed
    yield {name: [text] for name, text in plain.items()}
    listed = {name: text.split(",") for name, text in plain.items()}
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    yield {
        name: fitting(properties.get(name, True), schema, [plain[name], typed[name], listed[name]])
        for name in names
    }


def fitting(schema: Json, root: Json, values: Sequence[Json]) -> Json:
    """The first of some values that a part of a schema allows, else the first."""
    standing = {**schema, "$defs": root.get("$defs", {})} if isinstance(schema, dict) else schema
    check = validator(standing)
    return next((one for one in values if check.is_valid(one)), values[0])


def scalars(text: str) -> Iterator[Json]:
    yield text
    yield scalar(text)
    yield text.strip()
    yield from as_json(text)


def scalar(text: str) -> Json:
    """A number or a truth where the text is one, else the text."""
    word = text.strip()
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    try:
        number = float(word)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 2**63 else number


def as_json(text: str) -> Iterator[Json]:
    try:
        yield orjson.loads(text)
    except orjson.JSONDecodeError:
        return


def body_faults(operation: Operation, sent: Sent) -> Iterator[str]:
    body = operation.body
    if body is None:
        if sent.content:
            raise Doubt
        return
    if not sent.content:
        if body.required:
            yield "the body is missing"
        return
    described = [
        one for one in body.content if one.range.partition(";")[0].lower() == sent.media_type
    ]
    if not described or sent.json is NOT_JSON:
        if described and "json" in sent.media_type:
            yield "the body is not JSON"
            return
        raise Doubt
    if not validator(described[0].schema).is_valid(sent.json):
        yield "the body is not of its schema"


def is_array(parameter: Parameter) -> bool:
    return "array" in types_of(parameter.schema)


def is_object(parameter: Parameter) -> bool:
    return "object" in types_of(parameter.schema)


def types_of(schema: Json) -> tuple[str, ...]:
    said = schema.get("type", ()) if isinstance(schema, dict) else ()
    return (said,) if isinstance(said, str) else tuple(said)


def validator(schema: Json) -> jsonschema_rs.Draft202012Validator:
    return _validator(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS))


@lru_cache(4_096)
def _validator(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(orjson.loads(schema), validate_formats=True)
