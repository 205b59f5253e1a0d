"""What may be added to a document after it was signed, and nothing else.

Two policies: after the *last* signature only validation data and time stamps, every added object
explained; between two signatures also new signatures. Filling text fields is never allowed:
pyHanko's default lets the shadow attack "replace" through.
"""

from __future__ import annotations

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
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
        form_rule=FormUpdatingRule(
            field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]
        ),
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
