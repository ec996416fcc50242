"""Times as the platform writes them."""

from datetime import UTC, datetime
from functools import lru_cache


# Exams begin and end together: thousands of sittings share few moments.
@lru_cache(10_000, typed=True)
def moment(text: object) -> datetime:
    """The time in a wire value; some of the platform's samples leave the Z out, but all are UTC."""
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
