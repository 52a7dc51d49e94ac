"""The site of the tests: two municipalities with their pages."""

import pytest

from tests.cms.site import TestSite, build_site


@pytest.fixture
def site(db) -> TestSite:
    """Home and search in both languages, two municipalities, one open campaign each."""
    return build_site()
