"""Says what became of exams that an earlier run left inactive; every apply begins with it."""

from collections.abc import Sequence

from reconciler import pipeline
from reconciler.cli.case import Opened
from reconciler.cli.talk import Talk
from reconciler.model.outcome import Rescue


def rescued(at: Opened, talk: Talk) -> Sequence[Rescue]:
    """Activate again what is ours to activate, and tell of each."""
    found = pipeline.rescue(at.case)
    for rescue in found:
        state = "is active again" if rescue.active else "IS STILL INACTIVE"
        talk.say(f"{rescue.ref} {state}: {rescue.why}")
    return found
