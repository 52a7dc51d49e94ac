"""The images of a story."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.images.models import AbstractImage


def images_in(story: Iterable[Any]) -> Iterator[AbstractImage]:
    """The images of pictures and galleries among the blocks of a stream."""
    for block in story:
        pictures: list[Any] = []
        if block.block_type == "picture":
            pictures = [block.value]
        elif block.block_type == "gallery":
            pictures = list(block.value["pictures"])
        yield from (picture["image"] for picture in pictures if picture["image"])
