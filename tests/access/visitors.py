"""Kinds of visitors, each a browser that is set back before every request."""

from http.cookies import SimpleCookie

from django.test import Client

from accounts.models import User
from cms.projection import staff_project_all
from donations.views.door import cookie_name
from tests.access.world import A_WORD, B_WORD, World, person, yesterday
from tests.factories import assign

# The order of the table's columns. Coordinators, finance staff, treasurers and auditors have no rights on any page of
# today: test_roles.py holds them equal to ``donor``, somebody with an account and no assignment.
KINDS = ("anonymous", "giver_a", "donor", "staff_a", "staff_b", "former_a", "operator")


class Visitor:
    """One browser, signed in or not, with the same cookies for every request."""

    def __init__(self, kind: str, *, user: User | None = None, cookies: dict[str, str] | None = None) -> None:
        self.kind = kind
        self.user = user
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        for name, value in (cookies or {}).items():
            self.client.cookies[name] = value
        self._cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def fresh(self) -> Client:
        """The browser as it was when it came."""
        self.client.cookies = SimpleCookie(self._cookies)
        return self.client


def make_visitors(world: World) -> dict[str, Visitor]:
    """One of each kind, in the table's order."""
    a, b = world.a.municipality, world.b.municipality
    staff_a, staff_b, former = (person(word) for word in (A_WORD, B_WORD, A_WORD))
    assign(staff_a, a)
    assign(staff_b, b)
    assign(former, a, valid_to=yesterday())
    staff_project_all()
    visitors = [
        Visitor("anonymous"),
        Visitor("giver_a", cookies={cookie_name(world.a.campaign): world.a.token}),
        Visitor("donor", user=person("donor")),
        Visitor("staff_a", user=staff_a),
        Visitor("staff_b", user=staff_b),
        Visitor("former_a", user=former),
        Visitor("operator", user=person("operator", is_superuser=True)),
    ]
    return {visitor.kind: visitor for visitor in visitors}
