"""Which credentials an operation takes: alternatives, each a set of what has to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
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
    found = frozenset(way for entry in listed for way in _ways(entry, operation.root))
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


def _ways(entry: Place, root: Place) -> Iterator[frozenset[Demand]]:
    """What satisfies one rule: of OAuth any of its flows, for they all lead to a token."""
    choices = [
        [_demands(scheme, child.value) for scheme in _schemes(str(child.key), root)]
        for child in (entry.children() if isinstance(entry.value, dict) else ())
    ]
    for chosen in product(*choices):
        yield frozenset().union(*chosen)


def _demands(scheme: str, scopes: Json) -> frozenset[Demand]:
    listed = scopes if isinstance(scopes, list) else []
    return frozenset({(scheme, ""), *((scheme, str(scope)) for scope in listed)})


def _schemes(name: str, root: Place) -> list[str]:
    """What a client sees of a scheme; its name in the document does not matter."""
    place = _scheme(name, root)
    if place is None:
        return [f"{UNDEFINED} ({name})"]
    kind = place.get("type")
    if kind == "apiKey":
        key_name = str(place.get("name"))
        shown = key_name.lower() if place.get("in") == "header" else key_name
        return [f"the key {shown} in the {place.get('in')}"]
    if kind == "http":
        return [f"HTTP {str(place.get('scheme')).lower()}"]
    if kind == "openIdConnect":
        return [f"OpenID Connect at {place.get('openIdConnectUrl')}"]
    flows = [f"OAuth ({flow.key})" for flow in _flows(place)]
    return flows or [str(kind)]


def _scheme(name: str, root: Place) -> Place | None:
    found = find(root, "/components/securitySchemes/" + name.replace("~", "~0").replace("/", "~1"))
    place = follow(found) if found is not None else None
    return place if place is not None and isinstance(place.value, dict) else None


def _flows(scheme: Place) -> list[Place]:
    flows = scheme.part("flows") if scheme.get("type") == "oauth2" else []
    return [flow for flow in flows if not str(flow.key).startswith("x-")]


def token_changes(old: Operation, new: Operation) -> Iterator[Change]:
    """Addresses at which tokens are had, of the flows that are known before and after."""
    before, after = _token_places(old), _token_places(new)
    for kind in sorted(before.keys() & after.keys()):
        one, other = _token_address(before[kind]), _token_address(after[kind])
        if one != other:
            yield Change("token-address-changed", before[kind], after[kind], kind, one, other)


def _token_places(operation: Operation) -> dict[str, Place]:
    place = _place(operation)
    entries = place.children() if place.key == "security" else []
    named = {str(child.key) for entry in entries for child in entry.children()}
    schemes = [scheme for name in sorted(named) if (scheme := _scheme(name, operation.root))]
    return {str(flow.key): flow for scheme in schemes for flow in _flows(scheme)}


def _token_address(flow: Place) -> str:
    said = flow.get("tokenUrl") or flow.get("authorizationUrl")
    return str(said).rstrip("/") if said else ""


def _said(found: Alternatives) -> str:
    return " or ".join(sorted(_all_of(demands) for demands in found))


def _all_of(demands: frozenset[Demand]) -> str:
    if not demands:
        return "nothing"
    return " with ".join(scope or scheme for scheme, scope in sorted(demands))
