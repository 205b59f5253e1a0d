"""The decision's forms, filled and exported by LibreOffice once for the whole session."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from tests.parsers.corpus import office, word
from tests.parsers.corpus.request import Request, a_request

FORMS: dict[str, list[tuple[str, str, int]]] = {
    "new-people": [("new", "individual", 7)],
    "new-agencies": [("new", "organisation", 4)],
    "reset-people": [("reset", "individual", 25)],
    "reset-agencies": [("reset", "organisation", 3)],
    "new-both-shapes": [("new", "organisation", 3), ("new", "individual", 12)],
    "both-procedures": [
        ("new", "organisation", 2),
        ("new", "individual", 5),
        ("reset", "organisation", 3),
        ("reset", "individual", 15),
    ],
}
SEED = 2829


@dataclass(frozen=True)
class FilledForm:
    """A request with the PDFs an office suite makes of it, by kind."""

    request: Request
    pdfs: dict[str, bytes]


@pytest.fixture(scope="session")
def filled_forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FilledForm]:
    """Return every form as landscape, portrait, and letter apart from annex."""
    rng = random.Random(SEED)
    requests = {name: a_request(rng, kinds) for name, kinds in FORMS.items()}
    files: dict[str, bytes] = {}
    for name, request in requests.items():
        files[f"{name}.landscape.docx"] = word.letter_with_annex(request)
        files[f"{name}.portrait.docx"] = word.letter_with_annex(request, landscape=False)
        files[f"{name}.fallback.docx"] = word.letter_with_annex(request, font="Times New Roman")
        files[f"{name}.letter.docx"] = word.letter_alone(request)
        files[f"{name}.annex.docx"] = word.annex_alone(request)
    pdfs = office.convert_once(tmp_path_factory, "filled-forms", files, "pdf")
    return {
        name: FilledForm(
            request,
            {key.split(".")[1]: data for key, data in pdfs.items() if key.startswith(f"{name}.")},
        )
        for name, request in requests.items()
    }
