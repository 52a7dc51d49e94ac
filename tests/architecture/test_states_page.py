"""The page of states is the tables."""

from scripts.states_page import PAGE, page


def test_the_page_says_what_the_tables_say():
    assert PAGE.read_text() == page(), "run make docs"
