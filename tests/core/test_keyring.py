"""Personal data at rest."""

import base64
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core.keyring import KeyRing, SealBrokenError, blind_index
from donations.models import PledgeDraft
from tests.factories import make_campaign, make_draft

OLD = "old:" + base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = "new:" + base64.urlsafe_b64encode(b"n" * 32).decode()


def test_what_was_sealed_under_the_old_key_opens_after_a_rotation_and_the_new_key_writes():
    sealed = KeyRing([OLD]).seal("佐藤".encode(), bound_to="t.c.1")
    rotated = KeyRing([NEW, OLD])
    assert rotated.open(sealed, bound_to="t.c.1").decode() == "佐藤"
    assert rotated.seal(b"", bound_to="t.c.1").startswith(b"new:")


@pytest.mark.parametrize("place", ["t.c.2", "t.d.1", "u.c.1"])
def test_a_ciphertext_opens_only_in_its_own_table_column_and_row(place):
    ring = KeyRing([OLD])
    sealed = ring.seal(b"x", bound_to="t.c.1")
    with pytest.raises(SealBrokenError):
        ring.open(sealed, bound_to=place)


def test_an_altered_ciphertext_and_a_lost_key_are_named():
    ring = KeyRing([OLD])
    sealed = bytearray(ring.seal(b"x", bound_to="t.c.1"))
    sealed[-1] ^= 1
    with pytest.raises(SealBrokenError):
        ring.open(bytes(sealed), bound_to="t.c.1")
    with pytest.raises(SealBrokenError):
        KeyRing([NEW]).open(ring.seal(b"x", bound_to="t.c.1"), bound_to="t.c.1")


def test_a_blind_index_meets_only_within_its_purpose():
    assert blind_index("a@example.jp", purpose="p") == blind_index("a@example.jp", purpose="p")
    assert blind_index("a@example.jp", purpose="p") != blind_index("a@example.jp", purpose="q")


@pytest.mark.django_db
def test_the_column_holds_no_readable_word_and_cannot_be_searched():
    draft = make_draft(make_campaign())
    draft.answers = {"donor": {"family_name": "秘密野"}}
    draft.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM donations_pledgedraft")
        (stored,) = cursor.fetchone()
    assert "秘密野".encode() not in bytes(stored)
    assert PledgeDraft.objects.get().answers == {"donor": {"family_name": "秘密野"}}
    with pytest.raises(TypeError, match="blind index"):
        PledgeDraft.objects.filter(answers={"donor": 1}).exists()
    with pytest.raises(TypeError, match="row by row"):
        PledgeDraft.objects.update(answers={})


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_row_does_not_open():
    campaign = make_campaign()
    first, second = make_draft(campaign, token="a"), make_draft(campaign, token="b")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE donations_pledgedraft SET answers = (SELECT answers FROM donations_pledgedraft WHERE id = %s)"
            " WHERE id = %s",
            [first.pk, second.pk],
        )
    with pytest.raises(SealBrokenError):
        _ = PledgeDraft.objects.get(pk=second.pk).answers


@pytest.mark.django_db
def test_after_resealing_the_old_key_may_go(settings):
    settings.FIELD_KEYS = [OLD]
    draft = make_draft(make_campaign(), token="a")
    draft.answers = {"donor": {"family_name": "秘密野"}}
    draft.save()
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("reseal", stdout=StringIO())
    settings.FIELD_KEYS = [NEW]
    assert PledgeDraft.objects.get().answers == {"donor": {"family_name": "秘密野"}}
    again = StringIO()
    call_command("reseal", stdout=again)
    assert "PledgeDraft.answers: 0 sealed again" in again.getvalue()
