"""A service has its type set in a child: the same letters, and what kills the child is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from mailbot.defaults import default_file
from mailbot.house import House
from mailbot.replies.facts import LetterError
from mailbot.replies.press import Press, load_press, render, stamp
from mailbot.settings import settings_from
from tests.replies.builders import NUMBERED, a_result, a_row, an_issuer
from tests.test_settings import smallest


@pytest.fixture(scope="module")
def service() -> Iterator[House]:
    house = House(settings_from(smallest(), "-"), stays=True)
    yield house
    house.close()


def setter_of(house: House) -> int:
    """Return the process that sets the service's type."""
    return house.setting_room.run(os.getpid)


def broken(service: House, folder: Path, template: str) -> Press:
    """Return the service's press with another template for results."""
    for source in default_file("letters").glob("*.typ"):
        (folder / source.name).write_bytes(source.read_bytes())
    (folder / "result.typ").write_text(template, "utf-8")
    return load_press(folder, set_type=service.press.set_type)


def test_a_service_sets_the_same_letters_in_another_process(service: House) -> None:
    lines, box = ("Cơ quan ký", "12.11.2026 08:00:00 +07:00"), (0, 0, 200, 60)

    letter = service.press.render(a_result(a_row()), an_issuer(), NUMBERED)
    drawn = service.press.stamp(lines, box)

    assert letter == render(a_result(a_row()), an_issuer(), NUMBERED)
    assert drawn == stamp(lines, box)
    maps = Path(f"/proc/{setter_of(service)}/maps").read_text()
    assert "typst" in maps
    assert len(list(Path(f"/proc/{setter_of(service)}/task").iterdir())) <= 2  # on any machine


def test_the_facts_of_a_letter_are_no_inputs_of_the_setter(service: House, tmp_path: Path) -> None:
    """With other inputs than before, it remembers nothing of the letters before."""
    told = '#import "layout.typ": *\n#show: trang.with(letter.dossier.agency)\n'
    press = broken(service, tmp_path, told + "#assert(sys.inputs.len() == 0)")
    assert press.render(a_result(), an_issuer()).pages == 1


def test_the_title_of_a_letter_is_no_style_of_its_paragraphs(
    service: House, tmp_path: Path
) -> None:
    """The setter remembers a paragraph by its styles: with the title it would be a new one."""
    told = '#import "layout.typ": *\n#show: trang.with("HS-2026-000123")\n'
    press = broken(service, tmp_path, told + "#context assert(document.title == none)")
    assert press.render(a_result(), an_issuer()).pages == 1


def test_a_fault_of_a_template_is_told_as_ever(service: House, tmp_path: Path) -> None:
    press = broken(service, tmp_path, "#panic(1)")
    with pytest.raises(LetterError, match=r"result\.typ: panicked"):
        press.render(a_result(), an_issuer())


def test_a_letter_that_kills_the_setter_is_a_fault_and_the_next_is_set(
    service: House, tmp_path: Path
) -> None:
    """In the service itself it would have ended the service."""
    press = broken(service, tmp_path, '#("x" * 3000000000).len()')
    with pytest.raises(LetterError, match=r"result\.typ"):
        press.render(a_result(), an_issuer())
    assert service.press.render(a_result(), an_issuer()).pages == 1


def test_a_letter_whose_setter_was_killed_from_outside_is_set_by_another(service: House) -> None:
    """The letter is sound: it must not wait for a person because of what befell the machine."""
    killed = setter_of(service)
    os.kill(killed, signal.SIGSTOP)  # so that it is still busy with the letter when it dies
    Timer(0.3, os.kill, (killed, signal.SIGKILL)).start()

    letter = service.press.render(a_result(a_row()), an_issuer(), NUMBERED)

    assert letter == render(a_result(a_row()), an_issuer(), NUMBERED)
    assert setter_of(service) != killed
