"""What is left over of a sentence that speaks of a list's people and things, and no act takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.acts.frames import FRAMES
from parsers.acts.objects import with_objects
from parsers.acts.roles import promises, tells_of_trouble, with_roles
from parsers.acts.slots import expanded
from parsers.acts.standing import told_against
from parsers.acts.turning_words import HEAVY, LIGHT
from parsers.custom.customary import LIMITS, others_few
from parsers.custom.nameless import names_somebody
from parsers.text.words import clean, pattern_spelled

_FRAMES = tuple((re.compile(expanded(said)), expanded(sign)) for sign, said in FRAMES)
_SPEAKS = re.compile(
    expanded(
        r"\b(?:BOX|KEY|LIST|MEN)\b|"
        r"(?<!\w)(?:đề nghị|xin|mong|nhờ|cấp|trường hợp|(?:công văn|văn bản|hồ sơ) này)(?!\w)"
    )
)
_OBJECTS = re.compile(r"\b(?:BOX|KEY|LIST)\b")
_HEAVY = re.compile(expanded(rf"\b(?:KEY|LIST)\b|(?<!\w)(?:{HEAVY})(?!\w)"))
_ALL = re.compile(expanded(rf"{_OBJECTS.pattern}|(?<!\w)(?:{HEAVY}|{LIGHT})(?!\w)"))
_ASKS = re.compile(
    expanded(
        r"\b(?:ASK|GIVE|REFER|COUNT)\b|việc <gives> BOX|"
        r"(?<!\w)(?:đề nghị|xin|mong|nhờ|(?:công văn|văn bản) này)(?!\w)"
    )
)
"""Acts that a small word may limit; of what happened, or is done with mailboxes, few words can."""

_OF_TIMES_AND_WAYS = frozenset(
    pattern_spelled(
        "lẫn song mà dù phần thiếu tiếp khi tuần hôm lúc muộn em bạn cả nhất sau trước cũ"
    ).split()
)
"""Limiting words that turn nothing where an office tells of itself and its people."""

_TELLS_WHO = re.compile(expanded(r"(?<!\w)(?:do MEN|MEN (?:cùng |sẽ |xin )*(?:dùng|sử dụng) ¹)"))
"""Who uses a mailbox, or several the same one."""

_WORDS = re.compile(r"[^\W\d_A-Z]+(?: [^\W\d_A-Z]+)*")
_RATHER_LONG, _LONGEST = 8, 3000
_CLAUSE_ENDS = ",;:.!?)"


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence as it is written, with signs for its acts, and what of it no act takes, both as
    spelled.
    """

    plain: str
    said: str = ""
    left: str = ""
    of_things: bool = False
    asks_plainly: bool = False
    against: str = ""
    """From where it tells that somebody, a unit or something listed stands not as listed."""

    @property
    def is_whole(self) -> bool:
        """Return whether a sentence that speaks of mailboxes, passwords or lists is understood."""
        if self.left or _OBJECTS.search(self.said):
            return False
        return (self.of_things or self.asks_plainly) and others_few(
            self.said, len(self.plain.split())
        )

    @property
    def left_over(self) -> str:
        """Return the words that no act takes, to the end of their clause; "" for none."""
        return _as_written(self.left, self.plain) if self.left else ""

    @property
    def said_against(self) -> str:
        """Return the words that tell against a list, to the end of their clause; "" for none."""
        return _as_written(self.against, self.plain) if self.against else ""


def act_of(text: str, names: Sequence[str]) -> Act:
    """Return what a sentence does; `names` are those of who writes and of who is written to."""
    plain = clean(text)
    objects = with_objects(plain[:_LONGEST], names)
    return replace(_act_of(plain, objects), against=told_against(objects))


def _act_of(plain: str, objects: str) -> Act:
    """Return what a sentence of `with_objects` does, but for what it tells against a list."""
    if not _SPEAKS.search(objects):
        return Act(plain)
    if tells_of_trouble(objects) or promises(objects):
        return Act(plain, of_things=True)
    folded = said = with_roles(objects)
    for rule, sign in _FRAMES:
        said = rule.sub(sign, said)
    asks = _ASKS.search(said) or "LIST" in objects
    found = (_ALL if asks else _HEAVY).search(said)
    if not (asks or found) and _only_tells(plain, objects, said):
        return Act(plain, of_things=True)
    plainly = "ASK" in said and not LIMITS.search(folded)
    of_things = _OBJECTS.search(objects) is not None and len(plain) <= _LONGEST
    return Act(plain, said, said[found.start() :] if found else "", of_things, plainly)


def _only_tells(plain: str, objects: str, said: str) -> bool:
    """Return whether a sentence that asks for nothing tells of the office: it names nobody, and
    none of its words limits; of people alone, without their mailboxes, fewer words can.
    """
    if plain.count(" ") < _RATHER_LONG or names_somebody(plain) or _TELLS_WHO.search(objects):
        return False
    limiting = set(LIMITS.findall(said))
    return limiting <= (frozenset() if _OBJECTS.search(objects) else _OF_TIMES_AND_WAYS)


def _as_written(left: str, plain: str) -> str:
    """Return what is left over as it is written; the whole sentence where it is not found."""
    words = plain.split()
    spelled = [pattern_spelled(word.lower().strip("“”\"'(),;:.!?")) for word in words]
    run = _WORDS.search(left)
    sought = run.group().split() if run else []
    for at in range(len(words) - len(sought) + 1):
        if sought and spelled[at : at + len(sought)] == sought:
            ends = (i for i in range(at, len(words)) if words[i][-1] in _CLAUSE_ENDS)
            return " ".join(words[at : next(ends, len(words)) + 1]).rstrip(_CLAUSE_ENDS)
    return plain
