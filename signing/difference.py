"""What may be added to a document after it was signed, and nothing else.

Two policies: after the *last* signature only validation data and time stamps, every added object
explained; between two signatures also new signatures. Filling text fields is never allowed:
pyHanko's default lets the shadow attack "replace" through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)

_LTA = ModificationLevel.LTA_UPDATES
_NEW_FORM_KEYS = frozenset({"/DA", "/DR", "/Fields", "/SigFlags", "/Type"})


class _FormRule(FormUpdatingRule):
    """pyHanko's rule, which needs a form to compare with: here the first signature may make it."""

    def apply(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Yield the explained objects; SuspiciousModification where the form holds more."""
        if "/AcroForm" in old.root or "/AcroForm" not in new.root:
            if "/AcroForm" in new.root:
                yield from super().apply(old, new)
            return
        form = new.root["/AcroForm"]
        if not set(form) <= _NEW_FORM_KEYS:
            raise SuspiciousModification(f"a new form holds {sorted(form)}")
        yield from _explained(new.root, "/AcroForm")
        yield from _explained(form, "/Fields")
        # Signing tools put the fonts of their stamps into the form's default resources.
        for reference in new.collect_dependencies(form.get("/DR"), since_revision=old.revision + 1):
            yield ModificationLevel.FORM_FILLING, FormUpdate(reference, field_name=None)
        context = FieldComparisonContext(_new_fields(form["/Fields"]), old, new)
        for rule in self.field_rules:
            yield from rule.apply(context)


def _explained(
    owner: generic.DictionaryObject, key: str
) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
    value = owner.raw_get(key)
    if isinstance(value, generic.IndirectObject):
        yield _LTA, FormUpdate(updated_ref=value.reference, field_name=None)


def _new_fields(fields: generic.ArrayObject) -> dict[str, FieldComparisonSpec]:
    """Return the form's fields as all new; anything but plain signature fields is suspicious."""
    found = {}
    for number in range(len(fields)):
        reference = fields.raw_get(number).reference
        field = reference.get_object()
        if field.get("/FT") != "/Sig" or "/T" not in field or str(field["/T"]) in found:
            raise SuspiciousModification("a new form holds other fields than signatures")
        found[str(field["/T"])] = FieldComparisonSpec("/Sig", None, reference, None)
    return found


def strict_policy(*, ignore_orphans: bool) -> StandardDiffPolicy:
    """Return the policy: new signatures, validation data, metadata; objects nobody refers to
    only where a later signature covers them anyway.
    """
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),
            DocInfoRule().as_qualified(_LTA),
            XrefStreamRule().as_qualified(_LTA),
            ObjectStreamRule().as_qualified(_LTA),
            DSSCompareRule().as_qualified(_LTA),
            MetadataUpdateRule().as_qualified(_LTA),
        ],
        form_rule=_FormRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
        ignore_orphaned_objects=ignore_orphans,
    )


AFTER_THE_LAST = strict_policy(ignore_orphans=False)
BEFORE_THE_LAST = strict_policy(ignore_orphans=True)


def is_unchanged(difference: object) -> bool:
    """Return whether nothing but validation data and time stamps was added."""
    return isinstance(difference, DiffResult) and difference.modification_level <= _LTA


def is_signed_only(difference: object) -> bool:
    """Return whether nothing but signatures (and what `is_unchanged` allows) was added."""
    return (
        isinstance(difference, DiffResult)
        and difference.modification_level <= ModificationLevel.FORM_FILLING
    )


def told(difference: object) -> str:
    """Return the technical detail of a refused change."""
    return str(difference)[:300] if isinstance(difference, SuspiciousModification) else ""
