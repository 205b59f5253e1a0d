"""Tesseract: a grey picture in, words with their places and how sure they are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.languages import data_folder
from parsers.ocr.patience import Patience

Picture = NDArray[np.uint8]
Rect = tuple[float, float, float, float]

LONGEST_MILLISECONDS = (8_000, 20_000)
LEAST_SHARE = 0.25
ADDRESS_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789@._-"


class Treatment(Enum):
    """How a picture is read: language, and the only signs there can be ("" for any)."""

    TEXT = ("vie", "")
    DIGITS = ("eng", "0123456789")
    COLUMN_NUMBER = ("eng", "0123456789()")
    PHONE = ("eng", "0123456789+.()-/;")
    EMAIL = ("eng", ADDRESS_SIGNS)
    EMAIL_AGAIN = ("vie", ADDRESS_SIGNS)


class Spread(Enum):
    """How words are spread over a picture (tesseract's page segmentation modes)."""

    BLOCK = 6
    LINE = 7
    SPARSE = 11


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `(x0, y0, x1, y1)` in pixels of the picture, `sure` from 0 to 100."""

    text: str
    box: Rect
    sure: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return the words with single spaces."""
        return " ".join(word.text for word in self.words)


def recognised(recognise: Callable[[int], Any]) -> bool:
    """Return whether tesseract recognised its picture in the milliseconds it was given.

    It counts by the wall clock: where others had nearly all of that, it is given more of it once.
    """
    for longest in LONGEST_MILLISECONDS:
        started = time.process_time()
        if recognise(longest):
            return True
        if (time.process_time() - started) * 1000 >= LEAST_SHARE * longest:
            return False
    return False


class Engine:
    """Tesseract, which loads a language when something is first read in it: what turns out to be no
    picture costs none. Close it after use. One thread, one request.
    """

    def __init__(self, patience: Patience) -> None:
        self.patience, self._gave_up = patience, False
        # One page after another: threads of their own would only take the memory of the sandbox.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        import tesserocr  # noqa: PLC0415 - heavy, and only scans need it

        self._level = tesserocr.RIL
        self._load = partial(
            tesserocr.PyTessBaseAPI,
            path=str(data_folder()),
            oem=tesserocr.OEM.LSTM_ONLY,
            psm=tesserocr.PSM.AUTO,
        )
        self._apis: dict[str, Any] = {}

    def gave_up(self) -> bool:
        """Return whether something was left unread for lack of time since this was last asked."""
        gave_up, self._gave_up = self._gave_up, False
        return gave_up

    def has_time(self) -> bool:
        """Return whether there is time left; without it, what is asked for stays unread."""
        has_time = self.patience.lasts()
        self._gave_up |= not has_time
        return has_time

    def close(self) -> None:
        """Give back the memory of the languages."""
        for api in self._apis.values():
            api.End()

    def _api(self, language: str) -> Any:
        if language not in self._apis:
            self._apis[language] = self._load(lang=language)
        return self._apis[language]

    def read(
        self, picture: Picture, treatment: Treatment, spread: Spread, dpi: int
    ) -> tuple[TextLine, ...]:
        """Return the lines of a picture; none where it takes longer than it may: see gave_up."""
        if not self.has_time():
            return ()
        language, signs = treatment.value
        api = self._api(language)
        api.SetVariable("tessedit_char_whitelist", signs)
        api.SetPageSegMode(spread.value)
        height, width = picture.shape
        api.SetImageBytes(np.ascontiguousarray(picture).tobytes(), width, height, 1, width)
        api.SetSourceResolution(dpi)
        try:
            if not recognised(api.Recognize):
                self._gave_up = True
                return ()
            return tuple(self._lines(api.GetIterator()))
        finally:
            api.Clear()

    def _lines(self, found: Any) -> Iterator[TextLine]:
        words: list[Word] = []
        if found is None or found.Empty(self._level.WORD):
            return
        while True:
            box = found.BoundingBox(self._level.WORD)
            text = found.GetUTF8Text(self._level.WORD).strip()
            if text and box:
                words.append(Word(text, box, found.Confidence(self._level.WORD)))
            ends = found.IsAtFinalElement(self._level.TEXTLINE, self._level.WORD)
            if ends and words:
                yield TextLine(tuple(words))
                words = []
            if not found.Next(self._level.WORD):
                break
        if words:
            yield TextLine(tuple(words))
