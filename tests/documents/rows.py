"""A validator of Python's `jsonschema` that looks at a row once, however many answers have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend


@cache
def row_validator() -> type[Draft202012Validator]:
    """As `Draft202012Validator`, but an item that was fine is not judged again by that schema.

    Its schemas must live as long as this process: they are told apart by where they are.
    """
    fine: set[tuple[int, str]] = set()

    def items(validator: Any, rows: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if not (isinstance(rows, dict) and isinstance(value, list)):
            yield from Draft202012Validator.VALIDATORS["items"](validator, rows, value, schema)
            return
        first = len(schema.get("prefixItems", ()))
        for index, row in enumerate(value[first:], first):
            known = id(rows), json.dumps(row)
            if known not in fine:
                errors = list(validator.descend(row, rows, path=index))
                yield from errors
                if not errors:
                    fine.add(known)

    made: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"items": items}
    )
    return made
