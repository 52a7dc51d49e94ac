"""Under production's settings there is no admin, no demonstration and no sign-in page: for nobody."""

import importlib
import sys
from types import ModuleType

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver

from tests.access.conftest import Stage
from tests.access.routes import routes_of
from tests.access.walking import all_routes

CLOSED = "tests.access.closed_urls"


@pytest.fixture
def production(stage: Stage, monkeypatch):
    """Addresses as production has them: the configuration is read again with production's values."""
    real = importlib.import_module("config.settings.production")
    values = {
        "STAFF_ADMIN_OPEN": real.STAFF_ADMIN_OPEN,
        "DEMO": False,
        "SECURE_SSL_REDIRECT": real.SECURE_SSL_REDIRECT,
        "SESSION_COOKIE_NAME": real.SESSION_COOKIE_NAME,
        "SESSION_COOKIE_SECURE": real.SESSION_COOKIE_SECURE,
    }
    assert set(real.MIDDLEWARE) == set(settings.MIDDLEWARE)
    with override_settings(**values):
        closed = ModuleType(CLOSED)
        specification = importlib.util.find_spec("config.urls")
        exec(specification.loader.get_code("config.urls"), closed.__dict__)  # noqa: S102  (our own file, once more)
        monkeypatch.setitem(sys.modules, CLOSED, closed)
        with override_settings(ROOT_URLCONF=CLOSED):
            yield stage


def client_of(stage: Stage, kind: str) -> Client:
    client = Client()
    if stage.visitors[kind].user:
        client.force_login(stage.visitors[kind].user)
    return client


@pytest.mark.parametrize("kind", ["anonymous", "staff_a", "operator"])
def test_no_address_of_the_admin_exists_for(production: Stage, kind):
    open_elsewhere = [route for route in all_routes(get_resolver("config.urls").url_patterns) if route.is_admin]
    paths = {production.registry.targets(route)[0].path for route in open_elsewhere}
    assert "/admin/login/" in paths
    assert len(paths) > 180

    client = client_of(production, kind)
    statuses = {path: client.get(path, secure=True, follow=True).status_code for path in sorted(paths)}
    assert {path: status for path, status in statuses.items() if status != 404} == {}


@pytest.mark.parametrize("kind", ["anonymous", "operator"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_no_password_is_taken_in_production(production: Stage, kind, method):
    response = client_of(production, kind).generic(method, "/admin/login/", secure=True)
    assert response.status_code in {404, 405}  # 405: the public site's pages are only read
    assert "Set-Cookie" not in response.headers


def test_neither_the_admin_nor_the_demonstration_has_a_pattern(production: Stage):
    routes = routes_of(get_resolver().url_patterns)
    assert len(routes) > 10
    assert [route.text for route in routes if route.is_admin or route.is_demo] == []
