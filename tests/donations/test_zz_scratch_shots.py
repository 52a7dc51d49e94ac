
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

def test_dbg(campaign, live_site, sandbox_server, new_context):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    for name in walk(page, live_site, campaign, sandbox_server):
        if name == "confirm":
            print(page.eval_on_selector(".email", "e => { const o = {}; let n = e; const out=[]; while (n) { const s = getComputedStyle(n); out.push([n.tagName, n.className, s.overflow, s.lineHeight, s.fontFamily.slice(0,40), s.contain, s.clipPath, n.getBoundingClientRect().height]); n = n.parentElement } return out }"))
            page.locator(".email").screenshot(path="/tmp/w/e1.png")
            page.eval_on_selector(".email", "e => e.classList.remove('num')")
            page.locator("section:has(.email)").screenshot(path="/tmp/w/e2.png")
            break
