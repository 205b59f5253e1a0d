"""Where each object of a revision is used: what pyHanko's comparison of two revisions begins with.

pyHanko finds every path from the trailer to every object, to see that an object which a later
revision replaced is used nowhere else. It builds all objects for that, nine tenths of proving two
signatures. Here the same paths are found from the bytes (`plain_object`); of a document that is
not written plainly pyHanko finds them itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath

from signing.plain_object import NotPlainError, Ref
from signing.plain_revision import PlainRevision

Path = tuple[str | int, ...]
Step = tuple[Path, Ref]
_STRUCTURE: Path = ("/Root", "/StructTreeRoot", "/K")
_LONGEST = 150  # where pyHanko's own recursion would come to its end, pyHanko shall look


def know_usages(revision: HistoricalResolver) -> None:
    """Have pyHanko know where the objects of a revision are used, if their bytes tell it."""
    if revision._indirect_object_access_cache is not None:  # noqa: SLF001 - no other way in
        return
    try:
        found = usages_of(revision)
    except NotPlainError:
        return
    revision._indirect_object_access_cache = {  # noqa: SLF001
        generic.Reference(*ref, revision): {RawPdfPath(*path) for path in paths}
        for ref, paths in found.items()
    }


def usages_of(revision: HistoricalResolver) -> dict[Ref, set[Path]]:
    """Return the paths to each object as pyHanko counts them; NotPlainError where it must look.

    No path goes by /Parent. A page is entered by its place in the tree of pages alone, an element
    of the structure for screen readers by its place in that structure, where /P is its parent.
    """
    objects = PlainRevision(revision)
    root = objects.dictionary(objects.trailer.get("/Root"))
    pages, elements = _pages(objects, root), _elements(objects, root)
    found: dict[Ref, set[Path]] = defaultdict(set)
    inside: dict[Ref, list[Step]] = {}
    to_enter: list[tuple[list[Step], Path, tuple[Ref, ...]]] = [(_steps(objects.trailer), (), ())]
    while to_enter:
        steps, way, passed = to_enter.pop()
        for step, ref in steps:
            path = way + step
            structural = path[:3] == _STRUCTURE
            if ref in passed or (structural and "/P" in path[3:]):
                continue
            found[ref].add(path)
            if ref not in inside:
                inside[ref] = _steps(objects.resolved(ref))
            if pages.get(ref, path) == path and (structural or ref not in elements):
                to_enter.append((inside[ref], _short(path), (*passed, ref)))
    return found


def _steps(value: Any) -> list[Step]:
    """Return the references inside a dictionary or array, each with the way to it."""
    return list(_walked(value, ())) if isinstance(value, (dict, list)) else []


def _walked(value: dict[str, Any] | list[Any], way: Path) -> Iterator[Step]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inside:
        if key == "/Parent":
            continue
        if isinstance(one, Ref):
            yield (*way, key), one
        elif isinstance(one, (dict, list)):
            yield from _walked(one, (*way, key))


def _short(path: Path) -> Path:
    if len(path) > _LONGEST:
        raise NotPlainError
    return path


def _pages(objects: PlainRevision, root: dict[str, Any]) -> dict[Ref, Path]:
    """Return the nodes of the tree of pages with the place of each."""
    found: dict[Ref, Path] = {}
    to_enter: list[tuple[Any, Path]] = [(root.get("/Pages"), ("/Root", "/Pages"))]
    while to_enter:
        value, path = to_enter.pop()
        if isinstance(value, Ref):
            _add(found, value, _short(path))
        node = objects.dictionary(value)
        if len(path) == 2 or objects.resolved(node.get("/Type")) == "/Pages":
            kids = enumerate(objects.array(node.get("/Kids")))
            to_enter += [(kid, (*path, "/Kids", place)) for place, kid in kids]
    return found


def _elements(objects: PlainRevision, root: dict[str, Any]) -> dict[Ref, Path]:
    """Return the elements of the structure that are objects of their own."""
    found: dict[Ref, Path] = {}
    to_enter = [root["/StructTreeRoot"]] if "/StructTreeRoot" in root else []
    while to_enter:
        children = objects.resolved(objects.dictionary(to_enter.pop()).get("/K"))
        for child in children if isinstance(children, list) else [children]:
            value = objects.resolved(child)
            if not isinstance(value, dict):
                continue
            if objects.resolved(value.get("/Type", "/StructElem")) == "/StructElem":
                to_enter.append(value)
                if isinstance(child, Ref):
                    _add(found, child, ())
    return found


def _add(found: dict[Ref, Path], ref: Ref, path: Path) -> None:
    """Add what may stand in its tree only once."""
    if ref in found:
        raise NotPlainError
    found[ref] = path
