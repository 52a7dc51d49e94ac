"""The Celery application: three queues, thin tasks, work that lives in rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("minori")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
