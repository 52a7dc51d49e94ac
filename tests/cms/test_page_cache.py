"""A page is rendered once for many visitors, and is never older than it says."""

import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from campaigns.services import campaign_add_raised
from cms.page_cache import Entry, PageCacheMiddleware, PageStore, page_key
from scripts.children import http_status
from tests.cms.site import build_site

KEY = ("http", "testserver", "/", "")


class Renderer:
    """A site that counts how often it is asked, and says so."""

    def __init__(self, *, cookie: bool = False, seconds: float = 0) -> None:
        self.calls = 0
        self._cookie = cookie
        self._seconds = seconds

    def __call__(self, request):
        self.calls += 1
        content = f"rendering {self.calls}"
        time.sleep(self._seconds)
        request.minori_page_is_shared = True
        response = HttpResponse(content)
        if self._cookie:
            response.set_cookie("csrftoken", "x")
        return response


def cached(renderer: Renderer, *, seconds: float = 1.5) -> PageCacheMiddleware:
    middleware = PageCacheMiddleware(renderer)
    middleware.store = PageStore(seconds=seconds)
    return middleware


def get(path: str = "/", **headers):
    return RequestFactory().get(path, **headers)


@pytest.mark.parametrize(("seconds", "renderings"), [(1.5, 1), (0, 20)])
def test_many_visitors_cost_one_rendering_and_without_the_cache_one_each(seconds, renderings):
    renderer = Renderer()
    middleware = cached(renderer, seconds=seconds)
    for _ in range(20):
        middleware(get())
    assert renderer.calls == renderings


@pytest.mark.parametrize(("seconds", "renderings"), [(1.5, 1), (0, 8)])
def test_visitors_who_come_at_once_wait_for_one_rendering(seconds, renderings):
    renderer = Renderer(seconds=0.2)
    middleware = cached(renderer, seconds=seconds)
    start = threading.Barrier(8)

    def visit(_):
        start.wait()
        return middleware(get()).content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(visit, range(8)))

    assert renderer.calls == renderings
    assert len(answers) == renderings


def test_a_page_is_kept_for_its_time_counted_from_the_start_of_its_rendering():
    now = [100.0]
    store = PageStore(seconds=1.5, clock=lambda: now[0])
    store.put(KEY, Entry(began_at=100.0, content=b"", headers=(), tag=""))
    now[0] = 101.4
    assert store.get(KEY, arrived_at=101.4) is not None
    now[0] = 101.6
    assert store.get(KEY, arrived_at=101.6) is None
    assert store.get(KEY, arrived_at=99.0) is not None  # it was rendered after this visitor had come


def test_only_so_many_pages_are_kept():
    store = PageStore(seconds=60, entries=3)
    for number in range(10):
        store.put(("http", "h", f"/{number}/", ""), Entry(began_at=time.monotonic(), content=b"", headers=(), tag=""))
    assert len(store) == 3


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().post("/"),
        get("/give/abc/"),
        get("/en/give/abc/"),
        get("/admin/"),
        get("/webhooks/stripe/"),
        get("/healthz"),
        get("/demo/mail/"),
        get("/?unknown=1"),
        get("/?q=" + "x" * 400),
        get("/" + "x" * 300),
        get("/", HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=x"),
        get("/", HTTP_COOKIE="messages=x"),
    ],
    ids=lambda request: f"{request.method} {request.get_full_path()[:40]} {bool(request.COOKIES)}",
)
def test_what_never_meets_the_cache(request_):
    assert page_key(request_) is None


def test_pages_differ_by_host_path_and_query():
    keys = {page_key(get(path)) for path in ("/", "/en/", "/projects/", "/projects/?page=2", "/projects/?q=a&page=2")}
    keys.add(page_key(get("/", HTTP_HOST="other.example")))
    assert len(keys) == 6
    assert None not in keys


def test_a_response_that_sets_a_cookie_is_not_kept():
    renderer = Renderer(cookie=True)
    middleware = cached(renderer)
    middleware(get())
    assert "csrftoken" in middleware(get()).cookies
    assert renderer.calls == 2


def test_a_browser_that_has_the_page_gets_no_body():
    middleware = cached(Renderer())
    first = middleware(get())
    again = middleware(get(HTTP_IF_NONE_MATCH=first["ETag"]))
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_kept_page_is_the_page(site):
    client = Client()
    first, second = client.get("/akatsuchi/rice/"), client.get("/akatsuchi/rice/")
    assert client.handler._middleware_chain is not None
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())
    assert "Content-Security-Policy" in second


def test_errors_are_not_kept(site):
    client = Client()
    assert client.get("/akatsuchi/later/").status_code == 404
    site.first_page.slug = "later"
    site.first_page.save()
    assert client.get("/akatsuchi/later/").status_code == 200


STALE_SECONDS = 2.0


@pytest.mark.parametrize(("kept_seconds", "holds"), [("1.5", True), ("30", False)])
def test_totals_are_two_seconds_old_at_most_in_every_process(clone, start_child, site_address, kept_seconds, holds):
    """Control: pages that are kept for 30 seconds still show the old total."""
    site = build_site()
    arguments = ["-m", "gunicorn", "config.wsgi", f"--bind=fd://{site_address.descriptor}", "--workers=2"]
    child = start_child(
        "kept", *arguments, env={"PAGE_CACHE_SECONDS": kept_seconds}, pass_fds=(site_address.descriptor,)
    )
    address = f"{site_address.url}/akatsuchi/rice/"
    child.wait_for(lambda: http_status(address) == 200)
    for _ in range(20):
        _text(address)  # both processes keep a page now

    campaign_add_raised(campaign_id=site.first_page.campaign_id, amount_jpy=123_456, supporters=1)
    time.sleep(STALE_SECONDS)
    seen = [("123,456" in _text(address)) for _ in range(20)]

    assert all(seen) is holds


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310  (our own server)
        return response.read().decode()
