"""Is an answer what the document promised? Told by libraries that the server does not use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx

from tests.engine.contract import Contract, Json, Operation, Place, number

BODILESS = (204, 205, 304)
LONG = 50
"""Items of an array that are all judged; more than any `minItems` of the documents here."""
MOST = 3
"""Problems told of one body: the first ones say what is wrong, a thousand say it no better."""


def documented_response(contract: Contract, operation: Operation, status: int) -> Place | None:
    """What the document says of a status: by itself, by its range, or by `default`."""
    responses = operation.place.child("responses")
    for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
        if key in responses.node:
            return contract.settle(responses.child(key))
    return None


def findings(contract: Contract, operation: Operation, answer: httpx.Response) -> list[str]:
    """Everything about an answer that its document does not allow; nothing when it conforms."""
    promised = documented_response(contract, operation, answer.status_code)
    if promised is None:
        return [f"status {answer.status_code} is not documented: {answer.text[:300]}"]
    return [
        *_body_findings(contract, operation, promised, answer),
        *_header_findings(contract, promised, answer),
    ]


def lowest_success(operation: Operation) -> int | None:
    """The status of a request that goes well; None when the document knows only failures."""
    keys = [str(key) for key in operation.place.node["responses"]]
    exact = [int(key) for key in keys if key.isdigit() and key.startswith("2")]
    if exact:
        return min(exact)
    return 200 if {"2XX", "2xx", "default"} & set(keys) else None


def media_range(content: Json, media_type: str) -> str | None:
    """The entry of a `content` map that speaks of a media type, most exact first."""
    wanted = _bare(media_type)
    bare = {_bare(key): key for key in content}
    for candidate in (wanted, wanted.split("/")[0] + "/*", "*/*"):
        if candidate in bare:
            return str(bare[candidate])
    return None


def _body_findings(
    contract: Contract, operation: Operation, promised: Place, answer: httpx.Response
) -> Iterator[str]:
    content = promised.node.get("content") or {}
    if operation.method == "HEAD" or answer.status_code in BODILESS or not content:
        if answer.content:
            yield f"a body where none may be: {answer.content[:200]!r}"
        return
    media_type = answer.headers.get("content-type", "")
    key = media_range(content, media_type)
    if key is None:
        yield f"content type {media_type!r} is not among {list(content)}"
        return
    entry = promised.child("content", key)
    if "schema" in entry.node:
        yield from _value_findings(contract, entry.child("schema"), _bare(media_type), answer)


def _value_findings(
    contract: Contract, schema: Place, media_type: str, answer: httpx.Response
) -> Iterator[str]:
    if is_json(media_type):
        try:
            value = json.loads(answer.content, parse_float=number)
        except ValueError as error:
            yield f"not JSON: {error}: {answer.content[:200]!r}"
            return
        problems = contract.errors(schema, shortened(value))
        yield from (f"{it} in {answer.text[:400]}" for it in problems[:MOST])
    elif media_type.endswith("xml"):
        yield from _xml_findings(contract, schema, answer.content)
    elif media_type.startswith("text/"):
        yield from contract.errors(schema, answer.text)


def shortened(value: Json) -> Json:
    """Long arrays by their first and last rows: libraries in Python take seconds for 1,000."""
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        rows = value if len(value) <= LONG else value[: LONG // 2] + value[-LONG // 2 :]
        return [shortened(item) for item in rows]
    return value


def _xml_findings(contract: Contract, schema: Place, body: bytes) -> Iterator[str]:
    """Well formed, and its root named as the document says; what is inside is not judged."""
    try:
        root = ET.fromstring(body)  # noqa: S314 - our own server wrote it
    except ET.ParseError as error:
        yield f"not XML: {error}: {body[:200]!r}"
        return
    hints = _xml_hints(contract, schema)
    namespace = f"{{{hints['namespace']}}}" if "namespace" in hints else ""
    if "name" in hints and root.tag != namespace + hints["name"]:
        yield f"the root is <{root.tag}>, not <{namespace}{hints['name']}>"


def _xml_hints(contract: Contract, schema: Place) -> Json:
    settled = contract.settle(schema).node
    return settled.get("xml", {}) if isinstance(settled, dict) else {}


def _header_findings(contract: Contract, promised: Place, answer: httpx.Response) -> Iterator[str]:
    for name in promised.node.get("headers", {}):
        header = contract.settle(promised.child("headers", name))
        given = answer.headers.get(name)
        if name.lower() == "content-type":
            continue
        if given is None:
            if header.node.get("required"):
                yield f"the header {name} is missing"
            continue
        try:
            problems = _header_value(contract, header, given)
        except ValueError as error:
            problems = [f"{error} in {given!r}"]
        yield from (f"header {name}: {it}" for it in problems)


def _header_value(contract: Contract, header: Place, given: str) -> list[str]:
    if "content" in header.node:
        media_type = next(iter(header.node["content"]))
        schema = header.child("content", media_type, "schema")
        return contract.errors(schema, json.loads(given, parse_float=number))
    schema = header.child("schema")
    value = _decoded(contract, schema, given, bool(header.node.get("explode")))
    return contract.errors(schema, value)


def _decoded(contract: Contract, schema: Place, text: str, explode: bool) -> Json:
    """A value in style `simple`, its type the one that the schema names."""
    node = contract.settle(schema).node
    node = node if isinstance(node, dict) else {}
    kinds = node.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds:
        items = schema.child("items") if "items" in schema.node else schema
        return [_decoded(contract, items, part, explode) for part in text.split(",") if text]
    if "object" in kinds:
        return _decoded_object(contract, contract.settle(schema), text, explode)
    return _scalar(text, kinds, node)


def _decoded_object(contract: Contract, schema: Place, text: str, explode: bool) -> Json:
    parts = text.split(",")
    flat = zip(parts[::2], parts[1::2], strict=True)
    pairs = (part.split("=", 1) for part in parts) if explode else flat
    known = schema.node.get("properties", {})
    return {
        name: _decoded(contract, schema.child("properties", name), part, explode)
        if name in known
        else part
        for name, part in pairs
    }


def _scalar(text: str, kinds: list[str], node: Json) -> Json:
    literals = [*node.get("enum", []), node["const"]] if "const" in node else node.get("enum", [])
    for literal in literals:
        if str(literal) == text:
            return literal
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    if {"integer", "number"} & set(kinds):
        try:
            return number(text)
        except ValueError:
            return text
    return text


def is_json(media_type: str) -> bool:
    bare = _bare(media_type)
    return bare in ("application/json", "text/json") or bare.endswith("+json")


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
