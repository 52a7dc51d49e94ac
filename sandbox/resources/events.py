"""Events, for 30 days."""

from fnmatch import fnmatchcase

from sandbox.clock import DAY_SECONDS
from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.errors import invalid
from sandbox.listing import Matcher
from sandbox.wire import Json
from sandbox.world import World

KEPT_SECONDS = 30 * DAY_SECONDS
TYPES_MAX = 20


def retrieve(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "event", call.id))


def list_all(world: World, call: Call) -> Json:
    oldest = world.clock.now() - KEPT_SECONDS
    matches: list[Matcher] = [lambda event: bool(event["created"] >= oldest)]
    types = _types(call.params)
    if types:
        matches.append(lambda event: any(fnmatchcase(event["type"], wanted) for wanted in types))
    if "delivery_success" in call.params:
        is_wanted = call.params["delivery_success"]
        matches.append(lambda event: (event["pending_webhooks"] == 0) == is_wanted)
    return call.show_page(world, kind="event", url="/v1/events", matches=matches)


def _types(given: Json) -> list[str]:
    if "type" in given and "types" in given:
        raise invalid("You may pass either type or types, but not both.", param="types")
    types = given.get("types", [given["type"]] if "type" in given else [])
    if len(types) > TYPES_MAX:
        raise invalid("types can have at most 20 entries", param="types")
    return list(types)


LISTED = PAGING | {"created", "delivery_success", "type", "types"}
ENDPOINTS = (
    Endpoint("GET", "/v1/events", "EventListParams", list_all, LISTED),
    Endpoint("GET", "/v1/events/{id}", "EventRetrieveParams", retrieve),
)
