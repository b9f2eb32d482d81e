"""A store's URL as people may see it: without what is secret in it."""

from __future__ import annotations

import re

FILES = frozenset({"memory", "sqlite"})
"""Schemes whose URLs name files, and no secrets."""

SERVER = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"((?P<user>[^:@/?#]*)(?P<password>:[^@/?#]*)?@)?"
    r"(?P<place>(\[[^]@/?#]*\]|[^:@/?#]*)(:[0-9]*)?(/[^@?#]*)?)"
    r"(?P<options>\?[^@#]*)?"
)
"""The URL of a server in which no character can be taken for the end of another part."""


def shown(url: str) -> str:
    """The URL without password and options; of what is no proper URL, what precedes a colon.

    A password with a character that ought to be escaped looks like a host, a port or a path, so
    only a URL of which every part is certain is shown in parts.
    """
    scheme, colon, _ = url.partition(":")
    if scheme in FILES:
        return url
    parts = SERVER.fullmatch(url)
    if parts is None:
        return f"{scheme}:***" if colon else re.sub(".*@.*", "***", url, flags=re.DOTALL)
    user = "" if parts["user"] is None else f"{parts['user']}{':***' * bool(parts['password'])}@"
    return f"{parts['scheme']}://{user}{parts['place']}{'?***' * bool(parts['options'])}"
