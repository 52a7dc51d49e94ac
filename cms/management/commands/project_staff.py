"""``manage.py project_staff``: Wagtail's groups follow the staff assignments."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.projection import staff_project_all


class Command(BaseCommand):
    """Run it after assignments have changed in bulk (1 April), and daily."""

    help = "Bring Wagtail's groups in line with today's staff assignments."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{staff_project_all()} municipalities")
