"""Anonymous pages, kept for a moment in the memory of each process: a campaign on television costs one rendering.

How old can a total be? A page is served while the rendering it came from *began* less than PAGE_CACHE_SECONDS ago, or
began after the visitor's request arrived. So no process shows anything older than PAGE_CACHE_SECONDS.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control

Key = tuple[str, str, str, str]

KNOWN_PARAMETERS = frozenset({"q", "town", "status", "theme", "sort", "page"})
QUERY_LENGTH = 300
PATH_LENGTH = 200
ENTRIES = 256
ENTRY_BYTES = 512 * 1024
STRIPES = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A rendered page.

    Attributes:
        began_at: when its rendering began, by the store's clock; everything it says was read after that.
    """

    began_at: float
    content: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


class PageStore:
    """A few pages in the order of their last use. Threads may share it."""

    def __init__(self, *, seconds: float, entries: int = ENTRIES, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.clock = clock
        self.hits = 0
        self.misses = 0
        self._entries = entries
        self._pages: OrderedDict[Key, Entry] = OrderedDict()
        self._guard = threading.Lock()
        self._flights = [threading.Lock() for _ in range(STRIPES)]

    def flight(self, key: Key) -> AbstractContextManager[bool]:
        """The lock under which one visitor renders while the others wait."""
        return self._flights[hash(key) % STRIPES]

    def get(self, key: Key, *, arrived_at: float) -> Entry | None:
        """A page that is young enough for a request of that arrival. Counts what it finds."""
        with self._guard:
            entry = self._pages.get(key)
            if entry is None or not self._is_young(entry, arrived_at):
                return None
            self._pages.move_to_end(key)
            self.hits += 1
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep a page; the longest unused one goes when there are too many."""
        with self._guard:
            self.misses += 1
            self._pages[key] = entry
            self._pages.move_to_end(key)
            while len(self._pages) > self._entries:
                self._pages.popitem(last=False)

    def __len__(self) -> int:
        return len(self._pages)

    def _is_young(self, entry: Entry, arrived_at: float) -> bool:
        return entry.began_at >= arrived_at or self.clock() - entry.began_at < self.seconds


class PageCacheMiddleware:
    """Serve to an anonymous visitor what another one was served a moment ago.

    Only what ``cms.views.serve`` has marked is kept. Requests with a session, and addresses outside the public pages,
    pass by untouched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore(seconds=settings.PAGE_CACHE_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_key(request) if self.store.seconds > 0 else None
        if key is None:
            return self.get_response(request)
        arrived_at = self.store.clock()
        entry = self.store.get(key, arrived_at=arrived_at)
        if entry is not None:
            return _from_entry(request, entry)
        with self.store.flight(key):
            entry = self.store.get(key, arrived_at=arrived_at)
            return self._render(request, key) if entry is None else _from_entry(request, entry)

    def _render(self, request: HttpRequest, key: Key) -> HttpResponse:
        began_at = self.store.clock()
        response = self.get_response(request)
        if not is_keepable(request, response):
            return response
        # Browsers and proxies ask again each time; the tag spares them the body.
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
        response["ETag"] = tag
        entry = Entry(began_at=began_at, content=response.content, headers=tuple(response.items()), tag=tag)
        self.store.put(key, entry)
        return _from_entry(request, entry)


def page_key(request: HttpRequest) -> Key | None:
    """Under which key a page may be kept; None for a request that must not meet the cache."""
    path = request.path_info
    query = request.META.get("QUERY_STRING", "")
    if request.method not in {"GET", "HEAD"} or getattr(request, "is_dummy", False):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
        return None
    if len(path) > PATH_LENGTH or len(query) > QUERY_LENGTH or not KNOWN_PARAMETERS.issuperset(request.GET):
        return None
    if not _is_public(path):
        return None
    # The language is part of the path.
    return (request.scheme or "", request.META.get("HTTP_HOST", ""), path, query)


def is_keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a response is one of our public pages and says the same to everybody."""
    return (
        getattr(request, "minori_page_is_shared", False)
        and response.status_code == 200  # noqa: PLR2004  (OK)
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and len(response.content) <= ENTRY_BYTES
    )


def _is_public(path: str) -> bool:
    """Whether pages of Wagtail's stand at such an address. Forms, files and staff rooms have their own ways."""
    parts = path.strip("/").split("/")
    first = parts[1] if len(parts) > 1 and parts[0] in dict(settings.LANGUAGES) else parts[0]
    return first not in {"admin", "art", "demo", "give", "healthz", "media", "static", "webhooks"}


def _from_entry(request: HttpRequest, entry: Entry) -> HttpResponse:
    if request.headers.get("If-None-Match") == entry.tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(entry.content)
    for name, value in entry.headers:
        if name != "Content-Length" and (response.status_code == 200 or name != "Content-Type"):  # noqa: PLR2004
            response[name] = value
    return response
