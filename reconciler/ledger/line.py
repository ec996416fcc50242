"""One event as one line of JSON, and back without loss: what every backend keeps."""

import json
from datetime import datetime

from reconciler.model.event import Event, Happened
from reconciler.model.ref import Ref


def write_line(event: Event) -> str:
    """The event as JSON in plain ASCII, so that no backend can spoil a character.

    Raises ValueError when its time has no UTC offset: such a line could not be ordered later.
    """
    if event.at.utcoffset() is None:
        raise ValueError(f"the time of an event needs a UTC offset: {event.at.isoformat()}")
    return json.dumps(
        {
            "happened": event.happened.value,
            "at": event.at.isoformat(),
            "environment": event.environment,
            "run": event.run,
            "actor": event.actor,
            "commit": event.commit,
            "ref": event.ref and [event.ref.kind, event.ref.name],
            "fields": dict(event.fields),
            "detail": dict(event.detail),
        },
    )


def read_line(text: str) -> Event:
    """The event that *text* holds; raises ValueError, KeyError or TypeError when it holds none."""
    words = json.loads(text)
    return Event(
        happened=Happened(words["happened"]),
        at=datetime.fromisoformat(words["at"]),
        environment=words["environment"],
        run=words["run"],
        actor=words["actor"],
        commit=words["commit"],
        ref=words["ref"] and Ref(*words["ref"]),
        fields=words["fields"],
        detail=words["detail"],
    )
