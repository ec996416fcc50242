"""Times as the platform writes them."""

from datetime import UTC, datetime


def moment(text: object) -> datetime:
    """The time in a wire value; some of the platform's samples leave the Z out, but all are UTC."""
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
