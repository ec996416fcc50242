"""Public API: who sits a schedule and how far each is, personal data included."""

from collections.abc import Iterator

from reconciler.sandbox.envelope import Answer, Call, Item, content, dumps
from reconciler.sandbox.integrations.refusals import numbered
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import Tenant

_FIRST = ("Aylin", "Bram", "Chidi", "Daan", "Elif", "Femke", "Goran", "Hanna", "Imran", "Julia")
_LAST = ("Okafor", "de Vries", "Yilmaz", "Novak", "Jansen", "Öztürk", "Silva", "O'Brien")
# A prime step spreads the pins without keeping any.
_PIN_STEP, _PINS = 7919, 10_000


def candidates(row: Row) -> list[dict[str, str]]:
    """Return the people booked on a schedule."""
    return [_person(row, place) for place in range(row.item["CandidatesTotal"])]


def invigilation(tenant: Tenant, call: Call) -> Answer:
    """GET /external/schedule/{extId}/invigilation-info: one row a candidate."""
    row = tenant.store.find("Schedule", call.keys["key"])
    if row is None:
        raise numbered(301)
    return content(dumps(list(_board(row))))


def _board(row: Row) -> Iterator[Item]:
    item, more, ended = row.item, row.more, row.state == "Ended"
    for place in range(item["CandidatesTotal"]):
        status = _status(place, item["CandidatesStarted"], more, ended=ended)
        person, begun = _person(row, place), status != "NOT_STARTED"
        finished = status == "HANDED_IN"
        yield {
            "ScheduleTitle": item["Title"],
            "CandidateName": f"{person['FirstName']} {person['LastName']}",
            "CandidateExtId": person["ExternalId"],
            "PinCode": f"{(row.number + place) * _PIN_STEP % _PINS:04}",
            "Status": status,
            # Typed as a number on the page, a text in its sample.
            "Attempt": "1" if begun else "0",
            "StartTime": item["StartDateTime"] if begun else None,
            "EndTime": item["EndDateTime"] if finished else None,
            "ExamDuration": 0,
            "ExtraTimeForCurrentAttempt": 0,
            "ExtraTimeForNextAttempt": 0,
            "ExamSubmittedBy": "CANDIDATE" if finished else None,
        }


def _status(place: int, started: int, more: Item, *, ended: bool) -> str:
    if place >= started:
        return "NOT_STARTED"
    if place < more["Void"]:
        return "VOID"
    return "HANDED_IN" if ended or place < more["Void"] + more["HandedIn"] else "IN_PROGRESS"


def _person(row: Row, place: int) -> dict[str, str]:
    first, last = _FIRST[place % len(_FIRST)], _LAST[(place + row.number) % len(_LAST)]
    number = f"{row.number:03}{place:04}"
    return {
        "ExternalId": f"S{number}",
        "FirstName": first,
        "LastName": last,
        "UserName": f"s{number}",
    }
