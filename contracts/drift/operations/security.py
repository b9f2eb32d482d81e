"""Which credentials an operation takes: alternatives, each a set of what has to be shown."""

from __future__ import annotations

from typing import Any

from contracts.drift.change import Change
from contracts.drift.operations.contract import Operation
from contracts.drift.place import Place, find, follow

Json = Any
Demand = tuple[str, str]
"""A scheme as it is on the wire, and a scope or nothing."""
Alternatives = frozenset[frozenset[Demand]]
UNDEFINED = "an undefined scheme"
OPEN: Alternatives = frozenset({frozenset()})


def security_change(old: Operation, new: Operation) -> Change | None:
    before, after = alternatives(old), alternatives(new)
    if before == after or (_named(old) == _named(new) and _is_undefined(before | after)):
        return None
    kind = _kind(old, new, before, after)
    return Change(kind, _place(old), _place(new), "", _said(before), _said(after))


def alternatives(operation: Operation) -> Alternatives:
    """What an operation takes, by its own rule or by that of its document."""
    place = _place(operation)
    listed = place.children() if place.key == "security" and isinstance(place.value, list) else []
    found = frozenset(_demands(entry, operation.root) for entry in listed)
    return _least(found) or OPEN


def _is_undefined(found: Alternatives) -> bool:
    return any(scheme.startswith(UNDEFINED) for demands in found for scheme, _ in demands)


def _named(operation: Operation) -> Json:
    """The rule as it is written."""
    place = _place(operation)
    return place.value if place.key == "security" else None


def _kind(old: Operation, new: Operation, before: Alternatives, after: Alternatives) -> str:
    if all(any(needed <= shown for needed in after) for shown in before):
        has_lost_its_own = old.place.has("security") and not new.place.has("security")
        return "security-override-removed" if has_lost_its_own else "security-loosened"
    return "security-added" if frozenset() in before else "security-tightened"


def _place(operation: Operation) -> Place:
    for place in (operation.place, operation.root):
        if isinstance(place.get("security"), list):
            return place.child("security")
    return operation.root


def _least(found: Alternatives) -> Alternatives:
    """Without those that ask for more than another one does."""
    return frozenset(one for one in found if not any(other < one for other in found))


def _demands(entry: Place, root: Place) -> frozenset[Demand]:
    demands: set[Demand] = set()
    for child in entry.children() if isinstance(entry.value, dict) else ():
        scheme = _scheme(str(child.key), root)
        scopes = child.value if isinstance(child.value, list) else []
        demands.add((scheme, ""))
        demands.update((scheme, str(scope)) for scope in scopes)
    return frozenset(demands)


def _scheme(name: str, root: Place) -> str:
    """What a client sees of a scheme; its name in the document does not matter."""
    found = find(root, "/components/securitySchemes/" + name.replace("~", "~0").replace("/", "~1"))
    place = follow(found) if found is not None else None
    if place is None or not isinstance(place.value, dict):
        return f"{UNDEFINED} ({name})"
    kind = place.get("type")
    if kind == "apiKey":
        key_name = str(place.get("name"))
        shown = key_name.lower() if place.get("in") == "header" else key_name
        return f"the key {shown} in the {place.get('in')}"
    if kind == "http":
        return f"HTTP {str(place.get('scheme')).lower()}"
    if kind == "openIdConnect":
        return f"OpenID Connect at {place.get('openIdConnectUrl')}"
    return _flows(place) if kind == "oauth2" else str(kind)


def _flows(place: Place) -> str:
    said = [
        f"{flow.key} at {flow.get('tokenUrl') or flow.get('authorizationUrl')}"
        for flow in sorted(place.part("flows"), key=lambda flow: str(flow.key))
        if not str(flow.key).startswith("x-")
    ]
    return f"OAuth ({', '.join(said)})"


def _said(found: Alternatives) -> str:
    return " or ".join(sorted(_all_of(demands) for demands in found))


def _all_of(demands: frozenset[Demand]) -> str:
    if not demands:
        return "nothing"
    return " with ".join(scope or scheme for scheme, scope in sorted(demands))
