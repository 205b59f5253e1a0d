"""Letters kept as JSON until number, date and signature come."""

from __future__ import annotations

import json

import pytest

from mailbot.replies.content import KeptLetter, from_content, kind_of, to_content
from mailbot.replies.letter import Guide, Slip
from mailbot.replies.press import load_press
from tests.replies.builders import EVERY_KIND, an_issuer

KEPT = [letter for letter, _ in EVERY_KIND.values() if not isinstance(letter, Guide | Slip)]


@pytest.mark.parametrize("letter", KEPT, ids=kind_of)
def test_a_kept_letter_comes_back_the_same(letter: KeptLetter) -> None:
    kept = json.dumps(to_content(letter))

    again = from_content(kind_of(letter), json.loads(kept))

    assert again == letter
    press = load_press()
    assert press.render(again, an_issuer()).pdf == press.render(letter, an_issuer()).pdf


def test_passwords_have_no_form_to_be_kept_in() -> None:
    slip = EVERY_KIND["slip"][0]

    with pytest.raises(KeyError):
        to_content(slip)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [{}, {"dossier": 1}, {"dossier": {}, "rows": []}])
def test_content_of_another_kind_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        from_content("result", content)
