"""The facts of the covering letter, from its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.counts.stated import StatedCounts, stated_counts
from parsers.letter.body import body_of
from parsers.letter.running_text import RunningText
from parsers.letter.signer import read_signer
from parsers.meaning.procedure import named_procedures
from parsers.reading import Line
from parsers.request import LetterHead
from parsers.source import Place, first_page
from parsers.text.agency_word import begins_like_agency
from parsers.text.words import SENTENCES, bare, clean

NUMBER = re.compile(
    r"^\s*S[ốo]\s*[:.]?\s*"
    r"(\d{1,5}[a-z]?(?:\s*-\s*[A-ZĐ]{1,5})?\s*/\s*[A-ZĐƯÂÊÔƠĂ0-9&.]+(?:\s*[-/]\s*[\wĐđ&.]+)*)",
    re.IGNORECASE,
)
DATE = re.compile(r"ng[àa]y\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*n[ăa]m\s*(\d{4})", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
PLACE_AND_DATE = re.compile(
    rf"^(?:[^\d,]{{2,30}},)?\s*(?:ng[àa]y)?\s*{NUMERIC_DATE.pattern}\s*$", re.IGNORECASE
)
MOTTO = re.compile(
    r"cong ho?a xa hoi chu nghia|doc lap - tu do|^viet nam$|^dang cong san viet nam$|^[-_ ]+$"
)
ENVIRONMENT = (" môi", " quản lý thị")
"""What "trường" ends, where no school begins: "SỞ NÔNG NGHIỆP VÀ MÔI" above "TRƯỜNG"."""

ADDRESSED = re.compile(r"^\W*kính gửi\s*:?\s*", re.IGNORECASE)
MOST_ADDRESSED, SHORT_LINE = 8, 60
SUBJECT = re.compile(r"^\s*(?:v/v|về việc)\b", re.IGNORECASE)
GROUNDS = (
    (
        "recruited",
        re.compile(
            r"tuyen dung|tiep nhan|moi (?:nhan|ve) cong tac|moi chuyen (?:den|ve)|dieu dong"
            r"|bo nhiem moi|hop dong moi|nhan su moi|moi duoc phan cong"
        ),
    ),
    ("founded", re.compile(r"thanh lap|sap nhap|hop nhat|to chuc lai|chia tach")),
    ("forgotten", re.compile(r"quen (?:mat|mk)|khong nho (?:mat|mk)|mat mat khau|bi quen")),
)
# With their marks: without them "vì" is also "đơn vị", and "do" also "chế độ".
BECAUSE = re.compile(r"\b(?:do|vì|l[ýí] do|nguyên nhân)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter's head and its words: what it asks for in its subject and in its body, and for
    how many.
    """

    head: LetterHead
    subject: str
    body: str
    counts: StatedCounts
    is_letter: bool
    running: RunningText

    @property
    def page(self) -> Place | None:
        """Return the page on which the letter begins: where what it lacks is missed."""
        return first_page(self.running.places)


def read_letter(lines: Sequence[Line]) -> Letter:
    """Return the letter that the lines hold; an empty head if they hold none."""
    first_file = _letter_lines(lines)
    texts = [clean(line.text) for line in first_file]
    places: dict[str, Place] = {}
    number_at = _first(texts, NUMBER)
    number = ""
    if number_at is not None:
        number = _number(texts[number_at])
        places["number"] = first_file[number_at].place
    on, date_at = _date(texts)
    if date_at is not None:
        places["date"] = first_file[date_at].place
    head = _head_lines(first_file, number_at)
    superior, agency = _agency(head)
    if head:
        places["agency"] = head[-1].place
    subject = _subject(first_file, texts)
    body = body_of(first_file)
    addressee, addressed_at = _addressee(texts)
    if addressed_at is not None:
        places["addressee"] = first_file[addressed_at].place
    signed = read_signer(first_file)
    if signed.place is not None:
        places["signer"] = signed.place
    grounds = tuple(name for name, rule in GROUNDS if rule.search(bare(body)))
    asking = _asking(body)
    if not grounds and BECAUSE.search(" ".join(asking)):
        grounds = ("other",)
    stated = stated_counts(subject, body)
    counts = stated.asked
    running = RunningText.of(first_file)
    for name, quote in (
        ("subject", subject),
        ("asked", subject if named_procedures(subject) else next(iter(asking), "")),
        ("counted", stated.contradiction or counts.written.split(", ")[0]),
    ):
        if (place := running.place_of(quote)) is not None:
            places[name] = place
    letter_head = LetterHead(
        number=number,
        date=on,
        agency=agency,
        superior=superior,
        subject=subject,
        addressee=addressee,
        signer=signed.name,
        signer_title=signed.title,
        grounds=grounds,
        counted_people=counts.people,
        counted_organisations=counts.organisations,
        counted_rows=counts.rows,
        counted=counts.written,
        contradiction=stated.contradiction,
        places=places,
    )
    is_letter = bool(addressee or (number and agency))
    return Letter(letter_head, subject, body, stated, is_letter, running)


def _letter_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the file and pages that hold the letter: those before the annex."""
    start = next(
        (i for i, line in enumerate(lines) if re.search(r"kinh gui", bare(line.text))), None
    )
    if start is None:
        return []
    file = lines[start].place.file
    own = [line for line in lines if line.place.file == file]
    for index, line in enumerate(own):
        titled = re.match(r"(?:phu luc|danh sach)\b", bare(line.text)) and _is_title(line.text)
        if titled and any("kinh gui" in bare(before.text) for before in own[:index]):
            return own[:index]
    return own


def _is_title(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.6 * len(letters)


def _first(texts: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, text in enumerate(texts) if pattern.search(text)), None)


def _number(text: str) -> str:
    found = NUMBER.search(text)
    return re.sub(r"\s*([/-])\s*", r"\1", found.group(1)).rstrip(".") if found else ""


def _date(texts: Sequence[str]) -> tuple[date | None, int | None]:
    """Return the date of the line that begins with a place name, or of the first dated line."""
    for index, text in enumerate(texts[:60]):
        found = DATE.search(text) or PLACE_AND_DATE.search(text) or _wrapped_date(texts, index)
        if found and len(text) < 110 and not re.match(r"\(|căn cứ|kèm", text.lower()):
            return _as_date(found), index
    return None, None


def date_in(text: str) -> date | None:
    """Return the first date of a text, in words or in figures; None for none that exists."""
    found = DATE.search(text) or NUMERIC_DATE.search(text)
    return _as_date(found) if found else None


def _as_date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _wrapped_date(texts: Sequence[str], index: int) -> re.Match[str] | None:
    """Return the date of a line that ends in "năm" with the year standing below it."""
    if not re.search(
        r"th[áa]ng\s*\d{1,2}\s*(?:n[ăa]m)?$|ng[àa]y\s*\d{1,2}$", texts[index], re.IGNORECASE
    ):
        return None
    below = (text for text in texts[index + 1 : index + 5] if re.search(r"\d{4}$", text))
    return DATE.search(f"{texts[index]} {next(below, '')}")


def _head_lines(lines: Sequence[Line], number_at: int | None) -> list[Line]:
    """Return the left half above the number: the superior and the agency."""
    if number_at is None:
        number_at = next(
            (i for i, line in enumerate(lines) if re.match(r"so\b|kinh gui", bare(line.text))), 0
        )
    found = []
    for line in lines[:number_at]:
        text = _before_motto(clean(line.text))
        if not text or (line.box and line.box[0] > 0.47):
            continue
        if any(char.isalpha() for char in text):
            found.append(replace(line, text=text))
    return found


def _before_motto(text: str) -> str:
    if MOTTO.search(bare(text)):
        return re.split(
            r"c[ộô]ng h[òo]?[aà] x[ãa] h[ộo]i|độc lập|đảng cộng sản|việt nam$",
            text,
            flags=re.IGNORECASE,
        )[0].strip()
    return text


def _agency(head: Sequence[Line]) -> tuple[str, str]:
    """Return the superior and the agency: bold lines tell, else the last that begins a name."""
    texts = [line.text for line in head]
    if not texts:
        return "", ""
    bold = [index for index, line in enumerate(head) if line.bold]
    starts = [index for index, text in enumerate(texts) if _begins_name(texts, index)]
    if bold and len(bold) < len(head) and bold == list(range(bold[0], len(head))):
        start = bold[0]
    else:
        start = starts[-1] if starts else 0
    return " ".join(texts[:start]), " ".join(texts[start:])


def _begins_name(texts: Sequence[str], index: int) -> bool:
    """Return whether a line begins a name of its own: "VĂN PHÒNG" above "ỦY BAN …" goes on."""
    if not begins_like_agency(texts[index]):
        return False
    above = clean(texts[index - 1]).lower() if index else ""
    if bare(texts[index]).startswith("truong") and above.endswith(ENVIRONMENT):
        return False
    return not re.search(r"(?:^van phong|\bva|,|\bcua|^thanh tra)$", bare(above))


def _subject(lines: Sequence[Line], texts: Sequence[str]) -> str:
    """Return "V/v …" with the lines that go on below it on the same side, or in its cell."""
    at = _first(texts, SUBJECT)
    if at is None:
        return ""
    parts = [texts[at]]
    left = lines[at].box
    last = left
    for line, text in zip(lines[at + 1 :], texts[at + 1 :], strict=True):
        box = line.box
        if re.match(r"kinh gui|can cu", bare(text)) or len(parts) > 5:
            break
        if not box and (line.place != lines[at].place or DATE.search(text)):
            break
        if box and last and left:
            if box[0] > 0.47 or DATE.search(text):
                continue
            if box[1] - last[1] > 2.2 * max(last[3], 0.01):
                break
            last = box
        parts.append(text)
    return clean(" ".join(parts))


def _asking(body: str) -> list[str]:
    """Return the sentences that ask, without the legal grounds before them."""
    return [part for part in SENTENCES.split(body) if named_procedures(part)]


def _addressee(texts: Sequence[str]) -> tuple[str, int | None]:
    """Return whom the letter addresses, all of them, and in which line it begins to."""
    at = _first(texts, ADDRESSED)
    if at is None:
        return "", None
    parts = [ADDRESSED.sub("", texts[at])]
    for text in texts[at + 1 : at + MOST_ADDRESSED]:
        if not _goes_on_addressing(parts[-1], text):
            break
        parts.append(text)
    return " ".join(part.strip(" .-–+") for part in parts).strip(" .;"), at


def _goes_on_addressing(before: str, text: str) -> bool:
    """Return whether a line names one more, or the rest of the one before it."""
    if not before.strip() or before.rstrip()[-1:] in ";," or re.match(r"[-–+]", text):
        return not re.match(r"(?:can cu|thuc hien|theo)\b", bare(text))
    return text[:1].islower() and before.rstrip()[-1:] != "." and len(text) < SHORT_LINE
