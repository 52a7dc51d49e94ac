"""Taking a page's story apart before it is shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage

from cms.models import CampaignPage
from cms.selectors import with_renditions

Block = StreamValue.StreamChild


def split_questions(body: StreamValue) -> tuple[list[Block], list[Block]]:
    """The story, and the questions and answers that are shown on a part of their own."""
    story = [block for block in body if block.block_type != "questions"]
    questions = [block for block in body if block.block_type == "questions"]
    return story, questions


def prepare_images(page: CampaignPage, story: Iterable[Block]) -> None:
    """Load the renditions of all pictures of a page at once."""
    images = list(images_in(story))
    if page.hero_image:
        images.append(page.hero_image)
    with_renditions(images)


def images_in(story: Iterable[Block]) -> Iterator[AbstractImage]:
    """The images of pictures and galleries."""
    for block in story:
        pictures: list[Any] = []
        if block.block_type == "picture":
            pictures = [block.value]
        elif block.block_type == "gallery":
            pictures = list(block.value["pictures"])
        yield from (picture["image"] for picture in pictures if picture["image"])
