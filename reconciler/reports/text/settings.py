"""What a sitting ran with, for people who have to answer for it."""

from collections.abc import Iterator
from datetime import tzinfo

from reconciler.kinds.proctorio import BY_PATH
from reconciler.model.memory import Ran
from reconciler.reports import words
from reconciler.reports.recorded import SettingsDocument
from reconciler.reports.text.layout import Block, heading, line


def settings(document: SettingsDocument, zone: tzinfo) -> Iterator[Block]:
    """The records of a sitting in order, newest last, times on the clocks of *zone*."""
    yield [line(words.shown(str(document.ref)), "bold")]
    if not document.records:
        yield [line("nothing is on record of what it ran with")]
    for record in document.records:
        yield heading(_head(record, zone))
        for path, value in record.settings.items():
            label = BY_PATH[path].label if path in BY_PATH else path
            yield [line(f"{words.shown(label)}: {words.value(value)}", indent=2)]


def _head(record: Ran, zone: tzinfo) -> str:
    at = words.moment(record.at, zone)
    by = words.shown(record.by)
    if record.commit:
        return f"from {at}, activated by {by} at revision {words.revision(record.commit)}"
    return f"seen at {at} in a run of {by}; nobody has recorded its revision"
