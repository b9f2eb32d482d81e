"""A document as it was written, read without any code of the server: the judge's own eyes.

Text is read by PyYAML and json, references are followed by `referencing`, values are judged by
`jsonschema` and `openapi-schema-validator`. Numbers with a fraction are Decimals, because with
floats those libraries find that 0.29 is no multiple of 0.01.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, unquote, urldefrag, urljoin

import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from openapi_schema_validator import (
    OAS30ReadValidator,
    OAS30WriteValidator,
    OAS31Validator,
)
from referencing import Registry, Specification
from referencing.jsonschema import DRAFT202012

Json: TypeAlias = Any
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Place:
    """A node of a document, with the address that a reference to it would use."""

    uri: str
    tokens: tuple[str, ...]
    node: Json

    @property
    def address(self) -> str:
        escaped = (quote(token.replace("~", "~0").replace("/", "~1")) for token in self.tokens)
        return self.uri + "#" + "".join(f"/{token}" for token in escaped)

    def child(self, *tokens: str | int) -> Place:
        node = self.node
        for token in tokens:
            node = node[token]
        return Place(self.uri, (*self.tokens, *map(str, tokens)), node)


@dataclass(frozen=True, eq=False, repr=False)
class Operation:
    document: str
    method: str
    path: str
    item: Place
    place: Place

    def __str__(self) -> str:
        return f"{self.document}: {self.method} {self.path}"


class Contract:
    """One document with every file it refers to."""

    def __init__(self, path: Path) -> None:
        self.root = Place(path.resolve().as_uri(), (), read(path.resolve()))
        self.files = {self.root.uri: self.root.node}
        self._read_neighbours(self.root.uri)
        self.is_30 = str(self.root.node["openapi"]).startswith("3.0")
        dialect: Specification[Any] = Specification.OPAQUE if self.is_30 else DRAFT202012
        resources = ((uri, dialect.create_resource(node)) for uri, node in self.files.items())
        self.registry: Registry[Any] = Registry().with_resources(resources)
        self._validators: dict[tuple[str, bool], Any] = {}

    def operations(self, name: str) -> Iterator[Operation]:
        """Every operation under `paths`; `name` is what failures call the document."""
        for path in self.root.node["paths"]:
            item = self.settle(self.root.child("paths", path))
            for method in METHODS:
                if method in item.node:
                    yield Operation(name, method.upper(), path, item, item.child(method))

    def settle(self, place: Place) -> Place:
        """The place that a chain of references ends at; one without a reference is its own."""
        while isinstance(place.node, dict) and isinstance(place.node.get("$ref"), str):
            place = self.lookup(place.uri, place.node["$ref"])
        return place

    def lookup(self, uri: str, reference: str) -> Place:
        target, fragment = urldefrag(urljoin(uri, reference))
        place = Place(target, (), self.files[target])
        for token in fragment.split("/")[1:]:
            key = unquote(token).replace("~1", "/").replace("~0", "~")
            place = place.child(int(key) if isinstance(place.node, list) else key)
        return place

    def errors(self, schema: Place, value: Json, *, writing: bool = False) -> list[str]:
        """What is wrong with a value as a response, or with `writing` as a request."""
        key = (schema.address, writing)
        if key not in self._validators:
            self._validators[key] = self._validator({"$ref": schema.address}, writing)
        return [_told(error) for error in self._validators[key].iter_errors(value)]

    def _validator(self, schema: Json, writing: bool) -> Any:
        if self.is_30:
            kind: Any = OAS30WriteValidator if writing else OAS30ReadValidator
        else:
            kind = _writing_31() if writing else _reading_31()
        return kind(schema, registry=self.registry, format_checker=FORMATS)

    def _read_neighbours(self, uri: str) -> None:
        for reference in _references(self.files[uri]):
            target = urldefrag(urljoin(uri, reference)).url
            if target.startswith("file:") and target not in self.files:
                path = Path(unquote(target.removeprefix("file://")))
                if path.is_file():
                    self.files[target] = read(path)
                    self._read_neighbours(target)


@cache
def contract(path: Path) -> Contract:
    return Contract(path)


def read(path: Path) -> Json:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return _named_mappings(json.loads(text, parse_float=number))
    return _named_mappings(_keyed_by_text(yaml.load(text, _Loader)))  # noqa: S506 - a safe loader


def number(text: str) -> int | Decimal | float:
    """An exact number; one without a fraction is an integer, as JSON Schema counts them."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    is_whole = exact.is_finite() and exact.adjusted() < 400 and exact == exact.to_integral_value()
    return int(exact) if is_whole else exact


class _Loader(yaml.CSafeLoader):
    """YAML as OpenAPI means it: dates stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: number(str(node.value)))


def _keyed_by_text(node: Json) -> Json:
    if isinstance(node, dict):
        return {str(key): _keyed_by_text(value) for key, value in node.items()}
    return [_keyed_by_text(item) for item in node] if isinstance(node, list) else node


def _named_mappings(root: Json) -> Json:
    """Discriminators may name a schema without its path; the validator knows only paths."""
    for node in _dicts(root):
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping", {}) if isinstance(discriminator, dict) else {}
        for key, target in mapping.items():
            if "/" not in target and "#" not in target:
                mapping[key] = f"#/components/schemas/{target}"
    return root


def _dicts(node: Json) -> Iterator[dict[str, Json]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from _dicts(child)


def _references(node: Json) -> Iterator[str]:
    return (it["$ref"] for it in _dicts(node) if isinstance(it.get("$ref"), str))


def _told(error: ValidationError) -> str:
    return f"{error.json_path}: {error.message[:300]}"


def _formats() -> FormatChecker:
    """JSON Schema's formats and OpenAPI's own, in one; "float" there is about Python's types."""
    checker = FormatChecker(())
    own = (OAS30ReadValidator.FORMAT_CHECKER, OAS31Validator.FORMAT_CHECKER)
    for source in (*own, Draft202012Validator.FORMAT_CHECKER):
        checker.checkers = {**checker.checkers, **source.checkers}
    for name in ("float", "double"):
        checker.checkers.pop(name)
    return checker


FORMATS = _formats()


def _required_but(flag: str) -> Any:
    """`required` that does not ask for properties which cannot travel in this direction."""

    def required(_: Any, names: Any, instance: Json, schema: Json) -> Iterator[ValidationError]:
        properties = schema.get("properties", {})
        for name in names if isinstance(instance, dict) else ():
            known = properties.get(name)
            excused = isinstance(known, dict) and known.get(flag) is True
            if name not in instance and not excused:
                yield ValidationError(f"{name!r} is a required property")

    return required


def _never(flag: str) -> Any:
    def refuse(_: Any, value: Json, __: Json, ___: Json) -> Iterator[ValidationError]:
        if value is True:
            yield ValidationError(f"a {flag} property must not be here")

    return refuse


@cache
def _reading_31() -> Any:
    rules = {"writeOnly": _never("writeOnly"), "required": _required_but("writeOnly")}
    extended: Any = extend
    return extended(OAS31Validator, rules)


@cache
def _writing_31() -> Any:
    rules = {"readOnly": _never("readOnly"), "required": _required_but("readOnly")}
    extended: Any = extend
    return extended(OAS31Validator, rules)
