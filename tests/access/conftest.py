"""One world for all chunks that a process runs, thrown away at the end."""

import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver

from donations.gateways import current
from operations.mailbox import letters
from tests.access.arguments import Registry
from tests.access.visitors import Visitor, make_visitors
from tests.access.world import World, build_world, send_letter
from tests.donations.world import FAKE


@dataclass
class Stage:
    """A world, its visitors, and the addresses of what is in it."""

    world: World
    visitors: dict[str, Visitor]
    registry: Registry


@contextmanager
def files_left_open() -> Iterator[None]:
    """Wagtail leaves the temporary files of renditions to the collector; have it collect them here, unpunished."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture(scope="package")
def stage(django_db_setup, django_db_blocker, redis_client, tmp_path_factory) -> Iterator[Stage]:
    """Built once in a transaction that is rolled back; every request of a test has a savepoint in it."""
    redis_client.flushdb()
    scratch: Path = tmp_path_factory.mktemp("access")
    current._gateway.cache_clear()
    # Copying the contexts of all templates takes longer than rendering them, and nobody asks for them.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    files = next(each for each in get_resolver().url_patterns if getattr(each, "name", "") == "demo_images")
    monkeypatch.setitem(files.default_args, "document_root", scratch / "media" / "images")
    changed = override_settings(
        PAYMENT_GATEWAY=FAKE,
        EMAIL_FILE_PATH=str(scratch / "mail"),
        MEDIA_ROOT=scratch / "media",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",  # a query less for each of ten thousand
        PAGE_CACHE_SECONDS=0,  # what is kept in memory would outlive a savepoint
    )
    logging.disable()  # thousands of refusals, each a line
    with changed, django_db_blocker.unblock(), transaction.atomic():
        with files_left_open():
            world = build_world()
        send_letter()
        world.mail_key = letters()[0].key
        visitors = make_visitors(world)
        yield Stage(world=world, visitors=visitors, registry=Registry(world, visitors))
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    monkeypatch.undo()
    current._gateway.cache_clear()
