"""An answer that never ends is stopped, and whatever else runs is left alone."""

import itertools
import re
import signal
import sys
import threading
import time

import nbformat
import pytest

import build
import course
from helpers import exercise, time_limit
from helpers.exercise import RIGHT, WRONG, Checker, Exercise, judge
from helpers.time_limit import TimeLimit, TookTooLong


def total(n):
    """The course's own version."""
    return sum(range(n))


TOTAL = Exercise(
    total,
    cases=[dict(n=3), dict(n=5)],
    misconceptions=[(lambda n: sum(range(n + 1)), "The end is not counted.")],
)


@pytest.fixture(autouse=True)
def _all_is_as_it_was():
    before = signal.getsignal(signal.SIGINT), sys.gettrace(), threading.active_count()
    yield
    assert (signal.getsignal(signal.SIGINT), sys.gettrace(), threading.active_count()) == before


def loops(n):
    while True:
        pass


def catches_errors(n):
    while True:
        try:  # noqa: SIM105
            sum(range(10))
        except Exception:
            pass


def catches_all(n):
    while True:
        try:
            for number in range(1000):
                abs(number)
        except:  # noqa: E722
            continue


def counts_for_ever(n):
    return sum(number for number in itertools.count())


def branches(n, depth=50):
    return n if depth == 0 else branches(n, depth - 1) + branches(n, depth - 1)


@pytest.mark.parametrize("endless", [loops, catches_errors, catches_all, counts_for_ever, branches])
def test_an_answer_that_never_ends_is_stopped_and_told_where(endless):
    began = time.monotonic()
    verdict = judge(TOTAL, endless, patience=0.3)
    assert time.monotonic() - began < 3
    assert verdict.state == WRONG
    first, *lines = verdict.message.splitlines()
    assert first == "Your code took longer than 0 seconds and was stopped: does its loop end?"
    assert f"line {endless.__code__.co_firstlineno}" in lines[0] or endless.__name__ in lines[0]
    assert verdict.case == dict(n=3)
    assert len(lines) < 10


def test_endless_recursion_ends_by_itself():
    def mine(n):
        return mine(n)

    assert "calls itself without an end" in judge(TOTAL, mine, patience=20).message


def test_a_generator_without_an_end_is_stopped_where_it_is_read():
    reads = Exercise(
        lambda n: range(n), cases=[dict(n=3)], agree=lambda answer, wanted: [*answer] == [*wanted]
    )

    def mine(n):
        while True:
            yield 0

    assert judge(reads, lambda n: iter(range(n))).state == RIGHT
    assert "does its loop end?" in judge(reads, mine, patience=0.2).message


def test_check_gives_the_stand_in_and_the_next_cell_runs(monkeypatch):
    monkeypatch.setattr(exercise, "judge", lambda *given: judge(*given, patience=0.2))
    check = Checker([TOTAL])
    loops.__name__ = "total"
    assert check(loops) is total
    assert check.states == {"total": WRONG}
    end = time.monotonic() + 0.5
    while time.monotonic() < end:  # a cell that itself takes longer than the limit
        pass


def test_no_interrupt_comes_late(monkeypatch):
    """Calls that end about when the interrupt is sent: it hits them or nothing."""
    monkeypatch.setattr(time_limit, "AGAIN", 0.002)
    outcomes = []
    for number in range(150):
        end = time.monotonic() + 0.010 + 0.00004 * number

        def spin(end=end):
            while time.monotonic() < end:
                pass

        try:
            with TimeLimit(0.011) as limit:
                limit.call(spin)
            outcomes.append("done")
        except TookTooLong:
            outcomes.append("late")
        for _ in range(300):  # the next cell
            total(10)
    assert set(outcomes) == {"done", "late"}


def test_a_wrong_value_is_told_even_if_a_later_case_never_ends():
    def mine(n):
        while n == 5:
            pass
        return 4

    message = judge(TOTAL, mine, patience=0.2).message
    assert "total(n=3) should give 3; yours gives 4." in message
    assert "longer" not in message


def test_where_the_course_is_slow_a_reader_may_be_slower():
    def slow():
        time.sleep(0.1)
        return 1

    def slower():
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            pass
        return 1

    assert judge(Exercise(slow, cases=[{}]), slower, patience=0.1).state == RIGHT
    assert judge(Exercise(lambda: 1, cases=[{}]), slower, patience=0.1).state == WRONG


def test_time_of_the_course_does_not_count():
    def misconception(n):
        time.sleep(0.4)
        return 4

    slow = Exercise(total, cases=[dict(n=3)], misconceptions=[(misconception, "Slow and wrong.")])
    assert "Hint: Slow and wrong." in judge(slow, lambda n: 4, patience=0.1).message


def interrupt_after(seconds):
    """Press the stop button, so to say."""
    thread = threading.Timer(
        seconds, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)
    )
    thread.start()
    return thread


def test_the_readers_own_interrupt_is_heard_at_once():
    thread = interrupt_after(0.2)
    began = time.monotonic()
    assert "You stopped your code" in judge(TOTAL, loops).message
    assert time.monotonic() - began < 3
    thread.join()


def test_who_stops_the_courses_code_stops_the_cell_and_nothing_of_it_is_kept():
    def misconception(n):
        end = time.monotonic() + 1
        while time.monotonic() < end:
            pass
        return 4

    slow = Exercise(total, cases=[dict(n=3)], misconceptions=[(misconception, "Slow and wrong.")])
    thread = interrupt_after(0.2)
    with pytest.raises(KeyboardInterrupt):
        judge(slow, lambda n: 4)
    thread.join()
    assert "Hint: Slow and wrong." in judge(slow, lambda n: 4).message


def test_an_interrupt_while_the_limit_is_taken_off_comes_after_it():
    limit, was_reached = TimeLimit(1), False
    with pytest.raises(KeyboardInterrupt), limit:
        limit._is_held = True  # as at the beginning of __exit__
        signal.raise_signal(signal.SIGINT)
        was_reached = True
    assert was_reached


def test_the_timers_interrupt_raises_nothing_outside_of_a_call():
    with TimeLimit(1) as limit:
        limit._is_due = True
        signal.raise_signal(signal.SIGINT)
        assert limit.call(total, 3) == 3


def test_on_another_thread_there_is_no_limit():
    found = []
    end = time.monotonic() + 0.5

    def mine(n):
        while time.monotonic() < end:
            pass
        return sum(range(n))

    thread = threading.Thread(target=lambda: found.append(judge(TOTAL, mine, patience=0.1)))
    thread.start()
    thread.join()
    assert [verdict.state for verdict in found] == [RIGHT]


def test_who_uses_a_debugger_has_all_the_time():
    end = time.monotonic() + 0.4

    def mine(n):
        while time.monotonic() < end:
            pass
        return sum(range(n))

    def debugger(*_):
        return None

    before = sys.gettrace()
    sys.settrace(debugger)
    try:
        assert judge(TOTAL, mine, patience=0.1).state == RIGHT
        assert sys.gettrace() is debugger
    finally:
        sys.settrace(before)


def test_in_a_notebook_the_cell_ends_and_the_next_one_runs():
    cells = [
        """from helpers import exercise
exercise.judge.__defaults__ = (0.5,)  # seconds
from helpers.neurons.checks import check
def euler_step(*_):
    while True:
        pass
euler_step = check(euler_step)""",
        """import time
end = time.monotonic() + 1
while time.monotonic() < end:
    pass
print("The next cell, too.", euler_step.__module__)""",
    ]
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": build.KERNEL})
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    first, second = build.run(notebook, course.ROOT).cells
    verdict = first.outputs[-1].data["text/plain"].splitlines()
    assert verdict[0] == "euler_step: not yet"
    assert "was stopped: does its loop end?" in verdict[1]
    assert re.match(r"line \d of euler_step: ", verdict[2])
    assert "The next cell, too. helpers.neurons." in second.outputs[0].text


def test_each_case_is_tried_once_whatever_is_looked_for():
    tried = []

    def mine(n):
        tried.append(n)
        return 0

    hunt = Exercise(
        total,
        cases=TOTAL.cases,
        misconceptions=[(lambda n: n * n, "A square."), (lambda n: 0, "Nothing is added.")],
        broken=lambda n: 0 if n == 3 else 1,
        symptom="it is too small.",
    )
    assert "Hint: Nothing is added." in judge(hunt, mine).message
    assert tried == [3, 5]


def test_of_a_misconception_only_those_cases_are_tried_that_tell():
    tried = []

    def misconception(n):
        tried.append(n)
        return -1

    other = Exercise(total, cases=TOTAL.cases, misconceptions=[(misconception, "Minus one.")])
    judge(other, lambda n: 7)
    assert tried == [3]
