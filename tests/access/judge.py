"""What an answer is, and what it must not say."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.access.arguments import Target
from tests.access.world import A_WORD, B_WORD, DONOR, HIDDEN, MAIL

METHODS = ("GET", "POST", "PUT", "DELETE")
LOGIN = "/admin/login/"
STRANGERS = frozenset({"anonymous", "giver_a", "donor", "former_a"})
# Different in every answer, and says nothing: tokens, names of files made anew, ids of blocks and of open editors.
NOISE = re.compile(
    r"\b[A-Za-z0-9]{64}\b|\b[A-Za-z0-9]{32}$|/media/images/[\w.-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|editing-sessions/[\w/]+|key\\&quot;: \\&quot;\w{5}\\",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as the table and the judge see it."""

    outcome: str
    text: str


# Fields without which Wagtail cannot read a form at all; the rest is left empty.
FORMS = {
    "wagtailadmin_pages:add": {"body-count": "0"},
    "wagtailadmin_pages:edit": {"body-count": "0"},
    "wagtailadmin_pages:revisions_revert": {"body-count": "0"},
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.jp/"},
}
# Staff look at a page as the public will see it, and the public sees both municipalities.
PREVIEWS = frozenset({"wagtailadmin_pages:view_draft", "wagtailadmin_pages:revisions_view"})


def ask(client: Client, method: str, target: Target) -> Answer:
    """One request whose effects on the database are undone."""
    with transaction.atomic():
        if method == "POST":
            response = client.post(target.path, FORMS.get(target.route.name, {}))
        else:
            response = client.generic(method, target.path)
        transaction.set_rollback(True)
    return Answer(outcome=_outcome(response), text=_text(response))


def leaks(visitor: str, target: Target, answer: Answer) -> list[str]:
    """The words that this visitor must not be told at this address."""
    text = answer.text.lower().replace(target.path.lower(), "")
    return [word for word in _forbidden(visitor, target) if word in text]


def stripped(answer: Answer, target: Target) -> str:
    """An answer without what is random and without the address that was asked for."""
    return NOISE.sub("", answer.text).replace(target.path, "")


def _forbidden(visitor: str, target: Target) -> set[str]:
    route = target.route
    if route.is_demo:
        return {DONOR}  # the demonstration's mails are there for everybody, and in the demonstration alone
    words = {MAIL, DONOR}
    if visitor == "giver_a" and target.label == "A" and not route.is_admin:
        words = {MAIL}  # one's own
    if not route.is_admin:
        return words | {HIDDEN}
    if visitor in STRANGERS:
        words |= {A_WORD, B_WORD, HIDDEN}
    other = {"staff_a": B_WORD, "staff_b": A_WORD}.get(visitor)
    if other:
        words.add(f"{other} {HIDDEN}" if route.name in PREVIEWS else other)
    return words


def _outcome(response: HttpResponse) -> str:
    location = response.headers.get("Location", "")
    return f"{response.status_code} login" if location.startswith(LOGIN) else str(response.status_code)


def _text(response: HttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    cookies = "\n".join(morsel.value for morsel in response.cookies.values())
    return f"{response.headers.get('Location', '')}\n{cookies}\n{body.decode(errors='replace')}"
