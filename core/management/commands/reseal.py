"""``manage.py reseal``: bring all personal data under the key that writes now, so that an old key can go."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from core.fields import SealedJSONField
from core.keyring import key_ring

BATCH = 500


class Command(BaseCommand):
    help = "Seal every row again that is not under the first key of FIELD_KEYS. Safe to stop and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through every sealed column, batch by batch, each row under its lock."""
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, SealedJSONField):
                    count = reseal(model, field)
                    self.stdout.write(f"{model._meta.label}.{field.name}: {count} sealed again")


def reseal(model: type[models.Model], field: SealedJSONField) -> int:
    """Seal the rows of one column again that another key sealed. Returns how many there were."""
    current = key_ring().writing_key.encode() + b":"
    count, last = 0, 0
    while keys := list(model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            for row in model._default_manager.select_for_update().filter(pk__in=keys):
                stored = row.__dict__[field.attname]
                if stored is not None and not bytes(stored).startswith(current):
                    getattr(row, field.attname)  # opens it, so that saving seals it
                    row.save(update_fields=[field.name])
                    count += 1
        last = keys[-1]
    return count
