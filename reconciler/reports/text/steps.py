"""The steps of one object that are taken by hand, as lines."""

from collections.abc import Iterator

from reconciler.model.runbook import Sheet
from reconciler.reports.text.layout import Line, line
from reconciler.reports.words import shown, where


def steps(sheet: Sheet, indent: int, box: str = "") -> Iterator[Line]:
    """The lines of one object: its page, then the steps with their names."""
    yield line(shown(sheet.page), "cyan", indent)
    for text in sheet.before:
        yield line(shown(text), "", indent)
    for step in sheet.steps:
        beside = where(step.place) if step.place else ""
        if step.caution:
            yield line(f"! {shown(step.caution)}", "yellow", indent)
        yield line(f"{box}{step.name}  {shown(step.text)}", "", indent, beside)
    for text in sheet.after:
        yield line(shown(text), "", indent)
