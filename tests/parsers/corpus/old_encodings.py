"""Text as it was written before Unicode: the other way round than the parsers read it."""

from __future__ import annotations

import unicodedata

TCVN3 = dict(
    zip(
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
        strict=True,
    )
)
MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
HAT = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
ALONE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "í": "í", "ì": "ì", "ỵ": "î"}


def in_tcvn3(text: str) -> str:
    """Return the text in TCVN3. Capitals with a tone become small: VN3 has none of them."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(TCVN3.get(char, TCVN3.get(char.lower(), char)) for char in plain)


def in_vni(text: str) -> str:
    """Return the text in VNI: a letter, then its mark."""
    return "".join(_vni(char) for char in unicodedata.normalize("NFC", text))


def _vni(char: str) -> str:
    if char.lower() in ALONE:
        small = ALONE[char.lower()]
        return small if char.islower() else small.upper()
    base, *marks = list(unicodedata.normalize("NFD", char))
    tone = next((mark for mark in marks if mark in MARKS), "")
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base]
        mark = MARKS.get(tone, "")
    elif "\u0302" in marks:
        mark = HAT[tone]
    elif "\u0306" in marks:
        mark = BREVE[tone]
    else:
        mark = MARKS.get(tone, "")
    return base + (mark if char.islower() else mark.upper())
