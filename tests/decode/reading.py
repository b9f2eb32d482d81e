"""Short ways to read one parameter, or one body, for the tests of this folder."""

from __future__ import annotations

from typing import Any

from mock_server.decode.bodies import Body, compile_body
from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import Parameters, compile_parameters
from mock_server.spec.operation import Location, MediaType, Parameter, RequestBody

STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

Rules = list[tuple[str, str]]


def parameter(
    location: Location,
    schema: Any,
    name: str = "color",
    *,
    style: str = "",
    explode: bool | None = None,
    required: bool = False,
    media_type: str | None = None,
) -> Parameter:
    """A parameter with OpenAPI's defaults for what is left out."""
    style = style or STYLES[location]
    spread = style in ("form", "deepObject") if explode is None else explode
    return Parameter(name, location, required, schema, style, spread, media_type=media_type)


def query(text: str | bytes, *parameters: Parameter, **options: bool) -> Parameters:
    raw = text if isinstance(text, bytes) else text.encode()
    return compile_parameters(parameters, DecodeOptions(**options)).read({}, raw, ())


def path(text: str, *parameters: Parameter) -> Parameters:
    reader = compile_parameters(parameters, DecodeOptions())
    return reader.read({parameters[0].name: text}, b"", ())


def header(values: list[str], *parameters: Parameter) -> Parameters:
    name = parameters[0].name.lower().encode()
    headers = [(name, value.encode("latin-1")) for value in values]
    return compile_parameters(parameters, DecodeOptions()).read({}, b"", headers)


def cookie(text: str, *parameters: Parameter) -> Parameters:
    headers = [(b"cookie", text.encode())]
    return compile_parameters(parameters, DecodeOptions()).read({}, b"", headers)


def rules(read: Parameters | Body) -> Rules:
    """Every broken rule, as (name, keyword)."""
    return [(each.name, each.keyword) for each in read.violations]


def body(
    content_type: str | None, raw: str | bytes, *content: MediaType, required: bool = True
) -> Body:
    sent = raw if isinstance(raw, bytes) else raw.encode()
    return compile_body(RequestBody(required, content), DecodeOptions()).read(content_type, sent)


def json_body(schema: Any) -> MediaType:
    return MediaType("application/json", schema)
