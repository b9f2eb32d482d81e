"""A value as XML, by the `xml` hints of its schema in the original document."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tests.engine.contract import Contract, Json, Place


def xml_text(contract: Contract, schema: Place, value: Json) -> str:
    return _element(contract, contract.settle(schema), value, "root")


def _element(contract: Contract, schema: Place, value: Json, name: str) -> str:
    hints = schema.node.get("xml", {})
    prefix = f"{hints['prefix']}:" if "prefix" in hints else ""
    name = prefix + hints.get("name", name)
    declared = f":{hints['prefix']}" if prefix else ""
    space = f" xmlns{declared}={quoteattr(hints['namespace'])}" if "namespace" in hints else ""
    if not isinstance(value, dict):
        return f"<{name}{space}>{escape(_scalar(value))}</{name}>"
    attributes, children = "", ""
    for key, item in value.items():
        child = contract.settle(schema.child("properties", key))
        child_hints = child.node.get("xml", {})
        if child_hints.get("attribute"):
            attributes += f" {child_hints.get('name', key)}={quoteattr(_scalar(item))}"
        elif isinstance(item, list):
            children += _list(contract, child, item, key)
        else:
            children += _element(contract, child, item, key)
    return f"<{name}{space}{attributes}>{children}</{name}>"


def _list(contract: Contract, schema: Place, items: list[Json], name: str) -> str:
    hints = schema.node.get("xml", {})
    item_schema = contract.settle(schema.child("items"))
    inner = "".join(_element(contract, item_schema, item, name) for item in items)
    outer = hints.get("name", name)
    return f"<{outer}>{inner}</{outer}>" if hints.get("wrapped") else inner


def _scalar(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
