"""Doors of the public site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: say so, and how to go on."""
    return render(request, "cms/csrf_failure.html", status=403)
