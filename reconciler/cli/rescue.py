"""Says what became of exams that an earlier run left inactive; every apply begins with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reconciler import pipeline
from reconciler.cli.case import Opened
from reconciler.cli.talk import Talk
from reconciler.errors import LeftInactive, ReconcilerError
from reconciler.model.memory import Memory
from reconciler.model.outcome import Rescue


def rescued(at: Opened, memory: Memory, talk: Talk) -> Sequence[Rescue]:
    """Activate again what is ours to activate by the ledger of now, and tell of each."""
    found = pipeline.rescue(at.case, memory)
    for rescue in found:
        state = "is active again" if rescue.active else "IS STILL INACTIVE"
        talk.say(f"{rescue.ref} {state}: {rescue.why}")
    return found


@contextmanager
def shouting(rescues: Sequence[Rescue]) -> Iterator[None]:
    """Let no other error of the block drown that an exam of ours is still inactive."""
    left = ", ".join(str(rescue.ref) for rescue in rescues if rescue.ours and not rescue.active)
    try:
        yield
    except ReconcilerError as error:
        if left:
            raise LeftInactive(f"still inactive: {left}; and {error}") from error
        raise
