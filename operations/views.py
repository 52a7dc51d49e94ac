"""The demonstration's mailbox. Mounted only where settings.DEMO is set."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.mailbox import Letter, letters

# A mail brings its own styles and nothing else: no script, no form, no picture from outside.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """All mails the demonstration has sent, newest first."""
    return render(request, "operations/inbox.html", {"letters": letters()})


@require_safe
@never_cache
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as plain text. Raises: Http404."""
    return render(request, "operations/letter.html", {"letter": _letter(key)})


@require_safe
@never_cache
def letter_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML of one mail, as mail programs show it, shut in a sandbox. Raises: Http404."""
    return HttpResponse(_letter(key).html, headers={"Content-Security-Policy": MAIL_POLICY})


def _letter(key: str) -> Letter:
    found = next((each for each in letters() if each.key == key), None)
    if found is None:
        raise Http404
    return found
