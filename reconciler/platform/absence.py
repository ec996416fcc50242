"""Tells "there is no such object" from every other no of the public API, which has no 404."""

import re
from http import HTTPStatus

from reconciler.platform.numbered import SCHEDULE_NOT_FOUND
from reconciler.platform.replies import Answer, Fault

# The pages without numbers have only this sentence. Wording alone is weak proof, so nothing but
# the documented one counts: any other is an error for people to see, never an absence.
SENTENCE = re.compile(r"(schedule|assessment) hasn't been found( by external id)?")


def absent(answer: Answer) -> bool:
    """Whether the answer says that the object does not exist, and nothing else."""
    return (
        answer.status == HTTPStatus.BAD_REQUEST
        and bool(answer.faults)
        and all(map(_not_found, answer.faults))
    )


def _not_found(fault: Fault) -> bool:
    if fault.code:
        return fault.code == SCHEDULE_NOT_FOUND
    plain = fault.text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .").casefold()
    return SENTENCE.fullmatch(plain) is not None
