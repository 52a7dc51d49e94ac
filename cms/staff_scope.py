"""What of the page tree and the images belongs to a member of staff today."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page

from accounts.models import User
from cms.models import MunicipalityPage
from cms.projection import collections_of, memberships_follow
from municipalities.models import Municipality, Role

STEP = Page.steplen


@dataclass(frozen=True)
class StaffScope:
    """The municipalities a person works for today, and where their pages begin."""

    municipality_ids: frozenset[int]
    page_paths: tuple[str, ...]

    def owns_page(self, path: str) -> bool:
        """Whether a tree path lies in one's own part of the site."""
        return path.startswith(self.page_paths) if self.page_paths else False

    def leads_to_own_page(self, path: str) -> bool:
        """Whether it is such a page, or stands above one."""
        return self.owns_page(path) or any(own.startswith(path) for own in self.page_paths)

    def pages(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Of these pages, one's own and those above them."""
        above = {own[:end] for own in self.page_paths for end in range(STEP, len(own), STEP)}
        own = (Q(path__startswith=path) for path in self.page_paths)
        return pages.filter(reduce(or_, own, Q(path__in=above)))

    def images(self, images: QuerySet[Any]) -> QuerySet[Any]:
        """Of these images, those in one's own collections."""
        return images.filter(collection__in=collections_of(self.municipality_ids))

    def owns_image(self, pk: str) -> bool:
        """Whether an image lies in one's own collections."""
        return pk.isdecimal() and self.images(get_image_model().objects.filter(pk=pk)).exists()


def scope_of(user: User) -> StaffScope | None:
    """Today's scope by the assignments themselves, or None. Brings the person's groups in line if they lag behind."""
    today = timezone.localdate()
    assignments = user.staff_assignments.valid_on(today).filter(role=Role.STAFF)
    ids = frozenset(assignments.values_list("municipality_id", flat=True))
    memberships_follow(user=user, municipalities=Municipality.objects.filter(pk__in=ids))
    if not ids:
        return None
    paths = MunicipalityPage.objects.filter(municipality__in=ids).values_list("path", flat=True)
    return StaffScope(municipality_ids=ids, page_paths=tuple(paths))
