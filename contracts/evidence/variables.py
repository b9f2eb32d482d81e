"""What the shell's variables are called in commands that people copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variables:
    """Names of variables, by what they hold.

    Args:
        bearer: what stands behind a scheme such as Bearer.
        user, phrase: the two halves of Basic authentication.
        key: an API key in a header of its own, or in a query.
    """

    bearer: str = "TOKEN"
    user: str = "USER_NAME"
    phrase: str = "PASSWORD"
    key: str = "API_KEY"


VENDORS: Mapping[str, Variables] = {
    "telnyx": Variables(bearer="TELNYX_API_KEY", key="TELNYX_API_KEY"),
    "vonage": Variables("VONAGE_JWT", "VONAGE_API_KEY", "VONAGE_API_SECRET", "VONAGE_API_KEY"),
}
"""The names under which the vendors' own documentation has them."""


def variables_of(name: str) -> Variables:
    """Of a vendor by its name, or the general ones."""
    return VENDORS.get(name, Variables())
