"""The sandbox as a test or a command uses it: start it, talk to it, stop it."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reconciler.sandbox import app, backstage, edits
from reconciler.sandbox.backstage import Backstage
from reconciler.sandbox.catalogue import Numbers
from reconciler.sandbox.control_shapes import ANYBODY
from reconciler.sandbox.envelope import Item
from reconciler.sandbox.faults import Fault, Faults
from reconciler.sandbox.front import Front
from reconciler.sandbox.journal import Journal, Request
from reconciler.sandbox.server import LoopbackServer
from reconciler.sandbox.tenant import Author, Behaviours, Tenant
from reconciler.sandbox.tenants import Seed, plant
from reconciler.sandbox.times import Clock


class Sandbox:
    """A tenant on a loopback port; use it as a context manager.

    *database* is a file that outlives the sandbox: a second sandbox on it finds the first one's
    tenant, whatever *seed* says. *now* stops the clock there; without it the clock is real time.
    """

    integrations_token = app.INTEGRATIONS_TOKEN
    console_token = app.CONSOLE_TOKEN
    console_reader_token = app.CONSOLE_READER_TOKEN

    def __init__(
        self,
        seed: Seed = "demo",
        *,
        database: Path | None = None,
        port: int = 0,
        now: datetime | None = None,
        behaviours: Behaviours | None = None,
    ) -> None:
        tenant = Tenant(str(database or ":memory:"))
        self._stage = Backstage(tenant, Faults(), Journal())
        with ExitStack() as undo:
            undo.callback(tenant.store.close)
            with tenant.store.transaction():
                if now:
                    tenant.clock = Clock(stopped=now)
                plant(tenant, seed)
                if behaviours:
                    tenant.behaviours = behaviours
            self._server = LoopbackServer(partial(Front, self._stage), port)
            undo.pop_all()
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.integrations_url = self.url + app.INTEGRATIONS_PATH
        self.console_url = self.url + app.CONSOLE_PATH
        self.control_url = self.url + "/control"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving and close the database."""
        self._server.stop()
        self._stage.faults.clear()
        self._stage.tenant.store.close()

    def edit(self, name: str, changes: Mapping[str, Any], *, actor: str = ANYBODY) -> Item:
        """Edit an object in the console's pages, as *actor*; see edits.edit."""
        with self._tenant.store.transaction():
            return backstage.whole(edits.edit(self._tenant, name, changes, actor))

    def add(self, kind: str, item: Item, *, actor: str = ANYBODY) -> Item:
        """Make a new object in the console's pages."""
        with self._tenant.store.transaction():
            return backstage.whole(edits.add(self._tenant, kind, item, actor))

    def delete(self, name: str, *, actor: str = ANYBODY) -> None:
        """Delete an object in the console's pages."""
        with self._tenant.store.transaction():
            edits.delete(self._tenant, name, actor)

    def start_candidates(self, name: str, count: int = 1, status: str = "IN_PROGRESS") -> Item:
        """Let *count* more candidates of an activated schedule start."""
        with self._tenant.store.transaction():
            return backstage.whole(edits.start_candidates(self._tenant, name, count, status))

    def now(self) -> datetime:
        """Return the tenant's time."""
        return self._tenant.now()

    def set_clock(
        self,
        now: datetime | None = None,
        *,
        advance: timedelta = timedelta(),
        ticking: bool | None = None,
    ) -> datetime:
        """Set the tenant's clock, move it on, set it going or stop it; return its time."""
        with self._tenant.store.transaction():
            return backstage.set_clock(self._tenant, now, advance, ticking=ticking)

    def set_proctorio(self, *, active: bool, actor: str = ANYBODY) -> None:
        """Switch the Proctorio add-on on or off."""
        with self._tenant.store.transaction():
            self._tenant.set_proctorio({"Active": active}, Author(actor, "console"))

    def rotate_keys(self, *, actor: str = ANYBODY) -> str:
        """Install new Proctorio keys; return since when they hold."""
        with self._tenant.store.transaction():
            return backstage.rotate_keys(self._tenant, actor)

    def behave(self, **changes: bool) -> Behaviours:
        """Switch behaviours by name; those not named stay."""
        with self._tenant.store.transaction():
            return backstage.behave(self._tenant, changes)

    def add_setting(self, name: str, numbers: Numbers = None) -> None:
        """Let the tenant know one more setting, or other numbers of one it knows."""
        with self._tenant.store.transaction():
            backstage.add_setting(self._tenant, name, numbers)

    def add_permission(self, permission: str) -> None:
        """Give every role one more row, off."""
        with self._tenant.store.transaction():
            backstage.add_permission(self._tenant, permission)

    def fault(self, fault: Fault) -> None:
        """Put a fault in force behind those that are."""
        with self._tenant.store.transaction():
            backstage.add_fault(self._stage, fault)

    def clear_faults(self) -> None:
        """Take all faults away."""
        self._stage.faults.clear()

    def requests(self) -> tuple[Request, ...]:
        """Return the requests to the two APIs since the last reset, in order of arrival."""
        return self._stage.journal.requests()

    def reset_requests(self) -> None:
        """Empty the log of requests."""
        self._stage.journal.reset()

    def state(self, *, volatile: bool = True) -> Item:
        """Return the whole tenant; without *volatile* only what somebody configured."""
        with self._tenant.store.transaction():
            return backstage.dump(self._tenant, volatile=volatile)

    @property
    def _tenant(self) -> Tenant:
        return self._stage.tenant
