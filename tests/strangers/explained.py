"""Why servers that were written elsewhere differ from our documents, class by class.

What stands here was seen by asking those servers by hand, in the versions that `tests.bench.peers`
names. A finding that nothing here speaks of is unexplained, and somebody must look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.bench import peers

Json = Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """One class of differences.

    Args:
        server: whose, by its name in `tests.bench.peers`.
        check: the check or law that finds it; `*` stands for anything.
        says: a pattern for what is found, as `words` has it.
        because: why they differ.
    """

    server: str
    check: str
    says: str
    because: str
    whose: str = "theirs"

    def fits(self, server: str, finding: Mapping[str, Json]) -> bool:
        return (
            server == self.server
            and fnmatchcase(finding["check"], self.check)
            and re.search(self.says, words(finding)) is not None
        )


def words(finding: Mapping[str, Json]) -> str:
    """A finding of the JSON report in one line: operation, status, keyword, place, command."""
    names = ("operation", "status", "keyword", "pointer", "actual", "curl")
    return " ".join(str(finding[name]) for name in names)


def explanation(server: str, finding: Mapping[str, Json]) -> Explanation | None:
    """The first that fits."""
    return next((one for one in EXPLANATIONS if one.fits(server, finding)), None)


EXPLANATIONS = (
    Explanation(
        peers.PRISM,
        "wrong_is_refused",
        r"query parameter \w+\[\w+\] is not of its schema",
        "It reads `page[number]=x` as an object `page`, so a parameter with brackets in its name is"
        " never found and never validated.",
    ),
    Explanation(
        peers.PRISM,
        "wrong_is_refused",
        r"query parameter (\S+) is not of its schema .*[?&]\1=(&|'|\"|$)",
        "A parameter without a value (`date_from=`) counts as left out unless a pattern or an enum"
        " speaks against it.",
    ),
    Explanation(
        peers.PRISM,
        "body_is_of_its_type",
        "not-zip",
        'It plays the text "string" for every binary body, a zip file too.',
    ),
    Explanation(
        peers.PRISM,
        "error_shape",
        r"(401|422) error-media-type",
        "A refusal that the operation does not document comes in Prism's own"
        " `application/problem+json`; the vendor's shape stands in the document for others.",
    ),
    Explanation(
        peers.PRISM,
        "pages_tile_the_list",
        "",
        "It answers every page with the document's example, whatever page or size is asked for.",
    ),
    Explanation(
        peers.STEADY,
        "wrong_is_refused",
        "credentials are missing or malformed",
        "It knows no credentials: whoever asks is let in.",
    ),
    Explanation(
        peers.STEADY,
        "strangers_are_refused",
        "",
        "It knows no credentials: whoever asks is let in.",
    ),
    Explanation(
        peers.STEADY,
        "wrong_is_refused",
        "parameter .* is not of its schema",
        "Of parameters it holds the type alone: formats, patterns, enums and limits of numbers are"
        " not looked at, and a parameter without a value is taken as it is.",
    ),
    Explanation(
        peers.STEADY,
        "body_is_of_its_type",
        "not-zip",
        "It plays a few letters for every binary body, a zip file too.",
    ),
    Explanation(
        peers.STEADY,
        "*",
        r" 400 .*(/error|/steady|required|Content-Type)",
        "It refuses in a shape of its own (`error`, `steady`), whatever the document says of 400.",
    ),
)
