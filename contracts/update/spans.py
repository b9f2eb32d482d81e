"""Where the members of a mapping or list begin and end in a text."""

from __future__ import annotations

from typing import NamedTuple

import yaml


class Unclear(Exception):
    """The text is written in a way that is not understood."""


class Span(NamedTuple):
    """An item of a list; in block style it begins with its dash."""

    start: int
    end: int
    node: yaml.Node
    indent: str
    is_flow: bool
    is_alias: bool


class Entry(NamedTuple):
    """A member of a mapping.

    Args:
        colon: just behind the colon.
        indent: what is before the name on its line, dashes as spaces.
    """

    name: str
    start: int
    colon: int
    end: int
    node: yaml.Node
    indent: str
    is_flow: bool
    is_alias: bool


def is_flow(node: yaml.Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def value_end(text: str, node: yaml.Node) -> int:
    """Just behind the last character of a value, comments and empty lines left out."""
    if isinstance(node, yaml.ScalarNode) or is_flow(node):
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip())
    if isinstance(node, yaml.MappingNode):
        return entries(text, node)[-1].end
    if isinstance(node, yaml.SequenceNode):
        return items(text, node)[-1].end
    raise Unclear("a value is of an unknown kind")


def entries(text: str, node: yaml.MappingNode) -> list[Entry]:
    """The members in the order of the text.

    Raises:
        Unclear: one is written in a way that is not understood.
    """
    return [_entry(text, key, value, is_flow(node)) for key, value in node.value]


def _entry(text: str, key: yaml.Node, value: yaml.Node, flow: bool) -> Entry:
    if not isinstance(key, yaml.ScalarNode):
        raise Unclear("a name is no text")
    start, colon = key.start_mark.index, text.index(":", key.end_mark.index) + 1
    if text[key.end_mark.index : colon - 1].strip():
        raise Unclear(f"the name {key.value!r} is not followed by a colon")
    is_alias = value.start_mark.index < start or _is_elsewhere(text, colon, value)
    end = _alias_end(text, colon) if is_alias else max(colon, value_end(text, value))
    return Entry(key.value, start, colon, end, value, _indent(text, start), flow, is_alias)


def _is_elsewhere(text: str, colon: int, value: yaml.Node) -> bool:
    return text[colon:].lstrip(" ")[:1] == "*" if colon < len(text) else False


def _alias_end(text: str, colon: int) -> int:
    at = text.find("*", colon)
    if at < 0 or text[colon:at].strip():
        raise Unclear("an alias is not understood")
    return _word_end(text, at)


def _alias_start(text: str, after: int) -> int:
    """Of an item of a list, where nothing but its punctuation is before it."""
    at = text.find("*", after)
    if at < 0 or text[after:at].strip(" \t\r\n-,["):
        raise Unclear("an alias is not understood")
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in " \t\r\n,]}":
        at += 1
    return at


def items(text: str, node: yaml.SequenceNode) -> list[Span]:
    """The items in the order of the text.

    Raises:
        Unclear: one is written in a way that is not understood.
    """
    found: list[Span] = []
    flow = is_flow(node)
    seen = node.start_mark.index
    for value in node.value:
        start = value.start_mark.index
        is_alias = start < seen  # what it stands for comes before
        if is_alias:
            start = _alias_start(text, seen)
        end = _word_end(text, start) if is_alias else value_end(text, value)
        if not flow:
            start = text.rfind("-", seen, start + 1)
            if start < 0:
                raise Unclear("an item of a list has no dash")
        found.append(Span(start, end, value, _indent(text, start), flow, is_alias))
        seen = max(end, start + 1)
    return found


def _indent(text: str, start: int) -> str:
    """As wide as what is before it on its line, tabs kept."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return "".join(one if one.isspace() else " " for one in before)
