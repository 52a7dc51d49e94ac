"""Reading and writing yen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.yen import YEN_MAX_JPY, YenFormatError, format_yen, parse_yen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12000", 12_000),
        ("12,000", 12_000),
        ("１２，０００", 12_000),
        ("１２０００円", 12_000),
        ("¥12,000", 12_000),
        ("￥１２,０００", 12_000),
        (" 2000 ", 2_000),
        ("0", 0),
        ("99999999", 99_999_999),
    ],
)
def test_amounts_are_read_as_people_type_them(text, expected):
    assert parse_yen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-1", "－１", "1000.5", "１０００．５", "1e5", "0x10", "一千", "五千円", "1 000", "1,00", "12,0000",
        "NaN", "inf", "10,000,", ",100", "1000円円", "1" * 1_000_000, "²", "١٢٣", "1000\n2000", "1_000", "+5",
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_never_guessed(text):
    with pytest.raises(YenFormatError):
        parse_yen(text)


@given(st.integers(min_value=0, max_value=YEN_MAX_JPY))
def test_what_is_written_is_read_again(amount_jpy):
    wide = format_yen(amount_jpy).translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse_yen(format_yen(amount_jpy)) == parse_yen(wide) == parse_yen(str(amount_jpy)) == amount_jpy


@given(st.text(max_size=30))
def test_whatever_is_read_was_digits_and_commas_alone(text):
    """An independent reader: drop what may be dropped, and the rest must be the number itself."""
    try:
        amount = parse_yen(text)
    except YenFormatError:
        return
    digits = [str(int(c)) for c in text if c.isdecimal()]
    assert amount == int("".join(digits))
    assert not set(text) & set("-－.．eE")
