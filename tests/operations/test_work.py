"""Work rows: leased, finished, tried again, parked."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from municipalities.models import Municipality
from operations.models import OutboxMessage
from operations.outbox import Mail, message_send, message_write
from operations.work import due_ids, enqueue_on_commit, leased, row_finish, row_park, row_retry
from tests.factories import MunicipalityFactory

LETTER = Mail(
    to="hanako@example.jp", subject="お礼", text="ありがとうございます。", html="<p>ありがとうございます。</p>"
)


@pytest.fixture
def row(db):
    return message_write(municipality_id=MunicipalityFactory().pk, occasion="donation:1:thanks", mail=LETTER)


def test_a_leased_row_is_not_due_until_its_lease_ends(row, settings, time_machine):
    settings.WORK_LEASE_SECONDS = 45
    time_machine.move_to(timezone.now())
    with leased(OutboxMessage, row.pk) as mine:
        assert mine.attempts == 1
        with leased(OutboxMessage, row.pk) as second:
            assert second is None
        assert due_ids(OutboxMessage) == []
        time_machine.shift(timedelta(seconds=46))
        assert due_ids(OutboxMessage) == [row.pk]


def test_the_control_without_a_lease_two_workers_take_the_same_row(row, settings):
    settings.WORK_LEASE_SECONDS = -1
    with leased(OutboxMessage, row.pk) as first, leased(OutboxMessage, row.pk) as second:
        assert first == second == row


def test_a_finished_row_is_never_due_again(row):
    with leased(OutboxMessage, row.pk) as mine:
        row_finish(mine)
    assert due_ids(OutboxMessage) == []


def test_a_failure_waits_longer_each_time_and_is_parked_in_the_end(row, settings, time_machine):
    settings.WORK_MAX_ATTEMPTS, settings.WORK_BACKOFF_SECONDS = 3, 10
    time_machine.move_to(timezone.now(), tick=False)
    for wait in (10, 20):
        with leased(OutboxMessage, row.pk) as mine:
            row_retry(mine, problem="mail server: down")
        assert mine.due_at == timezone.now() + timedelta(seconds=wait)
        time_machine.shift(timedelta(seconds=wait))
    with leased(OutboxMessage, row.pk) as mine:
        row_retry(mine, problem="mail server: down")
    assert mine.parked_at is not None
    assert due_ids(OutboxMessage) == []


def test_poison_that_kills_every_worker_is_parked_and_does_not_stop_the_others(row, settings, time_machine):
    settings.WORK_MAX_ATTEMPTS = 2
    time_machine.move_to(timezone.now())
    other = message_write(municipality_id=row.municipality_id, occasion="donation:2:thanks", mail=LETTER)
    for _ in range(2):
        with leased(OutboxMessage, row.pk):
            pass  # the worker dies here: nothing is written
        time_machine.shift(timedelta(minutes=5))
    with leased(OutboxMessage, row.pk) as mine:
        assert mine is None
    row.refresh_from_db()
    assert "died" in row.problem
    assert due_ids(OutboxMessage) == [other.pk]


def test_a_parked_row_names_its_problem_within_its_column(row):
    with leased(OutboxMessage, row.pk) as mine:
        row_park(mine, problem="x" * 1_000)
    row.refresh_from_db()
    assert len(row.problem) == 300


class TestOutbox:
    """Mails leave once."""

    def test_the_same_occasion_writes_one_mail(self, row):
        again = message_write(municipality_id=row.municipality_id, occasion=row.occasion, mail=LETTER)
        assert again == row

    def test_a_mail_is_sent_once_whoever_asks_how_often(self, row, mailoutbox):
        for _ in range(3):
            message_send(message_id=row.pk)
        (letter,) = mailoutbox
        assert letter.to == ["hanako@example.jp"]
        assert letter.extra_headers["Message-ID"] == row.message_id

    def test_a_mail_server_that_is_down_loses_nothing(self, row, mailoutbox, monkeypatch, settings):
        settings.WORK_BACKOFF_SECONDS = 0

        def refuse(*_arguments, **_named):
            raise ConnectionRefusedError

        with monkeypatch.context() as down:
            down.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
            message_send(message_id=row.pk)
        row.refresh_from_db()
        assert row.problem == "mail server: ConnectionRefusedError"
        OutboxMessage.objects.update(due_at=timezone.now())
        message_send(message_id=row.pk)
        assert len(mailoutbox) == 1

    def test_what_the_mail_says_is_not_readable_in_the_table(self, row):
        with connection.cursor() as cursor:
            cursor.execute("SELECT mail FROM operations_outboxmessage")
            (stored,) = cursor.fetchone()
        assert b"hanako" not in bytes(stored)


def test_a_task_is_sent_after_the_commit_and_not_after_a_rollback(db, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    task = "celery.app.task.Task.apply_async"
    monkeypatch.setattr(task, lambda _self, kwargs, **_options: sent.append(kwargs))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_on_commit("operations.send_message", message_id=7)
        assert sent == []
        with transaction.atomic():
            enqueue_on_commit("operations.send_message", message_id=8)
            transaction.set_rollback(True)
    assert sent == [{"message_id": 7}]


def test_a_broker_that_cannot_be_reached_is_no_error_of_the_caller(clone, monkeypatch):
    def unreachable(*_arguments, **_named):
        raise ConnectionError("redis is gone")

    monkeypatch.setattr("celery.app.task.Task.apply_async", unreachable)
    with transaction.atomic():
        municipality = MunicipalityFactory()
        enqueue_on_commit("operations.send_message", message_id=7)
    assert Municipality.objects.filter(pk=municipality.pk).exists()


def test_a_misspelt_task_is_found_at_once():
    with pytest.raises(KeyError):
        enqueue_on_commit("operations.send_massage", message_id=7)
