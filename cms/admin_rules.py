"""Which of Wagtail's views municipal staff may open, and on whose pages and images. What is not listed is closed."""

from enum import Enum


class Guard(Enum):
    """What a view's address must name for staff to pass."""

    NOTHING = "nothing"
    OWN_PAGE = "a page of one's own municipality"
    OWN_PAGE_OR_ABOVE = "such a page, or one on the way to it"
    OWN_IMAGE = "an image in one's own municipality's collection"
    OWN_OBJECT = "such a page, named by its model"


# For people who have not signed in: what the sign-in page itself needs.
ENTRANCE = frozenset({"wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})

# For nobody, operators included. Wagtail's admin insists on its documents app, but the site has no addresses for files.
# People are made inactive, since what they did names them; languages come from the settings.
UNUSED = (
    "wagtaildocs:",
    "wagtaildocs_chooser:",
    "wagtailadmin_api:documents:",
    "wagtailusers_users:delete",
    "wagtaillocales:delete",
)

STAFF_VIEWS: dict[str, Guard] = {
    "wagtailadmin_home": Guard.NOTHING,
    "wagtailadmin_account": Guard.NOTHING,
    "wagtailadmin_logout": Guard.NOTHING,
    "wagtailadmin_login": Guard.NOTHING,
    "wagtailadmin_sprite": Guard.NOTHING,
    "wagtailadmin_javascript_catalog": Guard.NOTHING,
    "wagtailadmin_dismissibles": Guard.NOTHING,
    "wagtailadmin_block_preview": Guard.NOTHING,
    "wagtailadmin_explore_root": Guard.NOTHING,
    "wagtailadmin_explore": Guard.OWN_PAGE_OR_ABOVE,
    "wagtailadmin_explore_results": Guard.OWN_PAGE_OR_ABOVE,
    "wagtailadmin_pages:add": Guard.OWN_PAGE,
    "wagtailadmin_pages:add_subpage": Guard.OWN_PAGE,
    "wagtailadmin_pages:preview_on_add": Guard.OWN_PAGE,
    "wagtailadmin_pages:edit": Guard.OWN_PAGE,
    "wagtailadmin_pages:preview_on_edit": Guard.OWN_PAGE,
    "wagtailadmin_pages:view_draft": Guard.OWN_PAGE,
    "wagtailadmin_pages:unpublish": Guard.OWN_PAGE,
    "wagtailadmin_pages:lock": Guard.OWN_PAGE,
    "wagtailadmin_pages:unlock": Guard.OWN_PAGE,
    "wagtailadmin_pages:history": Guard.OWN_PAGE,
    "wagtailadmin_pages:history_results": Guard.OWN_PAGE,
    "wagtailadmin_pages:revisions_index": Guard.OWN_PAGE,
    "wagtailadmin_pages:revisions_view": Guard.OWN_PAGE,
    "wagtailadmin_pages:revisions_revert": Guard.OWN_PAGE,
    "wagtailadmin_pages:revisions_compare": Guard.OWN_PAGE,
    "simple_translation:submit_page_translation": Guard.OWN_PAGE,
    "wagtailadmin_choose_page": Guard.NOTHING,
    "wagtailadmin_choose_page_child": Guard.OWN_PAGE_OR_ABOVE,
    "wagtailadmin_choose_page_search": Guard.NOTHING,
    "wagtailadmin_choose_page_external_link": Guard.NOTHING,
    "wagtailadmin_editing_sessions:ping": Guard.OWN_OBJECT,
    "wagtailadmin_editing_sessions:release": Guard.NOTHING,
    "wagtailimages:index": Guard.NOTHING,
    "wagtailimages:index_results": Guard.NOTHING,
    "wagtailimages:add": Guard.NOTHING,
    "wagtailimages:edit": Guard.OWN_IMAGE,
    "wagtailimages_chooser:choose": Guard.NOTHING,
    "wagtailimages_chooser:choose_results": Guard.NOTHING,
    "wagtailimages_chooser:chosen": Guard.OWN_IMAGE,
    "wagtailimages_chooser:create": Guard.NOTHING,
}
