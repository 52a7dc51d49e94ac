"""App configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Load every app's tasks and book checks, so that names resolve in web processes too."""
        autodiscover_modules("tasks")
        autodiscover_modules("book_checks")
