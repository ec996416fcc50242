"""The control door: the sandbox's own HTTP API, for demos and for tests in other processes."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reconciler.sandbox import backstage, edits
from reconciler.sandbox.app import bad_console_body, no_route, read_call, respond
from reconciler.sandbox.backstage import Backstage
from reconciler.sandbox.control_shapes import (
    Add,
    BehaviourChange,
    Candidates,
    ClockChange,
    Delete,
    Edit,
    Permission,
    Proctorio,
    Setting,
)
from reconciler.sandbox.envelope import Call, Refusal, content, dumps, refuse
from reconciler.sandbox.faults import Fault
from reconciler.sandbox.tenant import Author
from reconciler.sandbox.times import parse, wire

Action = Callable[[Backstage, Call], object]


def control_app(stage: Backstage) -> Starlette:
    """Return the control door as an app of its own."""
    routes = [_route(stage, *entry) for entry in DOOR]
    return Starlette(routes=routes, exception_handlers={HTTPException: no_route})


def _edit(stage: Backstage, call: Call) -> object:
    body = Edit.model_validate_json(call.body)
    return backstage.whole(edits.edit(stage.tenant, body.Object, body.Changes, body.Actor))


def _add(stage: Backstage, call: Call) -> object:
    body = Add.model_validate_json(call.body)
    return backstage.whole(edits.add(stage.tenant, body.Kind, body.Item, body.Actor))


def _delete(stage: Backstage, call: Call) -> object:
    body = Delete.model_validate_json(call.body)
    edits.delete(stage.tenant, body.Object, body.Actor)
    return None


def _candidates(stage: Backstage, call: Call) -> object:
    body = Candidates.model_validate_json(call.body)
    row = edits.start_candidates(stage.tenant, body.Object, body.Count, body.Status)
    return backstage.whole(row)


def _clock(stage: Backstage, _call: Call) -> object:
    clock = stage.tenant.clock
    return {"Now": wire(clock.now()), "Ticking": clock.stopped is None}


def _set_clock(stage: Backstage, call: Call) -> object:
    body = ClockChange.model_validate_json(call.body)
    advance = timedelta(seconds=body.AdvanceSeconds)
    backstage.set_clock(stage.tenant, _moment(body.Now), advance, ticking=body.Ticking)
    return _clock(stage, call)


def _proctorio(stage: Backstage, call: Call) -> object:
    body = Proctorio.model_validate_json(call.body)
    if body.Active is not None:
        stage.tenant.set_proctorio({"Active": body.Active}, Author(body.Actor, "console"))
    if body.RotateKeys:
        backstage.rotate_keys(stage.tenant, body.Actor)
    return stage.tenant.proctorio


def _behaviours(stage: Backstage, _call: Call) -> object:
    return asdict(stage.tenant.behaviours)


def _behave(stage: Backstage, call: Call) -> object:
    body = BehaviourChange.model_validate_json(call.body)
    return asdict(backstage.behave(stage.tenant, body.model_dump(exclude_unset=True)))


def _setting(stage: Backstage, call: Call) -> object:
    body = Setting.model_validate_json(call.body)
    backstage.add_setting(stage.tenant, body.Name, tuple(body.Numbers) if body.Numbers else None)
    return dict(stage.tenant.settings)


def _permission(stage: Backstage, call: Call) -> object:
    body = Permission.model_validate_json(call.body)
    backstage.add_permission(stage.tenant, body.Permission)
    return stage.tenant.permissions


def _faults(stage: Backstage, _call: Call) -> object:
    return [asdict(armed.fault) | {"left": armed.left} for armed in stage.faults.rules()]


def _add_fault(stage: Backstage, call: Call) -> object:
    fault = TypeAdapter(Fault).validate_json(call.body)
    try:
        backstage.add_fault(stage, fault)
    except re.error as error:
        raise refuse(400, "Body", f"path: {error}") from error
    return _faults(stage, call)


def _clear_faults(stage: Backstage, _call: Call) -> object:
    stage.faults.clear()
    return []


def _requests(stage: Backstage, _call: Call) -> object:
    requests = stage.journal.requests()
    writes = sum(request.writes for request in requests)
    items = [asdict(request) for request in requests]
    return {"Reads": len(requests) - writes, "Writes": writes, "Items": items}


def _reset_requests(stage: Backstage, _call: Call) -> object:
    stage.journal.reset()
    return None


def _state(stage: Backstage, call: Call) -> object:
    return backstage.dump(stage.tenant, volatile=call.query.get("Volatile") != "false")


DOOR: tuple[tuple[str, str, Action], ...] = (
    ("POST", "/edit", _edit),
    ("POST", "/add", _add),
    ("POST", "/delete", _delete),
    ("POST", "/candidates", _candidates),
    ("GET", "/clock", _clock),
    ("POST", "/clock", _set_clock),
    ("POST", "/proctorio", _proctorio),
    ("GET", "/behaviours", _behaviours),
    ("POST", "/behaviours", _behave),
    ("POST", "/settings", _setting),
    ("POST", "/permissions", _permission),
    ("GET", "/faults", _faults),
    ("POST", "/faults", _add_fault),
    ("DELETE", "/faults", _clear_faults),
    ("GET", "/requests", _requests),
    ("DELETE", "/requests", _reset_requests),
    ("GET", "/state", _state),
)


def _route(stage: Backstage, method: str, path: str, action: Action) -> Route:
    async def endpoint(request: Request) -> Response:
        call = await read_call(request)
        try:
            with stage.tenant.store.transaction():
                return respond(content(dumps(action(stage, call))))
        except ValidationError as error:
            return respond(bad_console_body(error).answer())
        except Refusal as refusal:
            return respond(refusal.answer())

    return Route("/control" + path, endpoint, methods=[method])


def _moment(text: str | None) -> datetime | None:
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise refuse(400, "Body", f"Now: {error}") from error
