"""Model fields: public ids and sealed JSON."""

import json
import re
import secrets
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.keyring import key_ring

_PUBLIC_ID = re.compile(r"[0-9a-f]{32}")


def new_public_id() -> str:
    """128 random bits as 32 hexadecimal digits, for URLs and documents."""
    return secrets.token_hex(16)


def is_public_id(text: str) -> bool:
    """Whether an address names what could be a public id: it may hold anything, even what no database takes."""
    return _PUBLIC_ID.fullmatch(text) is not None


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """The name under which a row is known outside."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.update(max_length=32, unique=True, editable=False, default=new_public_id)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "unique", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class _SealedAttribute(DeferredAttribute):
    """Opens the ciphertext when it is read, and only then."""

    field: "SealedJSONField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        stored = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(stored, bytes | memoryview):
            stored = json.loads(key_ring().open(bytes(stored), bound_to=self.field.place_of(instance)))
            instance.__dict__[name] = stored
        return stored

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Makes this a data descriptor, so that reading passes through ``__get__``."""
        instance.__dict__[self.field.attname] = value


class SealedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """A JSON object, encrypted at rest and bound to table, column and the row's ``aad_id``.

    The model must have an ``aad_id`` column. Nothing can be looked up in it: use a blind index.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def place_of(self, instance: models.Model) -> str:
        """What the ciphertext is bound to."""
        return f"{self.model._meta.db_table}.{self.column}.{instance.aad_id}"  # type: ignore[attr-defined]

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:  # noqa: FBT001  (Django's signature)
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, bytes | memoryview):
            return None if value is None else bytes(value)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return key_ring().seal(plain, bound_to=self.place_of(model_instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if value is not None and not isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.name} is sealed row by row: save the instance")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is sealed: look it up by its blind index")
        return super().get_lookup(lookup_name)
