"""Which objects an address is asked for: one of municipality A, one of B, and one that does not exist."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.urls import resolve
from django.utils import translation
from wagtail.models import Locale, Page, Site, Task, Workflow

from cms.projection import group_name
from tests.access.routes import Route
from tests.access.visitors import Visitor
from tests.access.world import Town, World, editing

NOBODY, MISSING = "-", "none"
NO_ID = "987654321"
NO_NAME = "no-such-thing"
Labels = dict[str, dict[str, str]]

# Parameters that say the same whatever is asked for, by name.
FIXED = {
    "action": "delete",
    "action_name": "publish",
    "app_label": "cms",
    "app_name": "cms",
    "content_type_app_name": "cms",
    "content_type_model_name": "campaignpage",
    "filter_spec": "width-400",
    "model_name": "campaignpage",
    "task_id": NO_ID,
    "task_state_id": NO_ID,
    "token": "set-password",
    "uidb64": "MQ",
    "uploaded_file_id": NO_ID,
    "workflow_state_id": NO_ID,
}
FIXED_FOR = {"wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page"}}
# Which kind of object a parameter names. Where the name alone does not tell, the longest matching prefix does.
KINDS = {
    "campaign_id": "campaign",
    "collection_id": "collection",
    "destination_id": "town",
    "doc_id": "document",
    "document_id": "document",
    "image_id": "image",
    "key": "letter",
    "name": "art",
    "object_id": "page",
    "page_id": "page",
    "page_pk": "page",
    "page_to_move_id": "page",
    "parent_page_id": "town",
    "path": "rendition",
    "pledge_id": "pledge",
    "revision_id": "revision",
    "revision_id_a": "revision",
    "revision_id_b": "revision",
    "session_id": "session",
    "workflow_pk": "workflow",
}
KINDS_OF_PK = {
    "admin/api/main/documents/": "document",
    "admin/api/main/images/": "image",
    "admin/api/main/pages/": "page",
    "admin/collections/": "collection",
    "admin/documents/": "document",
    "admin/groups/": "group",
    "admin/images/": "image",
    "admin/locales/": "locale",
    "admin/pages/": "page",
    "admin/sites/": "site",
    "admin/translation/submit/snippet/": "page",
    "admin/users/": "user",
    "admin/workflows/": "workflow",
    "admin/workflows/tasks/": "task",
}
# Views that take their objects from the query.
QUERIES = {
    "wagtail_bulk_action": "page",
    "wagtailadmin_choose_page_chosen_multiple": "page",
    "wagtaildocs_chooser:chosen_multiple": "document",
    "wagtailimages_chooser:chosen_multiple": "image",
}
ADVICE = "then run `python -m tests.access.generate`, read the new rows of tests/access/table and commit them"


class UnknownAddressError(Exception):
    """An address that nobody has said how to ask for."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address of a route, and whose object it names."""

    route: Route
    label: str
    path: str


class Registry:
    """Arguments for every route, out of one world and its visitors."""

    def __init__(self, world: World, visitors: dict[str, Visitor]) -> None:
        self.world = world
        a = _objects_of(world.a, visitors["staff_a"])
        b = _objects_of(world.b, visitors["staff_b"])
        self._owned: Labels = {"A": a, "B": b, MISSING: dict.fromkeys(a, NO_ID)}
        self._owned[MISSING] |= dict.fromkeys(("campaign", "pledge", "rendition"), NO_NAME)
        home, root = str(world.home.pk), str(Page.get_first_root_node().pk)
        self._above = {"home": {"page": home, "town": home}, "root": {"page": root, "town": root}}
        shared = {
            "locale": str(Locale.objects.get(language_code="ja").pk),
            "site": str(Site.objects.get().pk),
            "task": str(Task.objects.earliest("pk").pk),
            "workflow": str(Workflow.objects.earliest("pk").pk),
            "letter": world.mail_key,
            "art": "terraces",
        }
        missing = dict.fromkeys(shared, NO_ID) | {"letter": NO_NAME, "art": NO_NAME}
        self._shared: Labels = {"site": shared, MISSING: missing}

    def targets(self, route: Route) -> list[Target]:
        """Every address to ask for on a route. Raises: UnknownAddressError."""
        if route.name == "wagtail_serve":
            prefix = "/" if route.language == "ja" else f"/{route.language}/"
            return [Target(route, label, prefix + path) for label, path in self._public_pages(route).items()]
        if route.text == "admin/.*/$":
            return [Target(route, MISSING, f"/admin/{NO_NAME}/")]
        found = [self._target(route, label, values) for label, values in self._labels(route).items()]
        return [_checked(target) for target in found]

    def _target(self, route: Route, label: str, objects: dict[str, str]) -> Target:
        varying = {name: objects.get(_kind(route, name), "") for name in _varying(route)}
        path = route.path(FIXED | FIXED_FOR.get(route.name, {}) | varying)
        query = f"?id={objects[QUERIES[route.name]]}" if route.name in QUERIES else ""
        return Target(route, label, path + query)

    def _labels(self, route: Route) -> Labels:
        kinds = {_kind(route, name) for name in _varying(route)} | {
            QUERIES[name] for name in (route.name,) if name in QUERIES
        }
        if not kinds:
            return {NOBODY: {}}
        if kinds <= set(self._shared["site"]):
            return self._shared
        labels = {label: self._shared["site"] | objects for label, objects in self._owned.items()}
        return labels | self._variants(kinds, labels)

    def _variants(self, kinds: set[str], labels: Labels) -> Labels:
        """What else is asked for: pages above all municipalities, mixtures, and what is not public."""
        variants: Labels = {}
        if kinds <= {"page", "town"}:
            variants |= self._above
        if "revision" in kinds:
            variants["A, revision of B"] = labels["A"] | {"revision": labels["B"]["revision"]}
        if kinds == {"campaign"}:
            variants["A hidden"] = {"campaign": self.world.a.hidden.public_id}
        if kinds == {"rendition"}:
            name = self.world.a.image.file.name.rsplit("/", 1)[-1]
            variants["A original"] = {"rendition": f"../original_images/{name}"}
        return variants

    def _public_pages(self, route: Route) -> dict[str, str]:
        pages = {NOBODY: "", "guide": "guide/", "search": "projects/", "A town": f"{self.world.a.home.slug}/"}
        pages |= {MISSING: f"{NO_NAME}/", "A money": f"{self.world.a.home.slug}/{self.world.a.page.slug}/money/"}
        for label, town in (("A", self.world.a), ("B", self.world.b)):
            pages[label] = f"{town.home.slug}/{town.page.slug}/"
            pages[f"{label} hidden"] = f"{town.home.slug}/{town.draft.slug}/"
        if route.language == "ja":
            return pages
        return {label: pages[label] for label in (NOBODY, MISSING, "A", "A hidden", "B", "B hidden")}


def _objects_of(town: Town, staff: Visitor) -> dict[str, str]:
    assert staff.user is not None
    objects = {
        "campaign": town.campaign.public_id,
        "collection": town.collection.pk,
        "document": town.document.pk,
        "group": Group.objects.get(name=group_name(town.municipality)).pk,
        "image": town.image.pk,
        "page": town.page.pk,
        "pledge": town.pledge.public_id,
        "rendition": town.renditions[0],
        "revision": town.revision.pk,
        "session": editing(staff.user, town.page).pk,
        "town": town.home.pk,
        "user": staff.user.pk,
    }
    return {kind: str(value) for kind, value in objects.items()}


def _varying(route: Route) -> list[str]:
    return [
        name for name in route.parameters if name not in FIXED or (name == "task_id" and "task_chooser" in route.text)
    ]


def _kind(route: Route, name: str) -> str:
    if name == "pk":
        prefixes = [prefix for prefix in KINDS_OF_PK if route.text.startswith(prefix)]
        if prefixes:
            return KINDS_OF_PK[max(prefixes, key=len)]
    if name == "task_id":
        return "task"
    if name not in KINDS:
        raise UnknownAddressError(
            f"No arguments are known for {route.text}: say in tests/access/arguments.py what '{name}' names, {ADVICE}."
        )
    return KINDS[name]


def _checked(target: Target) -> Target:
    """Raises: UnknownAddressError, if another pattern answers at this address."""
    with translation.override(target.route.language):
        reached = resolve(target.path.split("?")[0], "config.urls").route.removeprefix("^")
    if reached != target.route.text:
        raise UnknownAddressError(f"{target.path}, made for {target.route.text}, reaches {reached}; {ADVICE}.")
    return target
