"""Turn one answer of a channel into the words of the language."""

from dataclasses import replace

from reconciler.errors import PlatformError
from reconciler.kinds.kind import Kind
from reconciler.model.live import Live
from reconciler.model.observed import Observed, Seen, Unknown
from reconciler.model.reach import Reach
from reconciler.model.sameness import visible


def decoded(seen: Seen, live: Live, kind: Kind) -> Observed:
    """One answer in the words of the language; raises PlatformError when it lacks what it must."""
    try:
        observed = kind.decode(seen, live.tenant)
    except (KeyError, TypeError, ValueError) as error:
        message = f"the platform answered {kind.name}/{seen.name} in a form that cannot be read"
        raise PlatformError(f"{message}: {error}") from error
    return _marked(observed, seen, kind, live.reach(kind.name))


def _marked(observed: Observed, seen: Seen, kind: Kind, reach: Reach) -> Observed:
    hidden = reach.hidden(kind.roots)
    if not hidden:
        return observed
    why = f"the {reach.channel} channel cannot read it back"
    unseen = {root: Unknown(why) for root in hidden}
    return replace(observed, unseen=unseen, visible=visible(seen.raw, kind.visible))
