"""The code that must tell of something hidden, by the kind of file and the name of the change."""

from __future__ import annotations


def _by_name(**names: tuple[str, ...]) -> dict[str, str]:
    return {name: code for code, told in names.items() for name in told}


TOLD = {
    "pdf": _by_name(
        hidden_text=("invisible text", "white text", "tiny text", "text beside the page",
                     "text covered", "half of the page cut off"),
        overlapping_text=("text over text",),
        turned_text=("watermark",),
        annotation=("text annotation over the list", "stamp over the list",
                    "struck by an annotation"),
        struck_text=("crossed out",),
        hidden_layer=("a layer switched off",),
        unmapped_text=("letters nobody can map",),
    ),
    "docx": _by_name(
        hidden_text=("hidden run", "white run", "hidden by a style", "white by a style",
                     "white of the theme", "a speck of text", "hidden row"),
        tracked_changes=("insertion not accepted", "deletion not accepted"),
        struck_text=("struck by a style",),
        rows_marked=("a row in another colour",),
        irregular_table=("a table in a cell",),
        remark=("a text box in a cell",),
    ),
    "xlsx": _by_name(
        hidden_row=("hidden row", "filtered rows", "row too low to see"),
        hidden_text=("hidden column", "white cell", "column too narrow to see",
                     "hidden group of columns", "white of the theme", "white on a white fill"),
        formula_without_value=("formula without a value", "error value"),
        number_lost_digits=("number in short form",),
        shown_otherwise=("format that shows nothing",),
        struck_text=("a part struck through",),
        rows_outside_table=("somebody in a line below",),
        column_twice=("two lists side by side",),
        rows_not_printed=("the last row not printed", "the first row not printed"),
        instruction_stated=("a sheet set aside by its title",),
        rows_marked=("a row in another colour",),
    ),
}  # fmt: skip
