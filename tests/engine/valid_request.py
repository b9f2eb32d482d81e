"""A request that the original document allows, written on the wire by the rules of OpenAPI."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from tests.engine.contract import Contract, Json, Operation, Place
from tests.engine.judge import is_json
from tests.engine.sampler import sample
from tests.engine.xml_text import xml_text

CREDENTIALS = {
    "basic": "Basic " + b64encode(b"ada:secret").decode(),
    "bearer": "Bearer token-of-the-tests",
}
RESERVED_HEADERS = ("accept", "content-type", "authorization")
SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
BOUNDARY = "understudy-boundary"


@dataclass(frozen=True)
class WireRequest:
    """A request ready to be sent; `path` and `query` are already percent-encoded."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None


@cache
def valid_request(contract: Contract, operation: Operation, full: bool = False) -> WireRequest:
    """The smallest valid request, or with `full` one that uses whatever may be used."""
    path = operation.path
    query: list[str] = []
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for parameter in parameters(contract, operation):
        name, location = parameter.node["name"], parameter.node["in"]
        is_reserved = location == "header" and name.lower() in RESERVED_HEADERS
        if is_reserved or not (full or parameter.node.get("required")):
            continue
        text = _parameter_text(contract, parameter, full)
        if location == "path":
            path = path.replace("{" + name + "}", text)
        elif location == "header":
            headers[name] = text
        elif text:
            (query if location == "query" else cookies).append(text)
    _add_credentials(contract, operation, query, headers, cookies)
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    content = _add_body(contract, operation, headers, full)
    return WireRequest(operation.method, path, "&".join(query), headers, content)


def parameters(contract: Contract, operation: Operation) -> list[Place]:
    """Of path and operation; the operation's win."""
    found: dict[tuple[str, str], Place] = {}
    for owner in (operation.item, operation.place):
        for index in range(len(owner.node.get("parameters", ()))):
            parameter = contract.settle(owner.child("parameters", index))
            found[parameter.node["in"], parameter.node["name"]] = parameter
    return list(found.values())


def base_path(contract: Contract) -> str:
    """The path of the first server, its variables at their defaults; without a final slash."""
    server = (contract.root.node.get("servers") or [{"url": "/"}])[0]
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        url = url.replace("{" + name + "}", str(variable["default"]))
    return httpx.URL(url).path.rstrip("/")


def _parameter_text(contract: Contract, parameter: Place, full: bool) -> str:
    node = parameter.node
    if "content" in node:
        schema = parameter.child("content", next(iter(node["content"])), "schema")
        value = quote(json_text(sample(contract, schema, full=full)), safe="")
        return f"{quote(node['name'])}={value}"
    # An empty array has no form in a query: what is required must hold something.
    value = sample(contract, parameter.child("schema"), full=full or bool(node.get("required")))
    if "example" in node:
        value = node["example"]
    return _styled(node, value)


def _styled(node: Json, value: Json) -> str:
    location, name = node["in"], node["name"]
    style = node.get("style") or ("form" if location in ("query", "cookie") else "simple")
    explode = node.get("explode", style == "form")
    if location == "cookie":
        return f"{name}={_joined(value, ',', explode=False)}"
    if location == "header":
        return _joined(value, ",", explode, raw=True)
    if location == "query":
        return "&".join(_query_parts(quote(name, safe=""), style, explode, value))
    return _path_text(name, style, explode, value)


def _path_text(name: str, style: str, explode: bool, value: Json) -> str:
    if style == "label":
        return "." + _joined(value, "." if explode else ",", explode)
    if style == "matrix":
        if explode and isinstance(value, list):
            return "".join(f";{name}={_scalar(item)}" for item in value)
        if explode and isinstance(value, dict):
            return ";" + _joined(value, ";", explode)
        return f";{name}={_joined(value, ',', explode)}"
    return _joined(value, ",", explode)


def _query_parts(name: str, style: str, explode: bool, value: Json) -> Iterator[str]:
    if style == "deepObject":
        yield from _deep_parts(name, value)
    elif isinstance(value, list) and explode:
        yield from (f"{name}={_scalar(item)}" for item in value)
    elif isinstance(value, dict) and explode:
        yield from (f"{quote(key)}={_scalar(item)}" for key, item in value.items())
    elif isinstance(value, list):
        separator = SEPARATORS.get(style, ",")
        yield f"{name}=" + separator.join(_scalar(item) for item in value)
    else:
        yield f"{name}={_joined(value, ',', explode=False)}"


def _deep_parts(name: str, value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _deep_parts(f"{name}[{quote(key)}]", item)
    elif isinstance(value, list):
        for item in value:
            yield f"{name}={_scalar(item)}"
    else:
        yield f"{name}={_scalar(value)}"


def _joined(value: Json, separator: str, explode: bool, raw: bool = False) -> str:
    if isinstance(value, list):
        return separator.join(_scalar(item, raw) for item in value)
    if isinstance(value, dict):
        pair = "=" if explode else separator
        return separator.join(f"{key}{pair}{_scalar(item, raw)}" for key, item in value.items())
    return _scalar(value, raw)


def _scalar(value: Json, raw: bool = False) -> str:
    text = value if isinstance(value, str) else json_text(value)
    return text if raw else quote(text, safe="")


def json_text(value: Json) -> str:
    return json.dumps(value, default=_decimal, ensure_ascii=False)


def _decimal(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(value)


def _add_credentials(
    contract: Contract,
    operation: Operation,
    query: list[str],
    headers: dict[str, str],
    cookies: list[str],
) -> None:
    """Satisfy the first alternative; tokens are opaque to a mock, so any will do."""
    for scheme in first_alternative(contract, operation):
        kind = scheme["type"]
        if kind == "apiKey":
            name = scheme["name"]
            if scheme["in"] == "header":
                headers[name] = "key-of-the-tests"
            else:
                (query if scheme["in"] == "query" else cookies).append(f"{name}=key-of-the-tests")
        elif kind != "mutualTLS":
            headers["Authorization"] = CREDENTIALS[scheme.get("scheme", "bearer").lower()]


def first_alternative(contract: Contract, operation: Operation) -> list[Json]:
    root = contract.root
    security = operation.place.node.get("security", root.node.get("security")) or [{}]
    schemes = root.node.get("components", {}).get("securitySchemes", {})
    return [schemes[name] for name in security[0]]


def _add_body(
    contract: Contract, operation: Operation, headers: dict[str, str], full: bool
) -> bytes | None:
    if "requestBody" not in operation.place.node:
        return None
    body = contract.settle(operation.place.child("requestBody"))
    content = body.node["content"]
    if not content or not (full or body.node.get("required")):
        return None
    key = next((it for it in content if is_json(it)), next(iter(content)))
    media_type = "application/octet-stream" if key == "*/*" else key
    headers["Content-Type"] = media_type
    entry = body.child("content", key)
    if media_type == "multipart/form-data":
        headers["Content-Type"] += f"; boundary={BOUNDARY}"
    return _body_bytes(contract, entry, media_type, full)


def _body_bytes(contract: Contract, entry: Place, media_type: str, full: bool) -> bytes:
    if "schema" not in entry.node:
        return b"\x00\x01 any bytes"
    schema = entry.child("schema")
    value = (
        entry.node["example"] if "example" in entry.node else sample(contract, schema, full=full)
    )
    if is_json(media_type):
        return json_text(value).encode()
    if media_type.endswith("xml"):
        return xml_text(contract, schema, value).encode()
    encoding = entry.node.get("encoding", {})
    if media_type == "application/x-www-form-urlencoded":
        return _form(value, encoding).encode()
    if media_type == "multipart/form-data":
        return b"".join(_parts(value, encoding)) + f"--{BOUNDARY}--\r\n".encode()
    return value.encode() if isinstance(value, str) else json_text(value).encode()


def _form(value: Json, encoding: Json) -> str:
    parts: list[str] = []
    for name, item in value.items():
        how = encoding.get(name, {})
        style = how.get("style", "form")
        if isinstance(item, list | dict) and ("style" in how or isinstance(item, list)):
            parts += _query_parts(quote(name), style, how.get("explode", style == "form"), item)
        else:
            text = item if isinstance(item, str) else json_text(item)
            parts.append(urlencode({name: text}))
    return "&".join(parts)


def _parts(value: Json, encoding: Json) -> Iterator[bytes]:
    for name, item in value.items():
        for one in item if isinstance(item, list) else [item]:
            how = encoding.get(name, {}).get("contentType")
            filename = '; filename="file.bin"' if name in ("file", "image") else ""
            default = "application/json" if isinstance(one, dict) else "text/plain"
            text = one if isinstance(one, str) else json_text(one)
            yield (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n'
                f"Content-Type: {(how or default).split(',')[0]}\r\n\r\n{text}\r\n"
            ).encode()
