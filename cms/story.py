"""Taking a page's story apart before it is shown."""

from collections.abc import Iterable
from typing import Any

from wagtail.blocks import StreamValue

from cms.models import CampaignPage
from cms.pictures import images_in
from cms.selectors import with_renditions

Block = Any

QUESTIONS = "questions"


def story_of(body: StreamValue) -> list[Block]:
    """What the story's part shows: everything but questions and answers."""
    return [body[place] for place, raw in enumerate(body.raw_data) if raw["type"] != QUESTIONS]


def questions_of(body: StreamValue) -> list[Block]:
    """The questions and answers, which have a part of their own. Nothing else of the body is loaded."""
    return [body[place] for place, raw in enumerate(body.raw_data) if raw["type"] == QUESTIONS]


def prepare_images(page: CampaignPage, story: Iterable[Block]) -> None:
    """Load the renditions of all pictures of a page at once."""
    images = list(images_in(story))
    if page.hero_image:
        images.append(page.hero_image)
    with_renditions(images)
