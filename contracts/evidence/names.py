"""What is called how: the names of headers, parameters and fields that hold secrets or people."""

from __future__ import annotations

import re

CREDENTIALS = frozenset({"authorization", "proxy-authorization"})
COOKIES = frozenset({"cookie", "set-cookie"})

HARMLESS = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "cache-control", "connection",
        "content-length", "content-type", "date", "host", "prefer", "user-agent",
    }
)  # fmt: skip
"""Headers whose values are never taken for secrets, even where somebody passed them by hand."""

_SECRET = re.compile(
    r"(?:^|[-_.\[])(?:api[-_]?key|api[-_]?secret|access[-_]?token|auth[-_]?token|client[-_]?secret"
    r"|credentials?|csrf[-_]?token|id[-_]?token|jwt|passwd|passphrase|password|pin[-_]?code"
    r"|private[-_]?key|refresh[-_]?token|secret|session[-_]?id|sig|signature|sip[-_]?password|token"
    r"|x[-_]api[-_]key)\]?$",
    re.IGNORECASE,
)
"""Our own choice, on the safe side."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

TEXTS = frozenset(
    {
        "body", "caption", "comment", "content", "description", "detail", "html", "message",
        "message_body", "message_text", "note", "notes", "payload", "prompt", "subject", "text",
        "transcript", "transcription", "utterance",
    }
)  # fmt: skip
"""Fields that hold what people said, or may quote it."""

PEOPLE = frozenset(
    {
        "address", "caller_name", "city", "company", "contact", "display_name", "first_name",
        "full_name", "last_name", "login", "name", "nickname", "owner", "postal_code", "street",
        "surname", "tag", "tags", "user", "username",
    }
)  # fmt: skip
"""Fields that hold the names of people, companies, places, or what customers call their things."""

AMOUNTS = frozenset(
    {"amount", "balance", "charge", "charges", "cost", "fee", "price", "rate", "subtotal", "tax",
     "total_cost", "total_price"}
)  # fmt: skip


def plain(name: str) -> str:
    """The name in lower case with underscores, whichever way it was written."""
    return _CAMEL.sub("_", name).lower().replace("-", "_")


def is_secret(name: str) -> bool:
    """Whether what is called so holds a secret: "api_key", "X-Auth-Token", "apiSecret"."""
    return bool(_SECRET.search(_CAMEL.sub("_", name)))


def is_amount(name: str) -> bool:
    """Whether what is called so is money, such as "total_price" or "cost"."""
    said = plain(name)
    return said in AMOUNTS or said.rpartition("_")[2] in AMOUNTS
