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
    """A finding of the JSON report in one line."""
    names = ("operation", "status", "keyword", "pointer", "expected", "actual", "curl")
    return " ".join(str(finding[name]) for name in names)


def explanation(server: str, finding: Mapping[str, Json]) -> Explanation | None:
    """The first that fits."""
    return next((one for one in EXPLANATIONS if one.fits(server, finding)), None)


NO_CREDENTIALS = "It knows no credentials: whoever asks is let in."
OWN_SHAPE = (
    "It refuses in a shape of its own (`error`, `steady`), whatever the document says of 400."
)
EVERY_ID = "It remembers nothing, so every id is found, and everything can be deleted and fetched."
IN_WORDS = (
    "Which parameters a product needs stands in the document in words; no schema says so, and who"
    " has the schemas alone lets the request through."
)
NO_VALUE = (
    "A parameter without a value (`date_from=`) counts as left out unless a pattern or an enum"
    " speaks against it."
)
PLAYED_EXAMPLE = (
    "It answers with one example, which has some of the optional fields and not others."
)

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
        r"query parameter (\S+) is not of its schema .*[?&]\1=(&|'|\"| |$)",
        NO_VALUE,
    ),
    Explanation(
        peers.PRISM, "differential", r"outcome .* 400 200 .*[?&]\w+=(&|'|\"| |$)", NO_VALUE
    ),
    Explanation(
        peers.PRISM,
        "wrong_is_refused",
        "the body is not of its schema .* null",
        "The body `null` counts as none, where a body may be left out.",
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
        peers.PRISM,
        "orders_hold",
        "",
        "It answers with the document's example, whatever order is asked for.",
    ),
    Explanation(
        peers.PRISM,
        "differential",
        "header:sl-violations",
        "It says in a header of its own, `sl-violations`, why it refused.",
    ),
    Explanation(
        peers.PRISM,
        "differential",
        "header:www-authenticate",
        "Its 401 has the document's body without `WWW-Authenticate`, which HTTP requires (RFC 9110,"
        " 11.6.1) and the document does not mention.",
    ),
    Explanation(
        peers.PRISM, "differential", "records 200 outcome .* 422 200", IN_WORDS, "document"
    ),
    Explanation(
        peers.PRISM, "differential", "(nobodys_ids_find_nothing|outcome .* 40[49] 200)", EVERY_ID
    ),
    Explanation(peers.PRISM, "differential", "presence", PLAYED_EXAMPLE),
    Explanation(
        peers.STEADY,
        "wrong_is_refused",
        "credentials are missing or malformed",
        NO_CREDENTIALS,
    ),
    Explanation(peers.STEADY, "strangers_are_refused", "", NO_CREDENTIALS),
    Explanation(peers.STEADY, "differential", "outcome .* 401 (200|400)", NO_CREDENTIALS),
    Explanation(
        peers.STEADY,
        "wrong_is_refused",
        "parameter .* is not of its schema",
        "Of parameters it holds the type alone: formats, patterns, enums and limits of numbers are"
        " not looked at, and a parameter without a value is taken as it is.",
    ),
    Explanation(
        peers.STEADY,
        "wrong_is_refused",
        "the body is not of its schema .* null",
        "The body `null` counts as none, or as an object, and is taken.",
    ),
    Explanation(
        peers.STEADY,
        "*",
        " 500 ",
        "It falls over what cannot stand in a header: the names and values that it complains of in"
        " `X-Steady-Error-1-Message`, line breaks and letters beyond Latin 1 too.",
    ),
    Explanation(
        peers.STEADY,
        "body_is_of_its_type",
        "not-zip",
        "It plays a few letters for every binary body, a zip file too.",
    ),
    Explanation(
        peers.STEADY,
        "body_schema",
        "200 required",
        "What it makes up for a union has the fields of one alternative, and lacks one that is"
        " required beside it.",
    ),
    Explanation(
        peers.STEADY,
        "differential",
        "header:x-steady",
        "It says in headers of its own how an answer came to be.",
    ),
    Explanation(
        peers.STEADY, "differential", "records 200 outcome .* 422 200", IN_WORDS, "document"
    ),
    Explanation(
        peers.STEADY,
        "differential",
        "reports 200 outcome .* 400 200",
        "Of parameters it holds the type alone.",
    ),
    Explanation(
        peers.STEADY, "differential", "(nobodys_ids_find_nothing|outcome .* 40[49] 200)", EVERY_ID
    ),
    Explanation(
        peers.STEADY,
        "differential",
        " 400 (outcome|status) ",
        "It reads a body wherever a media type is named, and refuses a multipart one without a"
        " boundary although the operation takes no body.",
    ),
    Explanation(peers.STEADY, "*", r" 400 .*(/|required|Content-Type)", OWN_SHAPE),
    Explanation(peers.STEADY, "differential", "200 presence", PLAYED_EXAMPLE),
    Explanation(
        peers.STEADY,
        "differential",
        "header:www-authenticate",
        "It knows no credentials, so it never asks for any.",
    ),
)
