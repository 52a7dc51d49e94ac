"""What staff see first in the admin."""

from typing import Any

from wagtail.admin.ui.components import Component

from cms.models import MunicipalityPage
from cms.staff_scope import StaffScope


class StaffPagesPanel(Component):
    """The pages of one's own municipality, with the way to edit them and to add one."""

    name = "own_pages"
    template_name = "cms/admin/own_pages.html"
    order = 100

    def __init__(self, scope: StaffScope) -> None:
        self.scope = scope

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        roots = MunicipalityPage.objects.filter(municipality__in=self.scope.municipality_ids).order_by("path")
        return {"parts": [{"root": root, "pages": root.get_children().order_by("path")} for root in roots]}
