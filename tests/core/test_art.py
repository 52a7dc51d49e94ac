"""Pictures by code: stable, well-formed, quiet."""

import re
from xml.etree import ElementTree as ET

import pytest

from core.art.hero import hero_svg
from core.art.land import land_svg
from core.art.landscape import Subject, landscape_svg
from core.art.mon import mon_svg
from core.art.palettes import Palette
from core.art.patterns import Pattern
from core.art.pen import Dice, curve, height_at, number

GIVING = ("#c74700", "#ac3e00", "#8b3200")


def ids_of(svg):
    return re.findall(r'\bid="([^"]+)"', svg)


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_is_a_well_formed_picture_of_modest_size(subject):
    svg = landscape_svg(seed="4f2a", subject=subject)

    root = ET.fromstring(svg)  # noqa: S314  (we wrote it)
    assert root.get("viewBox") == "0 0 640 360"
    assert len(svg) < 60_000
    assert "nan" not in svg


@pytest.mark.parametrize("subject", Subject)
def test_a_picture_obeys_the_content_policy_and_the_look(subject):
    svg = landscape_svg(seed="4f2a", subject=subject)

    assert "style" not in svg
    assert "Gradient" not in svg
    assert not any(orange in svg for orange in GIVING)


@pytest.mark.parametrize("subject", Subject)
def test_everything_it_points_to_exists_and_bears_ids_of_its_own(subject):
    svg, other = (landscape_svg(seed=seed, subject=subject) for seed in ("one", "two"))

    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids_of(svg))
    assert len(set(ids_of(svg))) == len(ids_of(svg))
    assert not set(ids_of(svg)) & set(ids_of(other))


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    first = landscape_svg(seed="a", subject=Subject.TERRACES)

    assert landscape_svg(seed="a", subject=Subject.TERRACES) == first
    assert landscape_svg(seed="b", subject=Subject.TERRACES) != first


@pytest.mark.parametrize("palette", Palette)
@pytest.mark.parametrize("pattern", Pattern)
def test_every_hour_goes_with_every_pattern(palette, pattern):
    svg = landscape_svg(seed="a", subject=Subject.MILL, pattern=pattern, palette=palette)

    ET.fromstring(svg)  # noqa: S314  (we wrote it)
    assert palette.colours.sky in svg


def test_the_numbers_of_a_seed_never_change():
    """Pictures are cached for a year: not even a new Python may move a hill."""
    dice = Dice("minori")
    assert [round(dice.between(0, 100), 4) for _ in range(10)] == [
        9.5297,
        50.0946,
        18.7519,
        83.2706,
        8.9203,
        56.8827,
        90.2707,
        65.8753,
        36.8606,
        81.6463,
    ]


def test_a_curve_passes_through_its_points():
    path = curve([(0, 10), (50, 20.25), (100, 10)])

    assert path.startswith("M0 10C")
    assert "50 20.2" in path
    assert path.endswith("100 10")


def test_heights_between_points_lie_on_the_line():
    assert height_at([(0, 0), (10, 20)], 5) == 10
    assert height_at([(0, 0), (10, 20)], 99) == 20


@pytest.mark.parametrize(
    ("value", "written"), [(3.0, "3"), (2.46, "2.5"), (-0.04, "0"), (-10.04, "-10"), (-0.5, "-0.5")]
)
def test_coordinates_are_written_short(value, written):
    assert number(value) == written


def test_a_crest_belongs_to_its_seed_and_is_hidden_from_readers():
    assert mon_svg("koshino") == mon_svg("koshino")
    assert len({mon_svg(f"group {place}") for place in range(40)}) > 30
    assert 'aria-hidden="true"' in mon_svg("koshino")


def test_the_land_and_the_hero_are_hidden_from_readers_and_have_no_style():
    for svg in (land_svg(), hero_svg()):
        ET.fromstring(svg)  # noqa: S314  (we wrote it)
        assert 'aria-hidden="true"' in svg
        assert "style" not in svg
