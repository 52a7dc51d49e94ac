"""What an endpoint is: a path, the SDK's parameter class, the parameters acted on, and the function that answers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sandbox.expand import Expander
from sandbox.listing import Matcher, page
from sandbox.wire import Json
from sandbox.world import World

PAGING = frozenset({"limit", "starting_after", "ending_before", "expand"})


@dataclass(frozen=True, slots=True)
class Call:
    """One validated call. ``account`` is empty for the platform itself; ``id`` is what the path names."""

    account: str
    params: Json
    id: str = ""

    def show(self, world: World, stored: Json) -> Json:
        """The object as this call's answer, expanded as asked."""
        return Expander(world.store, self.account, world.clock.now()).show(stored, self.params.get("expand", []))

    def show_page(self, world: World, *, kind: str, url: str, matches: Iterable[Matcher] = ()) -> Json:
        listed = page(world.store, account=self.account, kind=kind, url=url, params=self.params, matches=matches)
        expander = Expander(world.store, self.account, world.clock.now())
        return expander.show_list(listed, self.params.get("expand", []))


Handler = Callable[[World, Call], Json]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the routing table.

    Args:
        path: with ``{id}`` where an identifier stands.
        schema: class in ``stripe.params``.
        supported: dotted names of the parameters that the handler acts on.
    """

    method: str
    path: str
    schema: str
    handler: Handler
    supported: frozenset[str] = frozenset({"expand"})
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pattern = re.escape(self.path).replace(r"\{id\}", r"(?P<id>[^/]+)")
        object.__setattr__(self, "pattern", re.compile(pattern))
