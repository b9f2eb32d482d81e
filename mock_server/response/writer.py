"""Writes the documented answers of one operation; each is compiled when it is first given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import orjson

from mock_server.data.choice import compile_answers
from mock_server.data.generator import compile_generator
from mock_server.data.options import GeneratorOptions
from mock_server.decode.validators import compile_validator
from mock_server.exchange import Headers, Preference, Rejection, Request, Response, Source
from mock_server.response import echo, media
from mock_server.response.negotiation import choose
from mock_server.response.selection import default_status, documented
from mock_server.spec.operation import (
    Example,
    Json,
    MediaType,
    Operation,
    Parameter,
    ResponseSpec,
)

if TYPE_CHECKING:  # what generates is loaded when something is generated
    from mock_server.data.choice import Answers

Make: TypeAlias = Callable[[Request], bytes]

TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A name that a header can have. Source: RFC 9110, section 5.6.2."""

MAX_VARIANTS = 64
"""Callers choose `Accept` and `Prefer` freely, so what is kept of their choices is bounded."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to answer: everything about it that does not depend on the request's values."""

    status: int
    media_type: str
    source: Source
    make: Make
    headers: Callable[[Request], Headers] | None = None
    note: str = ""


class ResponseWriter:
    """The answers that a document gives one operation."""

    def __init__(self, operation: Operation, options: GeneratorOptions) -> None:
        self.operation = operation
        self.options = options
        self._variants: dict[tuple[str, Preference | None], Variant] = {}

    def write(self, request: Request) -> Response:
        """The answer that fits the request's wishes best.

        Raises:
            Rejection: nothing that the document offers is acceptable, or it lacks what the caller
                prefers.
        """
        key = (request.accept, request.preference)
        variant = self._variants.get(key) or self._remember(key)
        return Response(
            variant.status,
            variant.make(request),
            variant.media_type,
            variant.headers(request) if variant.headers else (),
            variant.source,
            variant.note,
        )

    def conforms(self, response: Response) -> bool:
        """Whether an answer made elsewhere is one that the document describes."""
        spec = documented(self.operation.responses, response.status)
        if spec is None or not spec.content:
            return spec is not None and not response.body
        found = choose([entry.range for entry in spec.content], response.media_type)
        if found is None:
            return False
        if not media.is_json(response.media_type):
            return True
        validator = compile_validator(spec.content[found].schema)
        return validator.is_valid(orjson.loads(response.body))

    def unmet(self) -> tuple[str, ...]:
        """What the answers of the default status cannot keep to; compiles them all."""
        status = default_status(self.operation.responses)
        spec = documented(self.operation.responses, status)
        generators = [self._generator(entry) for entry in (spec.content if spec else ())]
        return tuple(reason for generator in generators for reason in generator.unmet)

    def default_source(self) -> Source:
        """How a request without wishes is answered."""
        spec = documented(self.operation.responses, default_status(self.operation.responses))
        has_example = spec and spec.content and spec.content[0].examples
        return "example" if has_example else "generated"

    def _remember(self, key: tuple[str, Preference | None]) -> Variant:
        if len(self._variants) >= MAX_VARIANTS:
            self._variants.clear()
        self._variants[key] = variant = self._variant(*key)
        return variant

    def _variant(self, accept: str, preference: Preference | None) -> Variant:
        wish = preference or Preference()
        status = wish.code or default_status(self.operation.responses)
        spec = documented(self.operation.responses, status)
        if spec is None:
            if self.operation.responses or status != 200:
                raise Rejection("preferred_status", status, f"The document has no {status}.")
            spec = ResponseSpec("200")
        headers = self._headers(spec.headers)
        if not spec.content or status in {204, 304}:
            return Variant(status, "", "generated", lambda _: b"", headers)
        return self._with_body(status, self._chosen(spec, accept, status), wish, headers)

    def _chosen(self, spec: ResponseSpec, accept: str, status: int) -> MediaType:
        """The media type by `Accept`; an error is told in any, since silence helps nobody."""
        offered = [entry.range for entry in spec.content]
        found = choose(offered, accept)
        if found is None and status < 400:
            raise Rejection("not_acceptable", 406, f"What is offered here is {', '.join(offered)}.")
        return spec.content[found or 0]

    def _with_body(
        self,
        status: int,
        entry: MediaType,
        wish: Preference,
        headers: Callable[[Request], Headers] | None,
    ) -> Variant:
        media_type = media.concrete(entry.range)
        example = self._example(entry, wish)
        if example is None:
            generator = self._generator(entry)
            make = self._making(entry, generator)
            return Variant(
                status, media_type, "generated", make, headers, "; ".join(generator.unmet[:3])
            )
        body = memoryview(media.renderer(entry)(example.value)).tobytes()  # orjson's own is larger
        note = self._example_note(entry, example)
        return Variant(status, media_type, "example", lambda _: body, headers, note)

    def _example(self, entry: MediaType, wish: Preference) -> Example | None:
        if wish.dynamic:
            return None
        if wish.example is None:
            return entry.examples[0] if entry.examples else None
        for example in entry.examples:
            if example.name == wish.example:
                return example
        known = ", ".join(example.name for example in entry.examples) or "none at all"
        raise Rejection(
            "preferred_example", 404, f"There is no example {wish.example!r}; there is {known}."
        )

    def _example_note(self, entry: MediaType, example: Example) -> str:
        if media.is_json(entry.range) and not compile_validator(entry.schema).is_valid(
            example.value
        ):
            return f"the document's example {example.name!r} does not fit its own schema"
        return ""

    def _generator(self, entry: MediaType) -> Answers:
        return compile_answers(entry.schema, self.options)

    def _making(self, entry: MediaType, generator: Answers) -> Make:
        if media.is_binary(entry):
            return lambda request: media.binary(generator, request.seed)
        render = self._json_making(generator)
        if media.is_json(entry.range):
            return render
        write = media.renderer(entry)
        return lambda request: write(orjson.loads(render(request)))

    def _json_making(self, generator: Answers) -> Make:
        """The shortest path from a request to its JSON: most operations echo and page nothing."""
        echoed = echo.echo_reader(self.operation, generator.echo)
        sized = echo.size_reader(self.operation)
        draw = generator.render
        if echoed is None and sized is None:
            return lambda request: draw(request.seed)
        if echoed is None and sized is not None:
            return lambda request: draw(request.seed, sized(request))
        return lambda request: draw(
            request.seed,
            sized(request) if sized else None,
            echoed(request) if echoed else None,
        )

    def _headers(self, described: tuple[Parameter, ...]) -> Callable[[Request], Headers] | None:
        if not described:
            return None
        made = tuple(
            (header, header.name.lower().encode(), compile_generator(header.schema, self.options))
            for header in described
            if TOKEN.fullmatch(header.name)
        )

        def write(request: Request) -> Headers:
            return tuple(
                (name, _header_text(header, orjson.loads(maker.render(name + request.seed))))
                for header, name, maker in made
            )

        return write


def _header_text(header: Parameter, value: Json) -> bytes:
    """A value in style `simple`, as RFC 9110 allows it: one line of visible ASCII."""
    if header.media_type is not None:
        text = orjson.dumps(value).decode()
    elif isinstance(value, dict):
        between = "=" if header.explode else ","
        text = ",".join(f"{name}{between}{_plain(item)}" for name, item in value.items())
    else:
        text = ",".join(map(_plain, value if isinstance(value, list) else [value]))
    return "".join(sign for sign in text if " " <= sign <= "~").strip().encode()


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
