"""Codes of local governments."""

import pytest

from municipalities.rules import check_digit, is_code


@pytest.mark.parametrize("code", ["011002", "131016", "324493"])
def test_published_codes_have_the_check_digit_that_we_compute(code):
    assert is_code(code)
    assert check_digit(code[:5]) == int(code[5])


@pytest.mark.parametrize("code", ["011003", "01100", "０１１００２", "abcdef", ""])
def test_anything_else_is_no_code(code):
    assert not is_code(code)
