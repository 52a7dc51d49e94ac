
import pytest

from tests.donations.test_giving_browser import *  # noqa
from tests.donations.test_giving_browser import campaign, walk  # noqa


@pytest.fixture
def stack_env(stack_env):
    return {**stack_env, "DJANGO_SETTINGS_MODULE": "scratch_settings", "PYTHONPATH": "/tmp/w:/work/main"}

@pytest.mark.parametrize("width", [390, 1280])
def test_shots(campaign, live_site, sandbox_server, new_context, width):
    page = new_context(viewport={"width": width, "height": 844}).new_page()
    for name in walk(page, live_site, campaign, sandbox_server):
        page.screenshot(path=f"/tmp/w/giving_shots/{name}-{width}.png", full_page=True)
