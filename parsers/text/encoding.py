"""Text written in the encodings before Unicode, TCVN3 (.VnTime) and VNI, and what it stands for."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from parsers.text.syllable import is_syllable


class Encoding(StrEnum):
    """The encodings told apart; the value is the name people know."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


# TCVN 5712:1993, VN3: one byte a letter, read as Latin-1. Capitals with a tone have none of their
# own: fonts whose name ends in H draw the small letters as capitals.
_TCVN3_CODES = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)
# Codes that are no letters of Unicode Vietnamese, or letters that stand in none of its words.
_TCVN3_FOREIGN = "¸µ¶·¹¨¾»¼½Æ©ÇËÎÏÐÑªÖ×ØÜÞßäåæç«¬ëîïñöø÷ûüþ¡¢§£¤¥¦®"
_VNI_BASES = frozenset("aeouyơư")
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {
    "ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ñ": "Đ", "Ö": "Ư", "Ô": "Ơ", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
_MARKED = {
    Encoding.TCVN3: re.compile(
        rf"[A-Za-z][{re.escape(_TCVN3_FOREIGN)}\u00ad]|[{re.escape(_TCVN3_FOREIGN)}][A-Za-z]"
        r"|[a-z][ÁÀÂÃÉÈÊÌÍÒÓÔÕÙÚÝ]"
    ),
    Encoding.VNI: re.compile(r"[ñÑöÖæÆ]|[aeouyôAEOUYÔ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]"),
}
_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)


def gain(text: str, encoding: Encoding) -> int:
    """Return how many more words are Vietnamese once converted, less those that are not.

    Only words count that are none as they stand and hold a sign of the encoding: "toán" could be
    VNI, and is not.
    """
    words = (word.strip(".,;:()\"'-/") for word in text.split())
    marked = [word for word in words if _MARKED[encoding].search(word) and not _is_vietnamese(word)]
    return sum(1 if _is_vietnamese(converted(word, encoding)) else -1 for word in marked)


def is_unicode(text: str) -> bool:
    """Return whether a letter stands here that only Unicode has."""
    return bool(_UNICODE.search(text))


def converted(text: str, encoding: Encoding) -> str:
    """Return the text in Unicode, NFC. What the encoding has no code for stays as it is."""
    if encoding is Encoding.VNI:
        return unicodedata.normalize("NFC", _from_vni(text))
    return " ".join(_with_lost_letter(word) for word in text.translate(_TCVN3).split(" "))


def _from_vni(text: str) -> str:
    """Return the letters with their marks combining: in VNI a mark stands behind its letter."""
    found: list[str] = []
    for char in text:
        mark = _VNI_MARKS.get(char.lower(), "")
        if mark and found and found[-1][-1:].lower() in _VNI_BASES:
            found.append(mark)
        else:
            found.append(_VNI_LETTERS.get(char, char))
    return "".join(found)


def _with_lost_letter(word: str) -> str:
    """Return the word with "-" as ư where that makes a syllable: ư is a soft hyphen in TCVN3,
    which many programs print as a hyphen.
    """
    if "-" not in word.strip("-") and not word[:-1].isalpha():
        return word
    core = word.strip(".,;:()")
    mended = core.replace("-", "ư")
    return word.replace(core, mended) if core != mended and is_syllable(mended) else word


def _is_vietnamese(word: str) -> bool:
    return all(is_syllable(part) for part in re.split(r"[-/.,]", word) if part)
