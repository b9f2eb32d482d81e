"""Who an account is: the ids and addresses that answers tell. They are nobody's."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5


def user_id(account_id: str) -> str:
    """A UUID, the same for an account always."""
    return str(uuid5(NAMESPACE_URL, f"urn:understudy:telnyx:user:{account_id}"))


def organization_id(account_id: str) -> str:
    """A UUID; accounts do not share one here (ASSUMED)."""
    return str(uuid5(NAMESPACE_URL, f"urn:understudy:telnyx:organization:{account_id}"))


def email(account_id: str) -> str:
    """An address at a domain that is set aside for examples (RFC 2606)."""
    return f"user-{user_id(account_id)[:8]}@example.com"
