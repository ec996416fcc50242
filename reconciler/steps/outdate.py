"""Hold the notices that were published against those that would be made now. Pure."""

from collections.abc import Iterable, Iterator

from reconciler.kinds import proctorio
from reconciler.model.notice import Notice, OutOfDate, Published
from reconciler.model.ref import Ref

TIMES = "times"
WORDS = "words"


def outdate(published: Published, notice: Notice) -> OutOfDate | None:
    """What has changed since a notice was published; None where it still holds."""
    if published.revision == notice.revision:
        return None
    changed = tuple(_changed(published, notice)) or (WORDS,)
    return OutOfDate(notice.ref, published, notice.revision, changed)


def gone(ref: Ref, published: Published, why: str) -> OutOfDate:
    """A published notice of which no other can be made now."""
    return OutOfDate(ref, published, "", (why,))


def news(published: Iterable[Published], notice: Notice) -> bool:
    """Whether the record does not say yet that candidates have this very notice."""
    known = {(one.language, one.revision) for one in published}
    return (notice.language, notice.revision) not in known


def _changed(published: Published, notice: Notice) -> Iterator[str]:
    before, now = published.gist.settings, notice.gist.settings
    for path in dict.fromkeys([*proctorio.BY_PATH, *now, *before]):
        if before.get(path) != now.get(path):
            option = proctorio.BY_PATH.get(path)
            yield option.label if option else path
    if published.gist.times != notice.gist.times:
        yield TIMES
