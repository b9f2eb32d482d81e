"""Looks for secrets in texts, below codings, in another way than the code under test."""

from __future__ import annotations

import base64
import re
from html import unescape
from urllib.parse import unquote_to_bytes


def leaks(text: str, secrets: tuple[str, ...], depth: int = 4) -> list[str]:
    """The secrets that somebody finds who decodes whatever can be decoded."""
    seen: set[bytes] = set()
    waiting = [text.encode("utf-8", "surrogatepass")]
    for _ in range(depth):
        waiting = [one for one in waiting if one not in seen]
        seen.update(waiting)
        waiting = [inner for one in waiting for inner in decoded(one)]
    wanted = [secret.encode() for secret in secrets]
    return [one.decode() for one in wanted if any(one.lower() in text.lower() for text in seen)]


def decoded(text: bytes) -> list[bytes]:
    plain = text.decode("utf-8", "replace")
    found = [unquote_to_bytes(text), unescape(plain).encode("utf-8", "replace")]
    found.append(
        re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), plain).encode("utf-8", "replace")
    )
    found.append(text.replace(b"\\", b""))
    for run in re.findall(rb"[A-Za-z0-9+/_-]{8,}", text):
        standard = run.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = standard[start : start + (len(standard) - start) // 4 * 4]
            found.append(base64.b64decode(part))
            found.append(
                base64.b64decode(
                    standard[start:] + b"=" * (-(len(standard) - start) % 4), validate=False
                )
                if (len(standard) - start) % 4 != 1
                else b""
            )
    return [one for one in found if one != text]
