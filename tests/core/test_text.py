"""Names: exact for paper, reduced for comparison."""

import pytest

from core.text import exact, reduced, to_digits, to_katakana


def test_the_exact_form_keeps_what_unicode_would_fold():
    assert exact("\ufa19田") == "\ufa19田"  # 神 as a compatibility ideograph
    assert exact("葛\U000e0100") == "葛\U000e0100"
    assert exact("か\u3099") == "が"


def test_the_reduced_form_meets_across_variants():
    assert reduced("葛\U000e0100 城") == reduced("葛城")
    assert reduced("ＡＢＣ") == reduced("abc")


@pytest.mark.parametrize(("typed", "kept"), [("やまだ", "ヤマダ"), ("ﾔﾏﾀﾞ", "ヤマダ"), (" ヤマダ ", "ヤマダ")])
def test_kana_of_any_kind_becomes_katakana(typed, kept):
    assert to_katakana(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("９５０－００００", "950-0000"), ("950ー0000", "950-0000"), ("950 0000", "9500000")]
)
def test_digits_of_any_width_become_ascii(typed, kept):
    assert to_digits(typed) == kept
