"""Parameters that cannot be answered, in the form in which the vendor names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_server.exchange import Rejection
from mock_server.vendors.vonage.records import PRODUCTS, ReportProduct

MISSING = "Missing required parameter"
"""Source: S1 of specs/vonage/SOURCE.toml."""

OF_PRODUCTS = frozenset(
    name
    for product in PRODUCTS.values()
    for name in (*product.required, *product.optional, *product.refused)
) - {"account_id"}
"""Every parameter that some product takes or refuses, and that others do not know."""

SHOWING = frozenset({"include_message", "show_concatenated"})
"""Parameters that ask for more of each record: where they are false they ask for nothing."""


def unfit(*broken: tuple[str, str]) -> Rejection:
    """A "no" to parameters: the name of each, and why. Not every operation's answer names them."""
    detail = "; ".join(reason if name in reason else f"{reason}: {name}" for name, reason in broken)
    named = [{"reason": reason, "name": name} for name, reason in broken]
    return Rejection("invalid", 422, detail, invalid_parameters=named)


def check(product: ReportProduct, parameters: Mapping[str, Any]) -> None:
    """Whether these parameters go with the product.

    What a product does not take is refused, as is known of `direction` for some of them. ASSUMED:
    that the others do the same, and the words.

    Raises:
        Rejection: 422, one is missing, or is not taken.
    """
    given = {
        name
        for name, value in parameters.items()
        if value is not None and not (name in SHOWING and str(value).lower() == "false")
    }
    taken = {*product.required, *product.optional}
    missing = [(name, MISSING) for name in product.required if name not in given]
    strange = [
        (name, f"{name} is not supported for product {product.name}")
        for name in parameters
        if name in given and name in OF_PRODUCTS and name not in taken
    ]
    if missing or strange:
        raise unfit(*missing, *strange)
