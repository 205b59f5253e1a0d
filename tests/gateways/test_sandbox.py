"""The sandbox: hostile work ends in an error with a reason, and the next task is served."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Never

import pytest

from mailbot.errors import SandboxError, SandboxFailure, TryLaterError
from mailbot.gateways.sandbox import Limits, Sandbox
from parsers import SourceFile, read_request
from signing import verify_pdf
from tests.ages import AGES, long_before_ages
from tests.gateways import hostile
from tests.signing.world import NOW, letter, trust

ROOT = Path(__file__).parents[2]
TRUSTED = ("mailbot", "tests")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    limits = Limits(cpu_seconds=1, wall_seconds=AGES)
    with Sandbox(limits, preload=("tests.gateways.hostile",), trusted=TRUSTED) as box:
        yield box


def test_results_come_back_as_the_same_values(sandbox: Sandbox) -> None:
    assert sandbox.run(hostile.report) == hostile.report()
    assert sandbox.run(hostile.double, data=b"ab") == b"abab"


def test_a_mail_of_forty_megabytes_goes_both_ways(sandbox: Sandbox) -> None:
    assert len(sandbox.run(hostile.double, b"x" * 40_000_000)) == 80_000_000


def test_content_travels_in_pieces_and_arrives_whole(sandbox: Sandbox) -> None:
    pieces = [b"ab", b"", b"c" * 3_000_000, b"d"]
    assert sandbox.run_on(hostile.double, pieces) == b"".join(pieces) * 2
    assert sandbox.run_on(hostile.double, ()) == b""


def test_content_larger_than_the_child_may_be_is_a_finding_and_no_task() -> None:
    """What is left of it must never be taken for a task: those are pickles."""
    limits = Limits(memory_bytes=1 << 28)
    with Sandbox(limits, preload=("tests.gateways.hostile",), trusted=TRUSTED) as small:
        with pytest.raises(SandboxError) as caught:
            small.run_on(hostile.double, [b"x" * (1 << 20)] * 300)
        assert caught.value.kind is SandboxFailure.MEMORY
        assert small.run(hostile.double, b"a") == b"aa"


@pytest.mark.parametrize("fault", [TryLaterError("the archive is away"), MemoryError()])
def test_content_that_cannot_be_read_to_its_end_is_no_task(
    sandbox: Sandbox, fault: Exception
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half a mail"
        raise fault

    with pytest.raises(type(fault)):
        sandbox.run_on(hostile.double, pieces())
    assert sandbox.run_on(hostile.double, (b"whole",)) == b"wholewhole"


def test_the_worker_is_warm_and_another_process(sandbox: Sandbox) -> None:
    first = sandbox.run(hostile.pid)
    assert first == sandbox.run(hostile.pid) != os.getpid()


@pytest.mark.parametrize(
    ("work", "kind", "detail"),
    [
        pytest.param(hostile.eat_memory, SandboxFailure.MEMORY, "memory", id="memory"),
        pytest.param(hostile.burn, SandboxFailure.TIMEOUT, "time", id="processor"),
        pytest.param(hostile.crash, SandboxFailure.CRASHED, "SIGSEGV", id="segfault"),
        pytest.param(hostile.leave, SandboxFailure.CRASHED, "exit 3", id="exit"),
        pytest.param(hostile.recurse, SandboxFailure.FAILED, "RecursionError", id="recursion"),
        pytest.param(hostile.write_file, SandboxFailure.FAILED, "OSError", id="writing"),
        pytest.param(hostile.open_many, SandboxFailure.FAILED, "OSError", id="many files"),
        pytest.param(hostile.changeable, SandboxFailure.FAILED, "NotPlainError", id="not plain"),
    ],
)
def test_every_end_has_its_name_and_the_next_task_is_served(
    sandbox: Sandbox, work: Callable[[], object], kind: SandboxFailure, detail: str
) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(work)
    assert caught.value.kind is kind
    assert detail in caught.value.detail
    assert sandbox.run(hostile.double, b"a") == b"aa"


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda box: box.run(hostile.sleep, AGES), id="sleep"),
        pytest.param(lambda box: box.run(hostile.say_half), id="half an answer"),
        pytest.param(lambda box: box.run(hostile.drip), id="an answer that never ends"),
    ],
)
def test_what_only_waits_is_ended_at_the_wall_limit(work: Callable[[Sandbox], object]) -> None:
    limits = Limits(wall_seconds=1)
    with Sandbox(limits, preload=("tests.gateways.hostile",), trusted=TRUSTED) as box:
        with long_before_ages(), pytest.raises(SandboxError) as caught:
            work(box)
        assert caught.value.kind is SandboxFailure.TIMEOUT
        assert "time" in caught.value.detail


def test_an_error_tells_its_type_and_place_but_not_its_text(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(hostile.fail, "079203001234")
    assert caught.value.kind is SandboxFailure.FAILED
    assert "ValueError" in caught.value.detail
    assert "hostile.py" in caught.value.detail
    assert "079203001234" not in str(caught.value)


class Exploit:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("kill $PPID",)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(pickle.dumps(Exploit()), id="code"),
        pytest.param(
            pickle.dumps(("value", "tests.gateways.hostile", "double", {})), id="function"
        ),
        pytest.param(pickle.dumps(("value", "os", "stat_result", {})), id="foreign package"),
        pytest.param(
            pickle.dumps(("value", "tests.gateways.hostile", "Changeable", {"n": 1})),
            id="not frozen",
        ),
        pytest.param(pickle.dumps(("enum", "tests.gateways.hostile", "Report", "x")), id="no enum"),
        pytest.param(pickle.dumps(("unheard", [])), id="unknown tag"),
        pytest.param(b"\x80\x05garbage", id="garbage"),
    ],
)
def test_a_child_taken_over_cannot_run_code_here(sandbox: Sandbox, payload: bytes) -> None:
    with pytest.raises(SandboxError) as caught:
        sandbox.run(hostile.answer_by_itself, b"R" + payload)
    assert caught.value.kind is SandboxFailure.FAILED
    assert sandbox.run(hostile.double, b"a") == b"aa"


def test_an_answer_left_for_the_next_task_is_not_taken_for_its_own(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError):
        sandbox.run(hostile.answer_twice)
    assert sandbox.run(hostile.double, b"a") == b"aa"
    assert sandbox.run(hostile.answer_later) == "first"
    worker = sandbox._take()
    assert worker.channel.poll(AGES)
    sandbox._put_back(worker)
    assert sandbox.run(hostile.double, b"a") == b"aa"


def test_the_child_has_no_network(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        with pytest.raises(SandboxError, match="PermissionError"):
            sandbox.run(hostile.connect, server.getsockname()[1])
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_child_can_run_no_program_and_signal_nobody(sandbox: Sandbox) -> None:
    bystander = subprocess.Popen(["/bin/sleep", "30"])
    try:
        with pytest.raises(SandboxError, match="PermissionError"):
            sandbox.run(hostile.run_program)
        with pytest.raises(SandboxError, match="PermissionError"):
            sandbox.run(hostile.kill, bystander.pid)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_secrets_of_our_environment_do_not_reach_the_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials")
    with Sandbox(trusted=TRUSTED) as fresh:
        assert "CREDENTIALS_DIRECTORY" not in fresh.run(hostile.environment)


def test_what_is_read_there_is_what_would_be_read_here() -> None:
    data = letter()
    with Sandbox(preload=("mailbot.intake.dossier",)) as box:
        report = box.run(verify_pdf, data, trust(), NOW)
        request = box.run(read_request, [SourceFile("công văn.pdf", data)])
    assert report == verify_pdf(data, trust(), NOW)
    assert report.signatures
    assert request == read_request([SourceFile("công văn.pdf", data)])


def test_a_worker_is_replaced_after_its_tasks() -> None:
    with Sandbox(Limits(tasks_per_worker=2), trusted=TRUSTED) as box:
        pids = [box.run(hostile.pid) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_worker_is_replaced_at_its_age() -> None:
    with Sandbox(Limits(worker_seconds=0), trusted=TRUSTED) as box:
        assert box.run(hostile.pid) != box.run(hostile.pid)


def test_a_worker_that_keeps_much_memory_is_replaced() -> None:
    with Sandbox(Limits(worker_growth_bytes=1 << 26), trusted=TRUSTED) as box:
        pids = [box.run(hostile.keep, size) for size in (1 << 20, 1 << 20, 1 << 27, 1 << 20)]
    assert pids[0] == pids[1] == pids[2] != pids[3]


def test_threads_share_the_workers() -> None:
    with Sandbox(workers=2, preload=("tests.gateways.hostile",), trusted=TRUSTED) as box:
        box.run(hostile.pid)
        began, results = time.monotonic(), list[Any]()
        threads = [
            threading.Thread(target=lambda: results.append(box.run(hostile.sleep, 0.4)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [0.4] * 4
    assert time.monotonic() - began >= 0.8


def test_a_child_that_cannot_start_says_nothing_about_the_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        Sandbox(preload=("tests.khong_co",), trusted=TRUSTED) as box,
        pytest.raises(TryLaterError, match="ModuleNotFoundError"),
    ):
        box.run(hostile.pid)
    with Sandbox(trusted=TRUSTED) as box:
        assert box.run(hostile.pid)
        monkeypatch.setattr(sys, "executable", "/khong/co/python")
        with pytest.raises(SandboxError):
            box.run(hostile.crash)
        with pytest.raises(TryLaterError):
            box.run(hostile.pid)
        monkeypatch.undo()
        assert box.run(hostile.pid)


def no_more_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Never:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(socket, "socketpair", refused)


def no_more_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Never:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", refused)


def ends_before_it_is_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen

    def gone(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        child = real(["/bin/false", *command], **options)
        child.wait()
        return child

    monkeypatch.setattr(subprocess, "Popen", gone)


@pytest.mark.parametrize(
    "short",
    [no_more_files, no_more_processes, ends_before_it_is_spoken_to],
    ids=lambda f: f.__name__,
)
def test_a_machine_that_is_short_of_something_puts_the_task_off(
    monkeypatch: pytest.MonkeyPatch, short: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Also where the child in use ended with its last task, and only its successor is missing."""
    with Sandbox(Limits(tasks_per_worker=2), trusted=TRUSTED) as box:
        assert box.run(hostile.pid)
        short(monkeypatch)
        assert box.run(hostile.pid), "its result counts, though nobody follows it"
        for _ in range(2):
            with pytest.raises(TryLaterError):
                box.run(hostile.pid)
        monkeypatch.undo()
        assert box.run(hostile.pid)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stopping_the_service_does_not_make_the_mail_in_hand_look_guilty(
    sandbox: Sandbox, sent: signal.Signals
) -> None:
    child = sandbox.run(hostile.pid)
    stop = threading.Timer(0.1, os.kill, (child, sent))
    stop.start()
    assert sandbox.run(hostile.sleep, 0.4) == 0.4
    stop.join()


def test_closing_ends_every_child() -> None:
    with Sandbox(workers=2, trusted=TRUSTED) as box:
        child = box.run(hostile.pid)
    assert not Path(f"/proc/{child}/cmdline").exists()
    with pytest.raises(RuntimeError):
        box.run(hostile.pid)


def test_a_child_ends_when_its_parent_is_killed() -> None:
    script = """
        import os, signal
        from mailbot.gateways.sandbox import Sandbox
        from tests.gateways import hostile
        box = Sandbox(trusted=("tests",))
        print(box.run(hostile.pid), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    status = Path(f"/proc/{int(done.stdout)}/stat")
    end = time.monotonic() + 60
    while status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_works_from_a_script_without_running_the_script_again(tmp_path: Path) -> None:
    script = tmp_path / "tool.py"
    script.write_text(
        "from mailbot.gateways.sandbox import Sandbox\n"
        "from tests.gateways import hostile\n"
        "print('main')\n"
        "with Sandbox(trusted=('tests',)) as box:\n"
        "    modules = box.run(hostile.loaded)\n"
        "print('sqlalchemy' in modules, 'multiprocessing.spawn' in modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["main", "False", "False"], "")
