"""The hosted page over HTTP: what it says, what it refuses, where it leads."""

import re
from html import unescape

import pytest
import requests

from sandbox import SandboxServer
from tests.sandbox.visitor import CANCEL_URL, Visitor, priced

GOOD = {"number": "4242 4242 4242 4242", "expiry": "12 / 34", "cvc": "123", "name": "TARO YAMADA"}


def posted(url: str | None, **changes: str) -> requests.Response:
    return requests.post(str(url), data=GOOD | changes, allow_redirects=False, timeout=5)


def errors_in(page: str) -> dict[str, str]:
    """Field to the sentence beside it."""
    return {
        field: re.sub("<[^>]*>", "", text)
        for field, text in re.findall(r'<p class="error" id="(\w+)-error">(.*?)</p>', page)
    }


def value_in(page: str, field: str) -> str:
    found = re.search(rf'<input id="{field}"[^>]* value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_the_page_says_who_is_paid_what_for_how_much_and_that_it_is_a_test(visitor: Visitor) -> None:
    page = requests.get(str(visitor.session().url), timeout=5).text
    for words in ("越野市", "12,000円", "棚田の石積み", "テスト環境", "hanako@example.jp", '<html lang="ja">'):
        assert words in page
    assert f'href="{CANCEL_URL}"' in page
    assert "<script" not in page
    assert "style=" not in page


def test_the_page_may_load_nothing_but_its_style(visitor: Visitor) -> None:
    answer = requests.get(str(visitor.session().url), timeout=5)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert "form-action 'self' http://127.0.0.1:9" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    style = requests.get(f"{visitor.base_url}/c/page.css", timeout=5)
    assert style.headers["Content-Type"].startswith("text/css")
    assert "url(" not in style.text


@pytest.mark.parametrize(
    ("locale", "accepted", "language"),
    [("en", "ja", "en"), ("ja", "en", "ja"), ("auto", "en-US", "en"), ("auto", "fr", "ja"), (None, "en", "en")],
)
def test_the_session_or_the_browser_chooses_the_language(
    visitor: Visitor, locale: str | None, accepted: str, language: str
) -> None:
    session = visitor.session(locale=locale) if locale else visitor.session(locale="auto")
    page = requests.get(str(session.url), headers={"Accept-Language": accepted}, timeout=5).text
    assert f'<html lang="{language}">' in page
    assert ("¥12,000" in page) is (language == "en")


def test_paying_leads_back_to_the_merchant(visitor: Visitor) -> None:
    session = visitor.session()
    answer = posted(session.url)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://127.0.0.1:9/done?session={session.id}"
    paid = visitor.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}, visitor.options)
    assert paid.payment_status == "paid"
    assert paid.customer_details.name == "TARO YAMADA"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "number", ["4242424242424242", "４２４２　４２４２　４２４２　４２４２", "4242-4242-4242-4242"]
)
@pytest.mark.parametrize("expiry", ["1234", "12/34", "12/2034", "１２／３４"])
def test_digits_are_taken_as_people_type_them(visitor: Visitor, number: str, expiry: str) -> None:
    assert posted(visitor.session().url, number=number, expiry=expiry).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("number", "", "入力してください"),
        ("number", "4242", "すべて"),
        ("number", "4242 4242 4242 4241", "誤り"),
        ("number", "4111 1111 1111 1111", "テスト用カード"),
        ("number", "一二三四", "すべて"),
        ("expiry", "13/34", "12/34"),
        ("expiry", "tomorrow", "12/34"),
        ("expiry", "01/20", "過ぎています"),
        ("cvc", "12", "3けた"),
        ("cvc", "12a", "3けた"),
        ("name", "  ", "名義"),
    ],
)
def test_a_mistake_is_named_beside_its_field(visitor: Visitor, field: str, typed: str, part: str) -> None:
    page = posted(visitor.session().url, **{field: typed}).text
    errors = errors_in(page)
    assert list(errors) == [field]
    assert part in errors[field]
    assert f'<a href="#{field}">' in page
    assert page.count('aria-invalid="true"') == 1
    assert "<title>エラー：" in page
    assert visitor.events() == []


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("4000000000000002", "承認されませんでした"),
        ("4000000000009995", "足りません"),
        ("4000000000000069", "有効期限が切れています"),
        ("4000000000000127", "セキュリティコードが違います"),
        ("4000000000000119", "問題が起きました"),
    ],
)
def test_a_decline_keeps_what_was_typed_but_the_security_code(visitor: Visitor, number: str, part: str) -> None:
    session = visitor.session()
    page = posted(session.url, number=number).text
    assert part in page
    assert "お金は引き落とされていません" in page
    assert [value_in(page, field) for field in ("number", "expiry", "cvc", "name")] == [
        number,
        "12 / 34",
        "",
        "TARO YAMADA",
    ]
    assert posted(session.url).status_code == 303


def test_pressing_twice_pays_once(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    first, second = posted(session.url), posted(session.url)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(sandbox.books(visitor.options["stripe_account"])["charges"]) == 1


def test_a_complete_and_an_expired_session_say_so(sandbox: SandboxServer, visitor: Visitor) -> None:
    paid, late = visitor.session(), visitor.session()
    posted(paid.url)
    assert "完了しています" in requests.get(str(paid.url), timeout=5).text
    sandbox.controls.advance(seconds=4_000)
    for page in (requests.get(str(late.url), timeout=5).text, posted(late.url).text):
        assert "期限が過ぎました" in page
        assert f'href="{CANCEL_URL}"' in page


def test_an_unknown_page_is_not_found(sandbox: SandboxServer) -> None:
    for path in ("pay/cs_test_none", "authenticate/pi_none", "else"):
        assert requests.get(f"{sandbox.base_url}/c/{path}", timeout=5).status_code == 404


def test_texts_are_escaped(visitor: Visitor) -> None:
    items = priced(500)
    items[0]["price_data"]["product_data"]["name"] = '<script>alert("x")</script>'
    session = visitor.session(line_items=items)
    page = posted(session.url, name='"><b>', number="1").text
    assert "<script" not in page
    assert "<b>" not in page.partition("<details>")[0]
    assert value_in(page, "name") == '"><b>'


def test_without_an_address_the_page_asks_for_one(visitor: Visitor) -> None:
    session = visitor.session(customer_email="x@example.jp")
    assert 'id="email"' not in requests.get(str(session.url), timeout=5).text
    params = {"mode": "payment", "line_items": priced(500), "success_url": CANCEL_URL}
    session = visitor.v1.checkout.sessions.create(params, visitor.options)  # type: ignore[arg-type]
    assert list(errors_in(posted(session.url, email="nobody").text)) == ["email"]
    assert posted(session.url, email="taro@example.jp").status_code == 303
    found = visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options)
    assert found.customer_details.email == "taro@example.jp"  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["4000 0027 6000 3184", "4000 0025 0000 3155"])
def test_the_bank_asks_and_the_payer_answers(visitor: Visitor, number: str) -> None:
    session = visitor.session()
    bank = posted(session.url, number=number).headers["Location"]
    assert "本人認証" in requests.get(bank, timeout=5).text

    failed = requests.post(bank, data={"outcome": "fail"}, timeout=5)
    assert "本人認証ができませんでした" in failed.text
    assert "終わっています" in requests.get(bank, timeout=5).text

    bank = posted(session.url, number=number).headers["Location"]
    for _ in range(2):
        done = requests.post(bank, data={"outcome": "approve"}, allow_redirects=False, timeout=5)
        assert done.headers["Location"] == f"http://127.0.0.1:9/done?session={session.id}"
    assert visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options).payment_status == "paid"


def test_an_intent_of_its_own_returns_to_its_address(visitor: Visitor) -> None:
    intent = visitor.paid_intent(payment_method="pm_card_authenticationRequired")
    url = intent.next_action.redirect_to_url.url  # type: ignore[union-attr]
    done = requests.post(str(url), data={"outcome": "approve"}, allow_redirects=False, timeout=5)
    assert done.headers["Location"].startswith(f"{CANCEL_URL}?payment_intent={intent.id}&")
    assert done.headers["Location"].endswith("redirect_status=succeeded")
