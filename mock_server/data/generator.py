"""A schema made ready to answer: `compile_generator` once, `Generator.render` for each request."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import shake_128

import orjson

from mock_server.data.budget import Budget, depth_for
from mock_server.data.compose import Composer
from mock_server.data.judge import Judge, Verdicts
from mock_server.data.leaves import HEIGHT
from mock_server.data.options import GeneratorOptions
from mock_server.data.paging import main_list, page_field
from mock_server.data.parts import Filled, Place
from mock_server.data.template import CHANCE_BYTES, Items, Piece, Template
from mock_server.data.tidy import Tidied, tidy
from mock_server.spec.operation import Json

__all__ = ["Generator", "GeneratorOptions", "compile_generator"]

# How many whole answers are shown to the judge when a schema is compiled.
_PROOFS = 16
_MOST_UNMET = 8
# After so many bytes an answer is as good a proof as any other.
_MOST_PROOF = 4_000_000
# This version of the format writes equal schemas equally, whatever objects they share.
_PLAIN = 2
_PROOF_SEEDS = tuple(b"proof %d" % number for number in range(_PROOFS))


class Generator:
    """Answers for one schema.

    `unmet` says for people what could not be kept to: a JSON pointer and the reason, for each.
    """

    __slots__ = ("_echoes", "_items", "_pages", "_template", "unmet")

    def __init__(self, template: Template, unmet: tuple[str, ...] = ()) -> None:
        self._template = template
        self._items: tuple[int, Items | None] = (0, None)
        self._pages: list[tuple[int, Callable[[int, int | None], bytes]]] = []
        self._echoes: dict[str, tuple[int, Verdicts]] = {}
        self.unmet = unmet
        for at, slot in template.slots.items():
            if slot.rows is not None:
                self._items = (at, slot.rows)
            elif slot.kind == "page":
                self._pages.append((at, page_field(slot.name, slot.schema)))
            elif slot.judge is not None:
                self._echoes[slot.name] = (at, Verdicts(slot.schema, slot.judge))

    @property
    def echo(self) -> frozenset[str]:
        """The names whose values of a request the answers take over."""
        return frozenset(self._echoes)

    def render(
        self, seed: bytes, size: int | None = None, echo: Mapping[str, bytes] | None = None
    ) -> bytes:
        """An answer as compact JSON in UTF-8; equal arguments give equal bytes, anywhere.

        Args:
            seed: what chance is drawn from.
            size: how many items the main list has, as far as its bounds and 8 MB allow.
            echo: values of the request as JSON, by property name; taken where they are valid.
        """
        chance = shake_128(seed).digest(self._template.length)
        fragments = self._template.draw(chance)
        if echo:
            self._fill(fragments, echo)
        at, items = self._items
        ready = items.ready(chance[0]) if items and size is None else None
        if ready is not None:
            count, fragments[at] = ready
        else:
            count = items.count(size, chance[0]) if items else 0
        for page, number in self._pages:
            fragments[page] = number(count, size)
        if items and ready is None:
            fragments[at : at + 1] = items.parts(count, chance[-CHANCE_BYTES:], seed)
        return b"".join(fragments)

    def _fill(self, fragments: list[bytes], echo: Mapping[str, bytes]) -> None:
        echoes = self._echoes
        for name, text in echo.items():
            if name in echoes:
                at, fits = echoes[name]
                if fits[text]:
                    fragments[at] = text


def compile_generator(schema: Json, options: GeneratorOptions) -> Generator:
    """Make a schema ready to answer; whatever the schema, it answers.

    Args:
        schema: standalone JSON Schema 2020-12; its references are all `#/$defs/...`.
        options: how to draw.
    """
    try:
        text = marshal.dumps(schema, _PLAIN)
    except ValueError:  # Nested beyond what can be written; so it is no schema that others share.
        return _compiled(schema, options)
    echo = frozenset(name for name in options.echo if name.encode("utf-8", "surrogatepass") in text)
    return _shared(text, replace(options, echo=echo))


@lru_cache(maxsize=256)
def _shared(text: bytes, options: GeneratorOptions) -> Generator:
    """Many operations of a document answer alike, above all when they fail."""
    return _compiled(marshal.loads(text), options)  # noqa: S302 -- our own text, of a moment ago


def _compiled(schema: Json, options: GeneratorOptions) -> Generator:
    tidied = tidy(schema)
    judge = judge_of_whole(tidied)
    sketch = _Sketch(
        tidied,
        options,
        Filled(options.echo, main_list(tidied.schema, tidied.definitions)),
        depth_for(tidied.schema, tidied.definitions),
    )
    composer, pieces = sketch.composed()
    template = Template(pieces, HEIGHT)
    unmet = _unmet(template, judge)
    if unmet and not composer.is_ambiguous:
        whole = sketch.composer().whole(tidied.schema, Place(live=False))
        proven = Template(whole or [b"null"], HEIGHT)
        if not _unmet(proven, judge):
            template, unmet = proven, ()
    return Generator(template, tidied.omissions + unmet)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A document that is to be composed, perhaps more than once."""

    tidied: Tidied
    options: GeneratorOptions
    filled: Filled
    depth: int

    def composer(self, *, lenient: bool = False) -> Composer:
        definitions, budget = self.tidied.definitions, Budget(self.depth)
        return Composer(definitions, self.options, self.filled, budget, lenient=lenient)

    def composed(self) -> tuple[Composer, list[Piece]]:
        """With null for what is required and cannot be only where nothing else can be."""
        for lenient in (False, True):
            composer = self.composer(lenient=lenient)
            pieces = composer.pieces(self.tidied.schema, Place())
            if pieces is not None:
                break
        return composer, pieces or [b"null"]


def judge_of_whole(tidied: Tidied) -> Judge:
    if not isinstance(tidied.schema, dict):
        return Judge(tidied.schema)
    return Judge({**tidied.schema, "$defs": tidied.definitions})


def _unmet(template: Template, judge: Judge) -> tuple[str, ...]:
    """What the judge holds against answers of this template."""
    if judge.defect:
        return (f": the schema cannot be judged: {judge.defect}",)
    found: dict[str, None] = {}
    proven = 0
    for seed in _PROOF_SEEDS:
        text = template.sample(seed)
        value = orjson.loads(text)
        if not judge.accepts(value):
            found.update(dict.fromkeys(judge.complaints(value)))
        proven += len(text)
        if proven > _MOST_PROOF:
            break
    return tuple(found)[:_MOST_UNMET]
