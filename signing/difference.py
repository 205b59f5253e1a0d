"""What may be added to a document after it was signed, and nothing else.

Two policies: after the *last* signature only validation data and time stamps, every added object
explained; between two signatures also new signatures. Filling text fields is never allowed:
pyHanko's default lets the shadow attack "replace" through. Nor are the keys that change what a
form shows without touching a field (/NeedAppearances has viewers draw it anew, /DR and /DA say
with which font), which pyHanko leaves out of its comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

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
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from signing.usages import know_usages

_LTA = ModificationLevel.LTA_UPDATES
_CATALOG_KEYS = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
_VERSION = re.compile(r"/(1\.[0-9]|2\.[0-9])")
_STAMP_FONTS = frozenset({"/Fields", "/DR", "/DA"})
_WHEN_AND_WITH_WHAT = frozenset({"/ModDate", "/Producer"})
_NEW_FORM_KEYS = frozenset({"/DA", "/DR", "/Fields", "/SigFlags", "/Type"})


class _CatalogRule(CatalogModificationRule):
    """pyHanko's rule, which lets /Version and /Extensions become anything: here they tell that a
    later version of PDF was written, as tools that add validation data do, and nothing else.
    """

    def __init__(self) -> None:
        super().__init__(_CATALOG_KEYS)  # type: ignore[no-untyped-call]

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, Any]]:
        """Yield the explained objects; SuspiciousModification for a version that is none."""
        before, after = (one.root.get("/Version") for one in (old, new))
        if before != after and not _is_later(before, after):
            raise SuspiciousModification(f"the version is changed to {after!r}")
        extensions = new.root.get("/Extensions")
        if extensions is not None and not _are_extensions(extensions):
            raise SuspiciousModification("the extensions are no list of versions")
        yield from super().apply_qualified(old, new)


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


class _NoEmptyFields(SigFieldCreationRule):
    """pyHanko's rule; after the last signature a new field must hold a time stamp."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def apply(
        self, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Yield the explained objects; SuspiciousModification for a field that is left empty."""
        for name, spec in context.field_specs.items():
            made = spec.new_field_ref if spec.old_field_ref is None else None
            if made is not None and "/V" not in _dictionary(made.get_object()):
                raise SuspiciousModification(f"a new field {name} is empty")
        yield from super().apply(context)


class _TimesOnly(DocInfoRule):
    """pyHanko's rule, which lets title and author be changed: here only when, and with what."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Any]:
        """Yield the explained objects; SuspiciousModification where the dictionary says else."""
        before, after = (_info(one) for one in (old, new))
        if after is not None:
            empty = generic.DictionaryObject()
            compare_dicts(before or empty, after, _WHEN_AND_WITH_WHAT)
        yield from super().apply(old, new)


def _is_later(before: object, after: object) -> bool:
    """Return whether a version of PDF follows the one before, if any: it may rise, never fall."""
    named = isinstance(after, generic.NameObject) and _VERSION.fullmatch(after) is not None
    return named and str(after) > str(before or "")


def _are_extensions(value: object) -> bool:
    """Return whether this is a dictionary of developers' extensions (ISO 32000-2 §7.12), which
    hold names, numbers and texts only.
    """
    if not _is_plain_dictionary(value):
        return False
    developers = [one for key, one in _dictionary(value).items() if key != "/Type"]
    flat = [one for each in developers for one in (each if isinstance(each, list) else [each])]
    return all(
        _is_plain_dictionary(one)
        and not any(isinstance(part, (dict, list)) for part in _dictionary(one).values())
        for one in flat
    )


def _is_plain_dictionary(value: object) -> bool:
    return isinstance(value, generic.DictionaryObject) and not isinstance(
        value, generic.StreamObject
    )


def _dictionary(value: object) -> generic.DictionaryObject:
    return value if isinstance(value, generic.DictionaryObject) else generic.DictionaryObject()


def _info(revision: HistoricalResolver) -> generic.DictionaryObject | None:
    reference = revision.trailer_view.get_value_as_reference("/Info", optional=True)
    return None if reference is None else _dictionary(revision.get_object(reference))


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


class _Policy(StandardDiffPolicy):
    """pyHanko's policy, told beforehand where the objects of the older revision are used."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Return what was changed; SuspiciousModification for what is not explained."""
        know_usages(old)
        return super().apply(old, new, field_mdp_spec, doc_mdp)


def strict_policy(*, last: bool, ignore_orphans: bool) -> StandardDiffPolicy:
    """Return the policy after the last signature, or where signatures may follow, with the fonts
    of their stamps. Objects nobody refers to may be ignored where a signature covers them anyway.
    """
    form_keys = frozenset({"/Fields"}) if last else _STAMP_FONTS
    creation = _NoEmptyFields() if last else SigFieldCreationRule()
    return _Policy(
        global_rules=[
            _CatalogRule(),
            (_TimesOnly() if last else DocInfoRule()).as_qualified(_LTA),
            XrefStreamRule().as_qualified(_LTA),
            ObjectStreamRule().as_qualified(_LTA),
            DSSCompareRule().as_qualified(_LTA),
            MetadataUpdateRule().as_qualified(_LTA),
        ],
        form_rule=_FormRule(
            field_rules=[creation, SigFieldModificationRule()], ignored_acroform_keys=form_keys
        ),
        ignore_orphaned_objects=ignore_orphans,
    )


AFTER_THE_LAST = strict_policy(last=True, ignore_orphans=False)
BEFORE_THE_LAST = strict_policy(last=False, ignore_orphans=True)
ONLY_SIGNED = strict_policy(last=False, ignore_orphans=False)


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
