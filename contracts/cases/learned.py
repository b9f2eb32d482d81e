"""What answers have shown: ids that there are, and where links lead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from contracts.contract import Contract, Promise, path_pattern
from contracts.observed import Observed

Json = Any

MOST = 8
"""Values kept of each name, the latest: some of what was created is deleted again."""

MOST_ELEMENTS = 5
"""Of a list in an answer; the others look the same."""

LONGEST = 200
"""Characters of an id: longer texts are none."""

_NAME = re.compile(r"\{([^{}]+)\}")


class Learned:
    """Values by their names in answers, and by the parameters of paths that links lead to."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._named: dict[str, list[str]] = defaultdict(list)
        self._of_paths: dict[tuple[str, str], list[str]] = defaultdict(list)

    def learn(self, observed: Observed) -> None:
        """Take in what an answer shows; refusals show nothing."""
        if not 200 <= observed.status < 300 or not isinstance(observed.json, dict | list):
            return
        of = observed.promise.operation.path
        for name, text in leaves(observed.json):
            self._keep(self._named[name], text)
            if is_id(name):
                self._keep(self._named[f"{of}#{name}"], text)
            if "/" in text:
                self._follow(text)

    def _follow(self, text: str) -> None:
        """A link shows the parameters of the path that it leads to."""
        path = urlsplit(text).path
        for promise in self._contract.promises.values():
            names = _NAME.findall(promise.operation.path)
            if not names or not path.startswith(promise.base):
                continue
            found = path_pattern(promise.operation.path).fullmatch(path[len(promise.base) :])
            for name, value in zip(names, found.groups() if found else (), strict=False):
                self._keep(self._of_paths[promise.operation.path, name], unquote(value))

    @staticmethod
    def _keep(values: list[str], text: str) -> None:
        if text in values:
            values.remove(text)
        values.append(text)
        del values[:-MOST]

    def in_path(self, promise: Promise, name: str) -> list[str]:
        """Values for a parameter of a path, the likeliest kind that there is."""
        path = promise.operation.path
        collection = path.partition("/{" + name + "}")[0]
        kinds = (
            self._of_paths.get((path, name)),
            self._named.get(f"{collection}#{name}"),
            self._named.get(f"{collection}#id"),
            *(
                values
                for key, values in self._named.items()
                if key.startswith(f"{collection}#") and key.endswith("_id")
            ),
            self._named.get(name) if name != "id" else None,
        )
        return next((list(values) for values in kinds if values), [])

    def named(self, name: str) -> list[str]:
        """Values that answers had under a name."""
        return list(self._named.get(name, ()))


def is_id(name: str) -> bool:
    return name == "id" or name.endswith(("_id", "Id", "_uuid"))


def leaves(value: Json, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts and whole numbers in an answer, under the names that they have there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value[:MOST_ELEMENTS]:
            yield from leaves(inner, name)
    elif isinstance(value, str) and 0 < len(value) <= LONGEST:
        yield name, value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name, str(value)
