"""The pages' HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from sandbox.cards import CARDS
from sandbox.pages.form import CardForm
from sandbox.pages.texts import money
from sandbox.wire import Json

Texts = Mapping[str, str]
RIDGE = (
    '<svg class="ridge" viewBox="0 0 1440 150" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<path fill="#c2e5d1" d="M0 62C180 12 330 20 520 52S900 98 1080 50s260-40 360-18v118H0z"/>'
    '<path fill="#71c598" d="M0 92c220-40 420-22 640 4s480 26 800-32v86H0z"/>'
    '<path fill="#ffd43d" d="M0 112c260-26 520-8 760 6s460 6 680-22v54H0z"/>'
    '<path fill="#2cac6e" d="M0 128c300-16 560-6 820 2s420 0 620-14v34H0z"/></svg>'
)
LOCK = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/></svg>'
)
BACK = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<path d="M19 12H5.5M11 6l-6 6 6 6"/></svg>'
)
STOP = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.2"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the form."""

    name: str
    autocomplete: str
    inputmode: str = "text"
    type: str = "text"
    maxlength: int = 60


EMAIL = Field("email", "email", inputmode="email", type="email", maxlength=200)
NUMBER = Field("number", "cc-number", inputmode="numeric", maxlength=30)
EXPIRY = Field("expiry", "cc-exp", inputmode="numeric", maxlength=9)
CVC = Field("cvc", "cc-csc", inputmode="numeric", maxlength=6)
NAME = Field("name", "cc-name", maxlength=100)


def document(texts: Texts, title: str, main: str) -> str:
    """The frame of every page; ``main`` is finished HTML."""
    return (
        f'<!doctype html><html lang="{texts["language"]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{escape(title)}｜{texts["test"]}</title><link rel="stylesheet" href="/c/page.css"></head><body>'
        f'<header class="ribbon"><p><strong class="mark">{texts["test"]}</strong> <span>{texts["test_note"]}</span></p>'
        f"</header><main>{main}</main>"
        f'<footer>{RIDGE}<div class="ground"><p>{texts["foot"]}</p></div></footer></body></html>'
    )


def notice(texts: Texts, name: str, *, link: tuple[str, str] | None = None, **values: str) -> str:
    """A page that says one thing. ``link`` is (address, name of its text)."""
    title = texts[f"{name}_title"]
    body = escape(texts[name].format(**values))
    button = f'<p><a class="button" href="{escape(link[0])}">{texts[link[1]]}</a></p>' if link else ""
    return document(texts, title, f'<div class="sheet notice"><h1>{title}</h1><p>{body}</p>{button}</div>')


def payment(texts: Texts, session: Json, merchant: str, form: CardForm, errors: Mapping[str, str]) -> str:
    """The payment page. ``errors``: field to name of a text; the field ``""`` holds what the bank said."""
    title = texts["pay_title"].format(merchant=merchant)
    amount = money(dict(texts), session["amount_total"], session["currency"])
    back = session["cancel_url"]
    back_link = f'<p class="back"><a href="{escape(back)}">{BACK}{texts["back"]}</a></p>' if back else ""
    main = (
        f'<div class="columns"><div class="order">{back_link}<h1>{escape(title)}</h1>'
        f'<p class="amount">{escape(amount)}</p>{_order(texts, session, amount)}</div>'
        f'<div class="sheet">{_summary(texts, errors)}<h2>{texts["card_heading"]}</h2>'
        f'<p class="small">{texts["all_required"]}</p>{_form(texts, form, errors, amount)}{_cards(texts)}</div></div>'
    )
    return document(texts, (texts["error_title"] if errors else "") + title, main)


def _order(texts: Texts, session: Json, amount: str) -> str:
    lines = []
    for item in session["_line_items"]:
        details = [item["_explanation"]] if item["_explanation"] else []
        if item["quantity"] > 1:
            details.append(texts["quantity"].format(quantity=item["quantity"]))
        small = "".join(f"<small>{escape(detail)}</small>" for detail in details)
        sum_ = escape(money(dict(texts), item["amount_total"], item["currency"]))
        lines.append(f"<div><dt>{escape(item['description'])}{small}</dt><dd>{sum_}</dd></div>")
    if len(lines) > 1:
        lines.append(f'<div class="sum"><dt>{texts["total"]}</dt><dd>{escape(amount)}</dd></div>')
    if session["customer_email"]:
        lines.append(f'<div><dt>{texts["email"]}</dt><dd class="plain">{escape(session["customer_email"])}</dd></div>')
    return f'<h2 class="quiet">{texts["order"]}</h2><dl>{"".join(lines)}</dl>'


def _summary(texts: Texts, errors: Mapping[str, str]) -> str:
    if not errors:
        return ""
    bank = errors.get("")
    heading = texts["declined"] if bank else texts["summary"]
    first = f"<p>{texts[bank]}。{texts['no_charge']}</p>" if bank and texts["language"] == "ja" else ""
    first = f"<p>{texts[bank]}. {texts['no_charge']}</p>" if bank and not first else first
    links = "".join(f'<li><a href="#{field}">{texts[error]}</a></li>' for field, error in errors.items() if field)
    return (
        f'<div class="errors" role="alert" tabindex="-1" autofocus><h2>{STOP}{heading}</h2>{first}'
        f"{f'<ul>{links}</ul>' if links else ''}</div>"
    )


def _form(texts: Texts, form: CardForm, errors: Mapping[str, str], amount: str) -> str:
    email = _input(texts, EMAIL, form.email, errors) if form.needs_email else ""
    pair = _input(texts, EXPIRY, form.expiry, errors) + _input(texts, CVC, "", errors)
    return (
        f'<form method="post" novalidate>{email}{_input(texts, NUMBER, form.number, errors)}'
        f'<div class="pair">{pair}</div>{_input(texts, NAME, form.name, errors)}'
        f'<button class="give" type="submit">{LOCK}{escape(texts["pay"].format(amount=amount))}</button></form>'
    )


def _input(texts: Texts, field: Field, value: str, errors: Mapping[str, str]) -> str:
    name = field.name
    error = errors.get(name)
    message = f'<p class="error" id="{name}-error">{STOP}{texts[error]}</p>' if error else ""
    invalid = f' aria-invalid="true" aria-describedby="{name}-hint {name}-error"' if error else ""
    described = invalid or f' aria-describedby="{name}-hint"'
    return (
        f'<div class="field{" wrong" if error else ""}"><label for="{name}">{texts[name]}</label>'
        f'<p class="hint" id="{name}-hint">{texts[f"{name}_hint"]}</p>{message}'
        f'<input id="{name}" name="{name}" type="{field.type}" inputmode="{field.inputmode}" required '
        f'autocomplete="{field.autocomplete}" maxlength="{field.maxlength}" value="{escape(value)}"{described}></div>'
    )


def _cards(texts: Texts) -> str:
    rows = "".join(
        f"<li><b>{' '.join(card.number[at : at + 4] for at in range(0, 16, 4))}</b>"
        f"<span>{texts[f'effect_{card.purpose}']}</span></li>"
        for card in CARDS
    )
    return (
        f"<details><summary>{texts['cards']}</summary>"
        f'<p class="small">{texts["cards_note"]}</p><ul>{rows}</ul></details>'
    )


def authentication(texts: Texts, *, merchant: str, amount: str, last4: str) -> str:
    """The page on which the payer's bank would ask for a password."""
    title = texts["bank_title"]
    facts = (
        (texts["bank_merchant"], merchant),
        (texts["bank_amount"], amount),
        (texts["bank_card"], texts["bank_card_value"].format(last4=last4)),
    )
    rows = "".join(f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>" for label, value in facts)
    lead = escape(texts["bank"].format(merchant=merchant, amount=amount))
    return document(
        texts,
        title,
        f'<div class="sheet notice"><h1>{title}</h1><p>{lead}</p><dl>{rows}</dl>'
        f'<p class="small">{texts["bank_note"]}</p>'
        f'<form method="post" class="choice"><button class="button" name="outcome" value="approve">{texts["approve"]}'
        f'</button><button class="button second" name="outcome" value="fail">{texts["fail"]}</button></form></div>',
    )
