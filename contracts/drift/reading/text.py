"""The text of a document, as JSON values; what cannot be a document is told apart clearly."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
import yaml

from mock_server import cache
from mock_server.errors import SpecError
from mock_server.spec.yamltext import parse_yaml

Json = Any

MAX_BYTES = 32 * 1024 * 1024
"""ASSUMED: no vendor's document is larger; the largest that are published have about 30 MB."""
KEPT_FROM_BYTES = 20_000
"""Smaller YAML is parsed sooner than a file of the cache is found."""
CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""None of these is in a text: JSON and YAML want them escaped. Files that are none have zeros."""
BLANK_LINES = re.compile(rb"^[ \t]+$", re.MULTILINE)
"""Those with a tab are refused by our reader of YAML, though nothing is on them."""
LAST_LINE_OF_A_CUT = re.compile(
    rb"""\n[ -]*["']?(?:schemas?|content|responses|properties|items|type|requestBody|\$ref|get"""
    rb"""|put|post|delete|patch|application/json|[1-5][0-9][0-9])["']?:\s*\Z"""
)
"""Words that nobody ends a document with."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<!--", b"<script")


def parse(text: bytes, name: str) -> Json:
    """The values of a JSON or YAML text, numbers such as NaN included.

    Raises:
        SpecError: it is too large, empty, a web page, or broken off.
    """
    text = text.removeprefix(b"\xef\xbb\xbf")
    _refuse_what_is_none(text, name)
    try:
        return _parsed(text, name)
    except SpecError:
        mended = _mended(text)
        if mended == text:
            raise
        return _parsed(mended, name)


def _parsed(text: bytes, name: str) -> Json:
    if text.lstrip()[:1] in {b"{", b"["}:
        return _json(text, name)
    return _yaml(text, name)


def _mended(text: bytes) -> bytes:
    """Without what editors of other systems leave behind: their letters, controls and tabs."""
    if text.startswith(UTF_16):
        return text
    try:
        text.decode()
    except UnicodeDecodeError:
        text = text.decode("windows-1252", errors="replace").encode()
    return BLANK_LINES.sub(b"", CONTROLS.sub(b" ", text))


WEB = ("http://", "https://")


def without_secrets(name: str) -> str:
    """A file's name; of an address neither who asks nor with which key."""
    if not name.startswith(WEB):
        return name
    scheme, _, rest = name.partition("?")[0].partition("//")
    return f"{scheme}//{rest.rpartition('@')[2]}"


def too_large(name: str) -> SpecError:
    return SpecError(
        "The document is too large",
        where=name,
        why=f"no more than {MAX_BYTES // 1024 // 1024} MiB are read of one file",
        fix="check that this really is an OpenAPI document, or split it",
    )


def too_deep(name: str) -> SpecError:
    why = "no document that is meant to be read nests so deep"
    return _refused("The document is nested too deep", name, why, "check what was fetched")


def _refuse_what_is_none(text: bytes, name: str) -> None:
    if len(text) > MAX_BYTES:
        raise too_large(name)
    start = text[:512].lstrip().lower()
    if not start:
        raise _refused("The document is empty", name, "there is nothing in it", "fetch it again")
    if start.startswith(PAGE_STARTS):
        raise _refused(
            "This is a web page or XML, not an OpenAPI document",
            name,
            "it begins with '<': a login, an error or a portal answered in the document's place",
            "fetch the document where it can be reached, and look at what was saved",
        )


def _json(text: bytes, name: str) -> Json:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text)  # takes NaN and Infinity, which vendors do write
    except RecursionError:
        raise too_deep(name) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        if not name.endswith(".json"):
            return _yaml(text, name)
        raise _unreadable(name, str(error)) from None


def _yaml(text: bytes, name: str) -> Json:
    key = cache.digest(text)
    if len(text) > KEPT_FROM_BYTES and (kept := cache.read("drift", key)) is not None:
        return kept
    try:
        tree = parse_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise _unreadable(name, f"{line}{error.problem or error}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(name, str(error)) from None
    except RecursionError:
        raise too_deep(name) from None
    if LAST_LINE_OF_A_CUT.search(text[-500:]):
        raise _unreadable(name, "its last line names something that does not come any more")
    if len(text) > KEPT_FROM_BYTES and isinstance(tree, dict):
        cache.write("drift", key, tree)
    return tree


def _unreadable(name: str, problem: str) -> SpecError:
    return _refused(
        "The document is neither JSON nor YAML",
        name,
        problem,
        "fetch it again, it may be cut off; or mend that place",
    )


def _refused(what: str, where: str, why: str, fix: str) -> SpecError:
    return SpecError(what, where=where, why=why, fix=fix)
