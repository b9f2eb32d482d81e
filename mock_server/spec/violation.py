"""One way in which a request or a response is not what its document says."""

from __future__ import annotations

from dataclasses import dataclass

from mock_server.spec.operation import Location


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, with its place.

    Args:
        location: which part of the message.
        name: the parameter's name, or for a body the JSON pointer of the value ("" is the whole);
            a member that is missing, or should not be there, is named itself.
        keyword: the rule: a JSON Schema keyword ("required", "enum", "format" ...), or one of
            ours: "malformed" (not decodable in its style), "encoding" (not valid UTF-8),
            "unknown" (a parameter that is not there), "schema" (wrong, and too large to say where).
        message: one sentence for a person; it names what was expected.
    """

    location: Location
    name: str
    keyword: str
    message: str
