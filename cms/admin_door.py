"""The door of the Wagtail admin: closed to everybody but operators, except for what is listed for municipal staff."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.models import Page

from cms.admin_rules import ENTRANCE, STAFF_VIEWS, UNUSED, Guard
from cms.staff_scope import StaffScope, scope_of

PAGE_NAMES = ("page_id", "parent_page_id", "pk")
IMAGE_NAMES = ("image_id", "pk")


class AdminDoorMiddleware:
    """Answer 404 to what a visitor may not open, as if it did not exist.

    Every request reads the assignments anew, so one that has ended or was revoked closes the door at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raises: Http404, for a view of the admin that this visitor may not open."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith("/admin/"):
            return
        if match.view_name.startswith(UNUSED):
            raise Http404
        user = request.user
        if user.is_superuser and user.is_active:
            return
        if user.is_anonymous:
            # What staff may open leads to the sign-in page; the rest does not exist.
            if match.view_name not in ENTRANCE and match.view_name not in STAFF_VIEWS:
                raise Http404
            return
        if match.view_name == "wagtailadmin_logout":
            return
        guard = STAFF_VIEWS.get(match.view_name)
        scope = scope_of(user) if guard else None
        if guard is None or scope is None or not _passes(guard, match, scope):
            raise Http404
        request.minori_staff_scope = scope  # type: ignore[attr-defined]


def _passes(guard: Guard, match: ResolverMatch, scope: StaffScope) -> bool:
    """Whether what the address names lies in the visitor's scope."""
    if guard is Guard.OWN_OBJECT:
        return _owns_object(match.kwargs, scope)
    if guard is Guard.OWN_IMAGE:
        return all(scope.owns_image(str(match.kwargs[name])) for name in IMAGE_NAMES if name in match.kwargs)
    if guard is Guard.OWN_PAGE:
        return all(scope.owns_page(path) for path in _page_paths(match))
    if guard is Guard.OWN_PAGE_OR_ABOVE:
        return all(scope.leads_to_own_page(path) for path in _page_paths(match))
    return True


def _page_paths(match: ResolverMatch) -> list[str]:
    """Tree paths of the pages an address names; a page that does not exist is nobody's, and has the path "?"."""
    ids = [match.kwargs[name] for name in PAGE_NAMES if name in match.kwargs]
    known = dict(Page.objects.filter(pk__in=ids).values_list("pk", "path"))
    return [known.get(int(pk), "?") for pk in ids]


def _owns_object(kwargs: dict[str, Any], scope: StaffScope) -> bool:
    object_id = kwargs["object_id"]
    if kwargs["app_label"] != "cms" or not object_id.isdecimal():
        return False
    path = Page.objects.filter(pk=object_id).values_list("path", flat=True).first()
    return path is not None and scope.owns_page(path)
