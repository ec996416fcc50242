"""What is appended at once: events of one environment, and what they are called in a log."""

from collections.abc import Sequence

from reconciler.model.event import Event


def environment_of(events: Sequence[Event]) -> str:
    """The environment that all *events* are about; raises ValueError when they disagree.

    No backend could keep two environments in step, each with an order and a lock of its own.
    """
    environments = {event.environment for event in events}
    if len(environments) > 1:
        raise ValueError(f"one append is about one environment, not {sorted(environments)}")
    return environments.pop()


def subject(events: Sequence[Event]) -> str:
    """A batch in a few words: its first event, and how many come with it."""
    first = events[0]
    words = first.happened.value + (f" {first.ref}" if first.ref else "")
    others = len(events) - 1
    return f"{words}, and {others} more" if others else words
