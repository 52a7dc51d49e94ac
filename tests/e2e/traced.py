"""Middleware of the inspected site: which templates a page was made of, and a page that breaks."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

HEADER = "X-Templates"
BREAKING = "/breaking/"
_names: ContextVar[set[str] | None] = ContextVar("names", default=None)

Answer = Callable[[HttpRequest], HttpResponse]


class TracedTemplates:
    """Names the templates of each page in a header."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        Template._render = instrumented_test_render
        template_rendered.connect(note, dispatch_uid="traced")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _names.set(set())
        try:
            response = self.get_response(request)
            response[HEADER] = ",".join(sorted(_names.get() or ()))
        finally:
            _names.reset(token)
        return response


class Breaking:
    """One address at which the site breaks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.endswith(BREAKING):
            raise ZeroDivisionError("as ordered")
        return self.get_response(request)


def note(*, template: Template, **_signal: object) -> None:
    """Remember a template that is being rendered."""
    names = _names.get()
    if names is not None and template.name:
        names.add(template.name)
