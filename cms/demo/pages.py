"""The demo's pages: home, guide, notices, municipalities and the stories of campaigns."""

import re
from typing import Any

from cms.demo.campaigns import DemoCampaign
from cms.demo.places import Places
from cms.demo.texts import LANGUAGES, Table, names_below, read_texts
from cms.services import (
    Body,
    HomeText,
    Story,
    Text,
    campaign_page_publish,
    municipality_page_ensure,
    site_root_ensure,
    standard_page_publish,
)

# Blocks whose value is a list under this name, with an optional title beside it.
_LISTS = {"figures": "tiles", "timeline": "steps", "people": "people", "questions": "questions"}
_LIST_SIGNS = {"- ": "ul", "1. ": "ol"}
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def pages_load(places: Places, campaigns: list[DemoCampaign]) -> None:
    """Publish every page in every language. Pages of campaigns still in preparation are shown to nobody."""
    site_root_ensure(texts={language: HomeText(**texts) for language, texts in read_texts("home").items()})
    for name in names_below("pages"):
        _standard_page(name.split("/")[1].split("_", 1)[1], read_texts(name))
    towns = read_texts("towns")
    for slug, town in places.towns.items():
        texts = {language: _text(towns[slug][language]) for language in LANGUAGES}
        municipality_page_ensure(municipality=town, texts=texts)
    for demo in campaigns:
        for language in LANGUAGES:
            _campaign_page(demo, language)


def _standard_page(slug: str, texts: Table) -> None:
    for language in LANGUAGES:
        standard_page_publish(language=language, slug=slug, text=_text({**texts[language], **texts["place"]}))


def _text(texts: Table) -> Text:
    return Text(**{**texts, "body": stream(texts.get("body", []))})


def _campaign_page(demo: DemoCampaign, language: str) -> None:
    texts = demo.texts[language]
    story = Story(
        lead=texts["lead"],
        body=stream(texts["story"]),
        hero_alt=texts["hero_alt"],
        hero_caption=texts["hero_caption"],
        drawing=demo.texts["drawing"],
    )
    campaign_page_publish(campaign=demo.campaign, language=language, slug=demo.slug, story=story)


def stream(blocks: list[Table]) -> Body:
    """Raw stream data from written blocks: tables with the block's name as a key, such as ``heading = "…"``."""
    return [_block(block) for block in blocks]


def _block(written: Table) -> dict[str, Any]:
    name = next(key for key in written if key not in {"title", "level"})
    value = written[name]
    if name == "heading":
        value = {"text": value, "level": written.get("level", "h2")}
    elif name == "paragraph":
        value = prose(value)
    elif name == "call":
        value = {"text": value}
    elif name in _LISTS:
        items = [{**item, "answer": prose(item["answer"])} if name == "questions" else item for item in value]
        value = {_LISTS[name]: items} | ({"title": written["title"]} if "title" in written else {})
    return {"type": name, "value": value}


def prose(text: str) -> str:
    """Rich text: paragraphs parted by empty lines, lists of lines that begin with ``- `` or ``1. ``, ``**bold**``."""
    return _BOLD.sub(r"<b>\1</b>", "".join(_part(part) for part in text.strip().split("\n\n")))


def _part(part: str) -> str:
    for sign, tag in _LIST_SIGNS.items():
        if part.startswith(sign):
            items = "".join(f"<li>{line.removeprefix(sign)}</li>" for line in part.splitlines())
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{part}</p>"
