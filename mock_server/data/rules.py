"""What names and formats mean: the rules that are asked, in order, before the plain samplers."""

from __future__ import annotations

from random import Random

from mock_server.data.field import PASS, Field, Pass, Rule
from mock_server.data.formats import FORMATS
from mock_server.spec.operation import Json


def by_format(field: Field, rng: Random) -> Json | Pass:
    """Texts whose format is known, unless a pattern says more."""
    draw = FORMATS.get(str(field.schema.get("format")))
    if draw is None or field.kind not in ("", "string"):
        return PASS
    return draw(field, rng)


RULES: tuple[Rule, ...] = (by_format,)
