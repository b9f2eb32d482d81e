"""Records to JSON values and back: what comes back equals what went, or somebody is told.

A codec is built once for a type. Its two functions raise ValueError, with a reason, for whatever
is not of that type, so a record that cannot be read again is refused when it is kept.
"""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

Convert: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Codec:
    encode: Convert
    decode: Convert


def codec_of(annotation: Any) -> Codec:
    """The codec of a type as it is written in a record.

    Raises:
        TypeError: records cannot hold this type.
    """
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in COMPOUND:
        return COMPOUND[origin](*arguments)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum(annotation)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _record(annotation)
    raise TypeError(f"a record cannot hold {annotation!r}")


def _exactly(kind: type) -> Codec:
    """JSON has this type itself. A subclass would not come back as itself."""

    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise _not_a(kind, value)
        return value

    return Codec(same, same)


def _through(kind: type, encode: Convert, decode: Convert, written: type = str) -> Codec:
    """A type that is written as another one."""

    def checked(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _not_a(kind, value)
        return encode(value)

    def read(value: Any) -> Any:
        if type(value) is not written:
            raise _not_a(kind, value)
        return decode(value)

    return Codec(checked, read)


def _number(value: Any) -> Any:
    if type(value) not in {float, int}:
        raise _not_a(float, value)
    if not math.isfinite(value):
        raise ValueError(f"JSON knows no {value}")
    return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value} says no time zone")
    return value.astimezone(UTC).isoformat()


def _read_moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"{value} says no time zone")
    return moment


def _read_decimal(value: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:  # it names a class of the decimal module, and not the text
        raise _not_a(Decimal, value) from None


def _base64(value: str) -> bytes:
    return b64decode(value, validate=True)


def _tuple(*types: Any) -> Codec:
    if len(types) == 2 and types[1] is ...:
        return _list(codec_of(types[0]))
    codecs = tuple(codec_of(one) for one in types)

    def convert_all(converts: tuple[Convert, ...], values: Any) -> list[Any]:
        if len(values) != len(converts):
            raise ValueError(f"{_short(values)} has not {len(converts)} parts")
        return [convert(value) for convert, value in zip(converts, values, strict=True)]

    encodes = tuple(one.encode for one in codecs)
    decodes = tuple(one.decode for one in codecs)
    return _through(
        tuple,
        lambda value: convert_all(encodes, value),
        lambda value: tuple(convert_all(decodes, value)),
        list,
    )


def _list(inner: Codec) -> Codec:
    return _through(
        tuple,
        lambda value: [inner.encode(one) for one in value],
        lambda value: tuple(inner.decode(one) for one in value),
        list,
    )


def _mapping(key: Any, value: Any) -> Codec:
    if key is not str:
        raise TypeError("the keys of a mapping in a record are texts")
    text, inner = PLAIN[str], codec_of(value)
    return _through(
        Mapping,
        lambda values: {text.encode(name): inner.encode(one) for name, one in values.items()},
        lambda values: {name: inner.decode(one) for name, one in values.items()},
        dict,
    )


def _union(*types: Any) -> Codec:
    others = [one for one in types if one is not NoneType]
    if len(others) != 1:
        raise TypeError("a union in a record is of one type and None")
    inner = codec_of(others[0])
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _literal(*choices: Any) -> Codec:
    if any(type(one) not in {str, int, bool, NoneType} for one in choices):
        raise TypeError(f"JSON cannot write every one of {choices}")

    def chosen(value: Any) -> Any:
        if not any(type(value) is type(one) and value == one for one in choices):
            raise ValueError(f"{_short(value)} is none of {choices}")
        return value

    return Codec(chosen, chosen)


def _enum(kind: type[Enum]) -> Codec:
    members = {member.value: member for member in kind}
    if any(type(value) not in {str, int} for value in members):
        raise TypeError(f"the values of {kind.__name__} are neither texts nor whole numbers")

    def read(value: Any) -> Enum:
        if type(value) not in {str, int} or value not in members:
            raise _not_a(kind, value)
        return members[value]

    return Codec(_through(kind, lambda value: value.value, read).encode, read)


def _record(kind: type) -> Codec:
    hints = get_type_hints(kind)
    known: tuple[Field[Any], ...] = fields(kind)
    if not all(field.init for field in known):
        raise TypeError(f"{kind.__name__} has fields that it is not made from")
    codecs = {field.name: codec_of(hints[field.name]) for field in known}
    required = frozenset(field.name for field in known if _has_no_default(field))
    return Codec(_writer(kind, codecs), _reader(kind, codecs, required))


def _has_no_default(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _writer(kind: type, codecs: Mapping[str, Codec]) -> Convert:
    def encode(record: Any) -> dict[str, Any]:
        if type(record) is not kind:
            raise _not_a(kind, record)
        written, name = {}, ""
        try:
            for name, codec in codecs.items():
                written[name] = codec.encode(getattr(record, name))
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{name}: {error}") from error
        return written

    return encode


def _reader(kind: type, codecs: Mapping[str, Codec], required: frozenset[str]) -> Convert:
    def decode(value: Any) -> Any:
        if type(value) is not dict:
            raise _not_a(kind, value)
        if not required <= value.keys() <= codecs.keys():
            raise _other_fields(kind, value, codecs, required)
        read, name = {}, ""
        try:
            for name, one in value.items():
                read[name] = codecs[name].decode(one)
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{name}: {error}") from error
        return kind(**read)

    return decode


def _other_fields(
    kind: type, value: Mapping[str, Any], codecs: Mapping[str, Codec], required: frozenset[str]
) -> ValueError:
    if unknown := value.keys() - codecs.keys():
        return ValueError(f"{kind.__name__} has no {min(unknown)!r}; a newer version wrote this")
    return ValueError(f"{min(required - value.keys())} is missing")


def _not_a(kind: type, value: Any) -> ValueError:
    return ValueError(f"{_short(value)} is no {kind.__name__}")


def _short(value: Any) -> str:
    return f"{value!r:.80}"


def _any(value: Any) -> Any:
    return value


PLAIN: Mapping[Any, Codec] = MappingProxyType(
    {
        str: _exactly(str),
        int: _exactly(int),
        bool: _exactly(bool),
        float: Codec(_number, _number),
        datetime: _through(datetime, _moment, _read_moment),
        Decimal: _through(Decimal, str, _read_decimal),
        bytes: _through(bytes, lambda value: b64encode(value).decode(), _base64),
        Any: Codec(_any, _any),
    }
)

COMPOUND: Mapping[Any, Callable[..., Codec]] = MappingProxyType(
    {
        tuple: _tuple,
        Mapping: _mapping,
        Union: _union,
        UnionType: _union,
        Literal: _literal,
    }
)
