"""Follows a tenant by its audit log and request log, and says what must never have happened."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from reconciler.sandbox import Request, Sandbox

OURS = {"svc-console-gateway", "svc-scheduler"}
MANAGE = "Administration/Manage roles"
# The row that must be on while any row of its group is; written down here a second time on purpose.
MENUS = {
    "Dashboard": "Dashboard/Dashboard",
    "Library": "Library/Library",
    "Assessments": "Assessments/Assessments",
    "Delivery": "Delivery/Delivering",
    "Marking": "Marking/Marking",
    "Reports": "Reports/Reports",
    "Administration": "Administration/Administration",
}
ZONE = ZoneInfo("Europe/Amsterdam")
LEAD = timedelta(hours=24)
OVER = {"Ended", "Archived"}
TIMES = ("StartDateTime", "EndDateTime")

Entry = dict[str, Any]


def quiet(moment: datetime) -> bool:
    """Wednesday afternoons, and the night from Sunday to Monday; see world.WINDOWS."""
    local = moment.astimezone(ZONE)
    day, clock = local.weekday(), local.time()
    night = (day == 6 and clock >= time(22)) or (day == 0 and clock < time(6))
    return night or (day == 2 and time(12) <= clock < time(18))


@dataclass
class Judge:
    """What was deactivated by whom, who has started, and what the roles allow, as told by the logs.

    *spared* is what was being looked at or written while the test moved the world: that a look just
    before cannot save.
    """

    sandbox: Sandbox
    most: int
    ours: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)
    started: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        state = self.sandbox.state()
        self._entries, self._number = len(state["Audit"]), 0
        self._roles = {title: _role(item) for title, item in state["Roles"].items()}
        self._times = {
            (name, field): datetime.fromisoformat(item[field])
            for name, item in state["Schedules"].items()
            for field in TIMES
        }
        self._learn(state)

    def starts(self, name: str) -> None:
        """Hear that a candidate starts now, maybe in the middle of a run."""
        requests = self.sandbox.requests()
        self.started.setdefault(name, requests[-1].number if requests else 0)

    def follow(self) -> None:
        """Judge everything that happened since the last time."""
        state = self.sandbox.state()
        entries = state["Audit"][::-1][self._entries :]
        for entry in entries:
            self._judge(entry)
        for request in self.sandbox.requests():
            if request.number > self._number and request.writes:
                self._judge_request(request)
        self.spared.clear()
        self._entries += len(entries)
        self._learn(state)

    def stuck(self) -> set[str]:
        """What we deactivated, is inactive, and could be active."""
        schedules = self.sandbox.state()["Schedules"]
        return {name for name in self.ours if schedules[name]["State"] not in OVER}

    def _learn(self, state: Entry) -> None:
        self._users = {title: item["Users"] for title, item in state["Roles"].items()}
        for name, item in state["Schedules"].items():
            if item["CandidatesStarted"]:
                self.starts(name)
        requests = self.sandbox.requests()
        self._number = requests[-1].number if requests else 0

    def _judge_request(self, request: Request) -> None:
        _, _, rest = request.path.partition("/schedules/")
        name = unquote(rest.partition("/")[0])
        late = request.number > self.started.get(name, request.number)
        assert not late or name in self.spared, f"a write to a started sitting: {request}"

    def _judge(self, entry: Entry) -> None:
        kind, _, name = entry["Object"].partition("/")
        ours = entry["Actor"] in OURS
        if ours and name not in self.spared:
            restores = entry["Field"] == "IsActivated" and entry["After"]
            assert restores or not quiet(_at(entry)), f"in a quiet window: {entry}"
        if kind == "Schedule":
            self._judge_schedule(name, entry, ours=ours)
        if kind == "Role":
            self._judge_role(name, entry, ours=ours)

    def _judge_schedule(self, name: str, entry: Entry, *, ours: bool) -> None:
        if entry["Field"] in TIMES:
            self._times[name, entry["Field"]] = datetime.fromisoformat(entry["After"])
        if entry["Field"] != "IsActivated":
            return
        if entry["After"]:
            assert not ours or name in self.ours, f"activated what we had not deactivated: {entry}"
            self.ours.discard(name)
        elif ours:
            self._judge_deactivation(name, entry)

    def _judge_deactivation(self, name: str, entry: Entry) -> None:
        now = _at(entry)
        left = self._times[name, "StartDateTime"] - now
        assert left >= LEAD or name in self.spared, f"inside the lead time: {entry}"
        self.ours.add(name)
        missed = [other for other in self.ours if self._times[other, "EndDateTime"] >= now]
        assert len(missed) <= self.most, f"too many inactive: {missed}"

    def _judge_role(self, title: str, entry: Entry, *, ours: bool) -> None:
        closed, managers = self._closed(), self._managers()
        self._change_role(title, entry)
        if ours:
            assert self._closed() <= closed, f"a row on under a closed menu: {entry}"
            assert self._managers() or not managers, f"nobody manages roles: {entry}"

    def _change_role(self, title: str, entry: Entry) -> None:
        head, _, row = entry["Field"].partition(".")
        if not head and entry["After"] is None:
            del self._roles[title]
        elif not head:
            self._roles[title] = _role(entry["After"])
        elif row:
            self._roles[title]["Permissions"][row] = entry["After"]
        elif head == "Type":
            self._roles[title]["Type"] = entry["After"]

    def _closed(self) -> set[tuple[str, str]]:
        return {
            (title, row)
            for title, role in self._roles.items()
            for row, on in role["Permissions"].items()
            if on and not role["Permissions"][MENUS[row.partition("/")[0]]]
        }

    def _managers(self) -> set[str]:
        return {
            title
            for title, role in self._roles.items()
            if role["Permissions"][MANAGE]
            and role["Type"] in {"SystemAdmin", "Admin"}
            and self._users.get(title)
        }


def _role(item: Entry) -> Entry:
    return {"Type": item["Type"], "Permissions": dict(item["Permissions"])}


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry["At"])
