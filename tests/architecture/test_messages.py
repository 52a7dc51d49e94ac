"""The Japanese catalogue is complete."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def test_every_message_has_its_japanese_and_none_is_a_guess():
    text = CATALOGUE.read_text()
    entries = text.split("\n\n")[1:]
    empty = [entry for entry in entries if re.search(r'^msgstr(\[0\])? ""$(?!\n")', entry, re.MULTILINE)]
    assert empty == []
    assert "#, fuzzy" not in text
    assert len(entries) > 500


def test_placeholders_survive_the_translation():
    for entry in CATALOGUE.read_text().split("\n\n")[1:]:
        ids, _, translated = entry.partition("msgstr")
        assert set(re.findall(r"%\(\w+\)[sd]", translated)) <= set(re.findall(r"%\(\w+\)[sd]", ids)), entry
