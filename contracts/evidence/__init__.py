"""What may be written down of an exchange: shapes, ranges and pseudonyms; never a secret.

Every artifact is made of what `cleaned` or `evidence` returned, and of nothing else of an exchange.
A run makes one `Veil`, with `veil_for`, and hands it to whoever writes something down.
"""

from __future__ import annotations

from collections.abc import Mapping

from contracts.evidence.curl import curl
from contracts.evidence.exchange import Evidence, cleaned, evidence
from contracts.evidence.known import given
from contracts.evidence.variables import variables_of
from contracts.evidence.veil import Veil, fresh_key

__all__ = ["Evidence", "Veil", "cleaned", "curl", "evidence", "fresh_key", "veil_for"]


def veil_for(name: str, headers: Mapping[str, str], key: bytes, url: str = "") -> Veil:
    """The veil of a run.

    Args:
        name: of the vendor, for the names of variables; any other text gives general names.
        headers: sent with every request; what they hold is secret.
        key: `fresh_key()`, the same in all processes of a run.
        url: of the target, which may carry a password.
    """
    named = variables_of(name)
    return Veil(key, given(headers, url, named), named)
