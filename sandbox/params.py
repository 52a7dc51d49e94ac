"""Form bodies to typed values, checked against the SDK's generated parameter types.

The types are generated from Stripe's specification for the pinned version: what they do not know, Stripe refuses too.
"""

import re
import types
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NotRequired, Required
from urllib.parse import parse_qsl

import typing_extensions
from stripe import params as stripe_params
from stripe._request_options import RequestOptions

from sandbox.errors import ApiError, invalid
from sandbox.wire import Json

REQUEST_OPTIONS = frozenset(RequestOptions.__annotations__)
NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
METADATA_KEYS_MAX = 50
METADATA_KEY_LENGTH_MAX = 40
METADATA_VALUE_LENGTH_MAX = 500
Field = tuple[Any, bool]


@cache
def fields_of(schema: type) -> dict[str, Field]:
    """Parameter name to (type, is required); request options of the SDK are no parameters."""
    hints = typing_extensions.get_type_hints(
        schema, localns={"StripeContext": object, "Mapping": Mapping}, include_extras=True
    )
    fields: dict[str, Field] = {}
    for name, hint in hints.items():
        if name in REQUEST_OPTIONS:
            continue
        origin: Any = typing.get_origin(hint)
        inner = typing.get_args(hint)[0] if origin in (NotRequired, Required) else hint
        fields[name] = (inner, origin is not NotRequired)
    return fields


@cache
def schema_named(name: str) -> type:
    """A parameter class by its name in ``stripe.params``, e.g. ``"checkout.SessionCreateParams"``."""
    found: Any = stripe_params
    for part in name.split("."):
        found = getattr(found, part)
    return typing.cast(type, found)


def decode(encoded: str) -> Json:
    """``a[b][0]=c`` as nested mappings; list indexes stay keys until the type says that they are a list.

    Raises:
        ApiError: a name is malformed or is both a value and a mapping.
    """
    decoded: Json = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        match = NAME.fullmatch(name)
        if match is None:
            raise invalid(f"Received malformed parameter name: {name}", code="parameter_unknown", param=name)
        keys = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        _place(decoded, keys, value, name)
    return decoded


def _place(target: Json, keys: list[str], value: str, name: str) -> None:
    for key in keys[:-1]:
        target = target.setdefault(key or str(len(target)), {})
        if not isinstance(target, dict):
            raise invalid(f"Invalid parameter: {name}", param=name)
    target[keys[-1] or str(len(target))] = value


def read(raw: Json, schema_name: str, supported: frozenset[str]) -> Json:
    """Typed parameters of one call.

    Raises:
        ApiError: unknown, missing or ill-typed parameter; or one that Stripe knows and this sandbox does not act on,
            since accepting it silently would hide that from the tests.
    """
    values = _mapping(raw, schema_named(schema_name), "")
    for path in _leaves(values, ""):
        if not any(path == known or path.startswith(f"{known}.") for known in supported):
            raise ApiError(
                400,
                "invalid_request_error",
                f"Stripe knows the parameter {path}, but this sandbox does not implement it.",
                code="sandbox_unsupported",
                param=path,
                saved=False,
            )
    return values


def _leaves(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for inner in value:
            yield from _leaves(inner, path)
    elif path:
        yield path


def _mapping(raw: Any, schema: type, path: str) -> Json:
    if not isinstance(raw, dict):
        raise invalid(f"Invalid object: {path}", param=path)
    fields = fields_of(schema)
    values: Json = {}
    for name, inner in raw.items():
        where = f"{path}[{name}]" if path else name
        if name not in fields:
            raise _unknown(where)
        values[name] = _value(inner, fields[name][0], where)
    for name, (_, is_required) in fields.items():
        if is_required and name not in values:
            where = f"{path}[{name}]" if path else name
            raise invalid(f"Missing required param: {where}.", code="parameter_missing", param=where)
    return values


def _unknown(where: str) -> ApiError:
    if where == "payment_method_types":
        return invalid(
            "The parameter payment_method_types is no longer supported in this API version.",
            code="payment_method_types_no_longer_supported",
            param=where,
        )
    return invalid(f"Received unknown parameter: {where}", code="parameter_unknown", param=where)


def _value(raw: Any, hint: Any, path: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(raw, typing.get_args(hint), path)
    if origin is typing.Literal:
        return _choice(raw, typing.get_args(hint), path)
    if origin is list:
        return _sequence(raw, typing.get_args(hint)[0], path)
    if origin is dict:
        return _metadata(raw, path)
    if typing_extensions.is_typeddict(hint):
        return _mapping(raw, hint, path)
    return _scalar(raw, hint, path)


def _union(raw: Any, options: tuple[Any, ...], path: str) -> Any:
    choices = tuple(value for option in options for value in _literal_values(option))
    if isinstance(raw, str) and raw in choices:
        return raw
    # "Literal | str" is the SDK's way to stay open for later versions; the pinned version knows the literals alone.
    plain = [option for option in options if typing.get_origin(option) is not typing.Literal]
    if raw in ("true", "false") and bool in plain:
        return raw == "true"
    if any(choices) and str in plain:
        return _choice(raw, choices, path)
    structured = [option for option in plain if _takes_mapping(option)]
    scalars = [option for option in plain if not _takes_mapping(option)]
    pool = structured if isinstance(raw, dict) else scalars
    if not pool:
        raise invalid(f"Invalid value for {path}", param=path)
    return _value(raw, pool[0], path)


def _literal_values(option: Any) -> tuple[Any, ...]:
    return typing.get_args(option) if typing.get_origin(option) is typing.Literal else ()


def _takes_mapping(option: Any) -> bool:
    return typing.get_origin(option) in (list, dict) or typing_extensions.is_typeddict(option)


def _choice(raw: Any, choices: tuple[Any, ...], path: str) -> str:
    if not isinstance(raw, str) or raw not in choices:
        listed = ", ".join(str(choice) for choice in choices if choice)
        raise invalid(f"Invalid {path}: must be one of {listed}", param=path)
    return raw


def _sequence(raw: Any, inner: Any, path: str) -> list[Any]:
    if not isinstance(raw, dict) or not all(key.isdecimal() for key in raw):
        raise invalid(f"Invalid array: {path}", param=path)
    ordered = sorted(raw, key=int)
    return [_value(raw[key], inner, f"{path}[{key}]") for key in ordered]


def _metadata(raw: Any, path: str) -> dict[str, str]:
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise invalid(f"Invalid hash: {path}", param=path)
    if len(raw) > METADATA_KEYS_MAX:
        raise invalid(f"{path} can have at most {METADATA_KEYS_MAX} keys", param=path)
    for key, value in raw.items():
        if len(key) > METADATA_KEY_LENGTH_MAX or len(value) > METADATA_VALUE_LENGTH_MAX:
            raise invalid("Metadata keys have at most 40 and values at most 500 characters", param=f"{path}[{key}]")
    return dict(raw)


def _scalar(raw: Any, hint: Any, path: str) -> Any:
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {path}", code="parameter_invalid_string_blank", param=path)
    if raw == "":
        raise invalid(f"You passed an empty string for '{path}'.", code="parameter_invalid_empty", param=path)
    if hint is int:
        return _integer(raw, path)
    if hint is bool:
        return _choice(raw, ("true", "false"), path) == "true"
    if hint in (float, Decimal):
        return _decimal(raw, path)
    return raw


def _integer(raw: str, path: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,18}", raw) is None:
        raise invalid(f"Invalid integer: {raw[:40]}", code="parameter_invalid_integer", param=path)
    return int(raw)


def _decimal(raw: str, path: str) -> str:
    try:
        Decimal(raw)
    except InvalidOperation:
        raise invalid(f"Invalid decimal: {raw[:40]}", param=path) from None
    return raw
