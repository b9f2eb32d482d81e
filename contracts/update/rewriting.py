"""A document's text with other values in it; all that is not changed stays as it was typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import yaml

from contracts.errors import CheckError
from contracts.update.rendering import as_json, block, flow, inner
from contracts.update.spans import Entry, Span, Unclear, entries, is_flow, items, value_end

Json = Any

STEP = 2
"""By how much what is added in block style is indented below its name."""


def rewritten(text: str, old: Json, new: Json, name: str) -> str:
    """The text, whose values are `old`, with the values `new`.

    Args:
        name: of the file, for the complaint.

    Raises:
        CheckError: the text is written in a way that cannot be edited in place.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix(mark)
    try:
        root = yaml.compose(plain, Loader=yaml.CSafeLoader)
        return mark + _Rewriting(plain).done(root, old, new)
    except (yaml.YAMLError, Unclear, ValueError, IndexError) as error:
        raise CheckError(
            "The file cannot be edited in place",
            where=name,
            why=" ".join(str(error).split())[:200],
            fix="write there what the alias stands for, and no tabs; or change that place by hand",
        ) from None


class _Rewriting:
    """Collects what is put in place of what, and does it at the end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_json = text.lstrip()[:1] in ("{", "[")
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.splices: dict[tuple[int, int], str] = {}

    def done(self, root: yaml.Node | None, old: Json, new: Json) -> str:
        if root is None:
            raise Unclear("it is empty")
        self.compare(root, old, new)
        text, seen, parts = self.text, 0, []
        for (start, end), said in sorted(self.splices.items()):
            if start < seen:
                raise Unclear("two changes touch the same place")
            parts += [text[seen:start], said]
            seen = end
        return "".join((*parts, text[seen:]))

    def put(self, start: int, end: int, said: str) -> None:
        """Several things may be put at one place; they stand there in turn."""
        known = self.splices.get((start, end), "") if start == end else ""
        self.splices[start, end] = known + said

    def compare(self, node: yaml.Node, old: Json, new: Json) -> None:
        if _are_same(old, new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(old, dict) and isinstance(new, dict):
            self.mapping(node, old, new)
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(old, list) and isinstance(new, list)
        ):
            self.series(node, old, new)
        else:
            raise Unclear("a value that is changed cannot be found")

    def mapping(self, node: yaml.MappingNode, old: dict[str, Json], new: dict[str, Json]) -> None:
        found = entries(self.text, node)
        if old.keys() - {one.name for one in found}:
            raise Unclear("a mapping takes over another one")
        added = {key: value for key, value in new.items() if key not in old}
        gone = [one for one in found if one.name not in new]
        if len(gone) == len(found):
            self.replace(node, new)
            return
        for one in found:
            if one.name in new:
                self.member(one, old[one.name], new[one.name])
        self.remove(found, gone, node)
        if added:
            left = [one for one in found if one.name in new]
            self.insert(left[-1], found[0], added, node)

    def member(self, one: Entry, old: Json, new: Json) -> None:
        if _are_same(old, new):
            return
        if one.is_alias:
            raise self.alias(repr(one.name), one.start)
        if new and (_both(old, new, dict) or _both(old, new, list)):
            self.compare(one.node, old, new)
        else:
            self.value(one, new)

    def alias(self, what: str, at: int) -> Unclear:
        line = self.text.count("\n", 0, at) + 1
        return Unclear(f"line {line}: {what} is written by an alias of what stands elsewhere")

    def value(self, one: Entry, new: Json) -> None:
        """Another value behind the same name."""
        start = one.colon
        if one.node.start_mark.index > one.colon:
            start = one.node.start_mark.index
            is_same_line = "\n" not in self.text[one.colon : start]
            if is_same_line and not isinstance(new, dict | list):
                self.put(start, one.end, self.scalar(one, new))
                return
        indent = one.indent if self.begins_line(one.start) or not self.is_json else None
        self.put(one.colon, one.end, self.after_colon(new, indent, is_flow=one.is_flow))

    def scalar(self, one: Entry, new: Json) -> str:
        """In the quotes that the old one has, if that is possible."""
        if self.is_json:
            return json.dumps(new, ensure_ascii=False)
        said = inner(new) if one.is_flow else flow(new)
        style = one.node.style if isinstance(one.node, yaml.ScalarNode) else None
        if style == '"' and isinstance(new, str) and said[:1] not in ("'", '"'):
            return json.dumps(new, ensure_ascii=False)
        return said

    def after_colon(self, value: Json, indent: str | None, *, is_flow: bool) -> str:
        """A value after its name and colon, the name at `indent`; None: it begins no line."""
        if self.is_json or indent is None:
            return " " + as_json(value, indent, self.json_step(), self.newline)
        if is_flow or not isinstance(value, dict | list) or not value or _is_flat(value):
            return " " + (inner(value) if is_flow else flow(value))
        deeper = indent + " " * STEP if isinstance(value, dict) else indent + "  "
        return f"{self.newline}{deeper}{block(value, deeper, STEP, self.newline)}"

    def json_step(self) -> str:
        first = self.text.partition("\n")[2]
        step = first[: len(first) - len(first.lstrip())]
        return step or "  "

    def replace(self, node: yaml.Node, new: Json) -> None:
        """A collection as a whole, of which nothing is left."""
        start, end = node.start_mark.index, value_end(self.text, node)
        if is_flow(node):
            said = json.dumps(new, ensure_ascii=False) if self.is_json else flow(new)
        elif new:
            indent = " " * node.start_mark.column
            if isinstance(new, list):  # with dashes: they may stand right below the list's name
                said = f"{self.newline}{indent}".join(f"- {self.item(one, indent)}" for one in new)
            else:
                said = block(new, indent, STEP, self.newline)
        else:
            said = flow(new)
        self.put(start, end, said)

    def remove(
        self, found: Sequence[Entry | Span], gone: Sequence[Entry | Span], node: yaml.Node
    ) -> None:
        """Entries or items of one collection, of which some stay."""
        stay = [one for one in found if one not in gone]
        for index, one in enumerate(found):
            if one not in gone:
                continue
            if not is_flow(node) and self.begins_line(one.start):
                self.put(self.line_start(one.start), self.line_end(one.end), "")
            elif index + 1 < len(found) and any(other.start > one.start for other in stay):
                self.put(one.start, found[index + 1].start, "")
            else:
                self.put(found[index - 1].end, one.end, "")

    def insert(self, last: Entry, first: Entry, added: dict[str, Json], node: yaml.Node) -> None:
        for key, value in added.items():
            if not is_flow(node):
                said = flow(key) + ":" + self.after_colon(value, first.indent, is_flow=False)
                self.put_line(last.end, first.indent + said)
                continue
            name = json.dumps(key, ensure_ascii=False) if self.is_json else inner(key)
            on_lines = self.begins_line(last.start)
            gap = f",{self.newline}{last.indent}" if on_lines else ", "
            indent = last.indent if on_lines or not self.is_json else None
            said = self.after_colon(value, indent, is_flow=True)
            self.put(last.end, last.end, f"{gap}{name}:{said}")

    def put_line(self, after: int, line: str) -> None:
        """A line after the one in which `after` is."""
        end = self.text.find("\n", after)
        if end < 0:
            self.put(len(self.text), len(self.text), self.newline + line)
        else:
            self.put(end + 1, end + 1, line + self.newline)

    def series(self, node: yaml.SequenceNode, old: list[Json], new: list[Json]) -> None:
        found = items(self.text, node)
        keys = [
            [json.dumps(one, sort_keys=True, default=str) for one in side] for side in (old, new)
        ]
        gone: list[Span] = []
        added: list[tuple[int, Json]] = []
        for _, i1, i2, j1, j2 in _changed(keys[0], keys[1]):
            shared = min(i2 - i1, j2 - j1) if _are_maps(old[i1:i2], new[j1:j2]) else 0
            for turn in range(shared):
                if found[i1 + turn].is_alias and old[i1 + turn] != new[j1 + turn]:
                    raise self.alias("an item of a list", found[i1 + turn].start)
                self.compare(found[i1 + turn].node, old[i1 + turn], new[j1 + turn])
            gone += found[i1 + shared : i2]
            added += [(i2, value) for value in new[j1 + shared : j2]]
        if len(gone) == len(found):
            self.replace(node, new)
            return
        self.remove(found, gone, node)
        for index, value in added:
            self.insert_item(found, gone, index, value)

    def insert_item(self, found: list[Span], gone: list[Span], index: int, value: Json) -> None:
        """After the last item before `index` that stays, or before the first."""
        before = [one for one in found[:index] if one not in gone]
        where = before[-1] if before else next(one for one in found if one not in gone)
        if where.is_flow:
            said = self.item_text(where, value)
            gap = f",{self.newline}{where.indent}" if self.begins_line(where.start) else ", "
            at, text = (where.end, gap + said) if before else (where.start, said + gap)
            self.put(at, at, text)
            return
        line = f"{where.indent}- {self.item(value, where.indent)}"
        if before:
            self.put_line(where.end, line)
        else:
            self.put(
                self.line_start(where.start), self.line_start(where.start), line + self.newline
            )

    def item(self, value: Json, indent: str) -> str:
        """What stands behind the dash of a list's item."""
        if isinstance(value, dict | list):
            return block(value, indent + "  ", STEP, self.newline)
        return flow(value)

    def item_text(self, where: Span, value: Json) -> str:
        if not self.is_json:
            return inner(value)
        lines = where.indent if self.begins_line(where.start) else None
        return as_json(value, lines, self.json_step(), self.newline)

    def begins_line(self, index: int) -> bool:
        return not self.text[self.line_start(index) : index].strip()

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1


def _changed(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [one for one in codes if one[0] != "equal"]


def _are_same(one: Json, other: Json) -> bool:
    """Equal, and of the same types: 1 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_are_same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_are_same, one, other))
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124 - NaN


def _both(one: Json, other: Json, kind: type) -> bool:
    return isinstance(one, kind) and isinstance(other, kind)


def _are_maps(*sides: list[Json]) -> bool:
    return all(isinstance(one, dict) for side in sides for one in side)


def _is_flat(value: Json) -> bool:
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)
