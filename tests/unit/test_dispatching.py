"""The web server's threads: short requests one after the other, a long one never in the way."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.cli.dispatching import LONGEST_SECONDS, Dispatcher

PATIENCE_SECONDS = 20


class Task:
    """A request that does ``work``."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self.done = threading.Event()
        self.cancelled = False

    def service(self) -> None:
        try:
            self._work()
        finally:
            self.done.set()

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def dispatcher() -> Iterator[Dispatcher]:
    made = Dispatcher()
    made.set_thread_count(4)
    yield made
    made.shutdown(timeout=PATIENCE_SECONDS)
    assert not made.threads


def _serve(dispatcher: Dispatcher, *works: Callable[[], object]) -> list[Task]:
    tasks = [Task(work) for work in works]
    for task in tasks:
        dispatcher.add_task(task)
    return tasks


def test_short_requests_are_done_one_after_the_other_in_their_order(dispatcher: Dispatcher) -> None:
    order, at_once, most = [], [], []

    def short(number: int) -> None:
        at_once.append(number)
        most.append(len(at_once))
        order.append(number)
        time.sleep(LONGEST_SECONDS / 50)
        at_once.remove(number)

    tasks = _serve(dispatcher, *(lambda number=number: short(number) for number in range(40)))
    assert all(task.done.wait(PATIENCE_SECONDS) for task in tasks)
    assert order == list(range(40))
    # A machine under load may hold a thread up for longer than a turn.
    assert sorted(most)[len(most) // 2] == 1


def test_a_long_request_stops_nobody(dispatcher: Dispatcher) -> None:
    over = threading.Event()
    long, *short = _serve(dispatcher, lambda: over.wait(PATIENCE_SECONDS), *[lambda: None] * 20)
    assert all(task.done.wait(PATIENCE_SECONDS) for task in short)
    assert not long.done.is_set()
    over.set()
    assert long.done.wait(PATIENCE_SECONDS)


def test_three_long_requests_leave_the_fourth_thread(dispatcher: Dispatcher) -> None:
    over = threading.Event()
    long = _serve(dispatcher, *[lambda: over.wait(PATIENCE_SECONDS)] * 3)
    for _ in range(5):
        (short,) = _serve(dispatcher, lambda: None)
        assert short.done.wait(PATIENCE_SECONDS)
    over.set()
    assert all(task.done.wait(PATIENCE_SECONDS) for task in long)


def test_a_request_after_a_pause_does_not_wait_for_a_turn_that_is_over(dispatcher: Dispatcher) -> None:
    taken = []
    for _ in range(50):
        begun = time.monotonic()
        first, second = _serve(dispatcher, lambda: None, lambda: None)
        assert first.done.wait(PATIENCE_SECONDS)
        assert second.done.wait(PATIENCE_SECONDS)
        taken.append(time.monotonic() - begun)
    assert sorted(taken)[len(taken) // 2] < LONGEST_SECONDS / 2


def test_a_request_that_fails_does_not_end_the_thread(dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("made for this test")

    failed = _serve(dispatcher, *[fail] * 10)
    (after,) = _serve(dispatcher, lambda: None)
    assert all(task.done.wait(PATIENCE_SECONDS) for task in (*failed, after))
    assert len(caplog.records) == 10
    assert "Task object" not in caplog.text


def test_what_waits_when_the_server_stops_is_cancelled() -> None:
    dispatcher = Dispatcher()
    dispatcher.set_thread_count(1)
    over, begun = threading.Event(), threading.Event()

    def long() -> None:
        begun.set()
        over.wait(PATIENCE_SECONDS)

    running, waiting = _serve(dispatcher, long, lambda: None)
    assert begun.wait(PATIENCE_SECONDS)
    stopping = threading.Thread(target=dispatcher.shutdown, kwargs={"timeout": 0.2})
    stopping.start()
    stopping.join(PATIENCE_SECONDS)
    over.set()
    assert running.done.wait(PATIENCE_SECONDS)
    assert waiting.cancelled
    assert not waiting.done.is_set()
