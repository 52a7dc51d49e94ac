"""Health, and what is said when something is wrong."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve: 503 without its database. Redis is told too, but losing it loses nothing."""
    found = {"database": _has_database(), "redis": _has_redis()}
    return JsonResponse(found, status=200 if found["database"] else 503)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _has_redis() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return False
    return True


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: the address stays, so going back finds what was typed."""
    return render(request, "cms/csrf_failure.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing stands at this address, or nothing that this visitor may see."""
    return render(request, "cms/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page needs no database, since that may be what broke."""
    return render(request, "500.html", status=500)
