"""The tenant's two APIs as one table of routes."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reconciler.sandbox.console import assessments, features, roles, schedules, templates
from reconciler.sandbox.envelope import Answer, Call, Refusal, refuse
from reconciler.sandbox.integrations import assessments as public_assessments
from reconciler.sandbox.integrations import people
from reconciler.sandbox.integrations import schedules as public_schedules
from reconciler.sandbox.integrations.refusals import invalid
from reconciler.sandbox.tenant import Tenant

CONSOLE_PATH = "/api/v1/console"
INTEGRATIONS_PATH = "/api/v1/integrations"
# Loopback only, and worthless anywhere else.
CONSOLE_TOKEN = "sandbox-console"  # noqa: S105
CONSOLE_READER_TOKEN = "sandbox-console-reader"  # noqa: S105
INTEGRATIONS_TOKEN = "sandbox-integrations"  # noqa: S105

Handler = Callable[[Tenant, Call], Answer]
Gate = Callable[[Call, str], None]

CONSOLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/features", features.get_features),
    ("GET", "/proctorio/templates", templates.list_templates),
    ("GET", "/proctorio/templates/{key}", templates.get_template),
    ("PUT", "/proctorio/templates/{key}", templates.put_template),
    ("DELETE", "/proctorio/templates/{key}", templates.delete_template),
    ("GET", "/roles", roles.list_roles),
    ("POST", "/roles", roles.post_role),
    ("GET", "/roles/{key}", roles.get_role),
    ("PATCH", "/roles/{key}", roles.patch_role),
    ("DELETE", "/roles/{key}", roles.delete_role),
    ("PUT", "/roles/{key}/permissions", roles.put_tick),
    ("GET", "/assessments", assessments.list_assessments),
    ("GET", "/assessments/{key}", assessments.get_assessment),
    ("PATCH", "/assessments/{key}/options", assessments.patch_options),
    ("GET", "/schedules", schedules.list_schedules),
    ("GET", "/schedules/{key}", schedules.get_schedule),
    ("PATCH", "/schedules/{key}/proctoring", schedules.patch_proctoring),
    ("PUT", "/schedules/{key}/activate", schedules.activate),
    ("PUT", "/schedules/{key}/deactivate", schedules.deactivate),
    ("GET", "/audit", features.list_audit),
)
INTEGRATIONS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/external/schedule", public_schedules.post_schedule),
    ("GET", "/external/schedule/{key}", public_schedules.get_schedule),
    ("PATCH", "/external/schedule/{key}", public_schedules.patch_schedule),
    ("DELETE", "/external/schedule/{key}", public_schedules.delete_schedule),
    ("PUT", "/external/schedule/{key}/activate", public_schedules.activate),
    ("GET", "/external/schedule/{key}/invigilation-info", people.invigilation),
    ("GET", "/assessment/{key}", public_assessments.get_assessment),
)


@dataclass(frozen=True)
class Api:
    """How one of the two APIs lets requests in and complains about bodies."""

    path: str
    enter: Gate
    bad_body: Callable[[ValidationError], Refusal]


def tenant_app(tenant: Tenant) -> Starlette:
    """Return both APIs over *tenant*; paths must come percent-encoded, as they were sent."""
    console = Api(CONSOLE_PATH, _enter_console, bad_console_body)
    integrations = Api(INTEGRATIONS_PATH, _enter_integrations, _bad_integrations_body)
    routes = [_route(tenant, console, *entry) for entry in CONSOLE]
    routes += [_route(tenant, integrations, *entry) for entry in INTEGRATIONS]
    app = Starlette(routes=routes, exception_handlers={HTTPException: no_route})
    app.router.redirect_slashes = False
    return app


async def read_call(request: Request) -> Call:
    """Return the request as handlers want it, its path keys decoded after routing."""
    return Call(
        keys={name: unquote(value) for name, value in request.path_params.items()},
        query=dict(parse_qsl(request.scope["query_string"].decode("latin-1"))),
        headers=request.headers,
        body=await request.body(),
    )


def respond(answer: Answer) -> Response:
    """Return *answer* as a response."""
    media = {"Content-Type": "application/json; charset=utf-8"} if answer.body else {}
    return Response(answer.body, answer.status, {**media, **answer.headers})


async def no_route(_request: Request, error: Exception) -> Response:
    """Answer a path or method that is not in the table."""
    status, headers = 404, None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    answer = refuse(status, "Route", "no such path or method").answer()
    return respond(Answer(answer.body, status, headers or {}))


def _route(tenant: Tenant, api: Api, method: str, path: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        call = await read_call(request)
        try:
            with tenant.store.transaction():
                api.enter(call, request.method)
                return respond(handler(tenant, call))
        except ValidationError as error:
            return respond(api.bad_body(error).answer())
        except Refusal as refusal:
            return respond(refusal.answer())

    return Route(api.path + path, endpoint, methods=[method])


def _enter_console(call: Call, method: str) -> None:
    sent = call.headers.get("authorization")
    if sent == f"Bearer {CONSOLE_READER_TOKEN}":
        if method not in {"GET", "HEAD"}:
            raise refuse(403, "ReadOnly", "this token may only read")
    elif sent != f"Bearer {CONSOLE_TOKEN}":
        raise refuse(401, "Token", "wrong or missing token")


def _enter_integrations(call: Call, _method: str) -> None:
    if call.headers.get("authorization") != f"EAPI {INTEGRATIONS_TOKEN}":
        raise Refusal(403, "You are not allowed to use external API")
    media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise invalid("Content-type must be application/json")


def bad_console_body(error: ValidationError) -> Refusal:
    """Return the refusal of a body in the console's words."""
    return Refusal(400, *({"Code": "Body", "Error": problem} for problem in _problems(error)))


def _bad_integrations_body(error: ValidationError) -> Refusal:
    return invalid("; ".join(_problems(error)))


def _problems(error: ValidationError) -> list[str]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [": ".join((*_place(problem["loc"]), problem["msg"])) for problem in found]


def _place(path: tuple[int | str, ...]) -> tuple[str, ...]:
    return (".".join(map(str, path)),) if path else ()
