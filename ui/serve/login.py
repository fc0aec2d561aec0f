"""The pages to log in and out."""

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from markupsafe import Markup

from ui.serve.limits import address
from ui.serve.paths import LOGIN, LOGOUT
from ui.serve.refusal import Refusal

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.serve.door import Door

_PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - Copydesk</title>
<style>
body {{ color-scheme: light dark; display: grid; place-items: center; min-height: 100vh; margin: 0;
  font: 1rem/1.5 sans-serif;
  background: light-dark(#f8f6f1, #151513); color: light-dark(#1d1c19, #e9e5dc); }}
form {{ display: grid; gap: .8rem; width: min(20rem, 90vw); }}
h1 {{ margin: 0; padding-bottom: .4rem; font: 700 1.6rem/1.2 Charter, Georgia, "Liberation Serif", serif;
  border-bottom: 3px double light-dark(#8d877a, #7d786c); }}
label {{ display: grid; gap: .25rem; }}
input, button {{ font: inherit; padding: .5rem .75rem; border-radius: 5px;
  border: 1px solid light-dark(#8d877a, #7d786c); }}
input {{ background: light-dark(#fffefb, #1c1c19); color: inherit; }}
button {{ cursor: pointer; border-color: light-dark(#1b4b72, #93c1e8); font-weight: 600;
  background: light-dark(#1b4b72, #93c1e8); color: light-dark(#ffffff, #0f1f2c); }}
p {{ margin: 0; }}
</style>
</head>
<body>
<main>
<form method="post" action="{action}">
<h1>Copydesk</h1>
{fields}
<button type="submit">{title}</button>
</form>
</main>
</body>
</html>
""")

_NAME_AND_PASSWORD = Markup(
    '<label>Name<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>'
    "</label>\n"
    '<label>Password<input name="password" type="password" autocomplete="current-password" required></label>'
)
_TOKEN = Markup(
    '<label>Token<input name="token" type="password" autocomplete="current-password" required autofocus></label>'
)
_MOST_FIELDS = 4


def add_login(app: "FastAPI", door: "Door") -> None:
    """Serve the pages to log in and out."""
    app.add_route(LOGIN, partial(_show, door), ["GET", "HEAD"], include_in_schema=False)
    app.add_route(LOGIN, partial(_log_in, door), ["POST"], include_in_schema=False)
    app.add_route(LOGOUT, partial(_ask_out, door), ["GET", "HEAD"], include_in_schema=False)
    app.add_route(LOGOUT, partial(_log_out, door), ["POST"], include_in_schema=False)


async def _show(door: "Door", request: "Request") -> "Response":
    return _page(door, request) if door.access.asks else _go("/")


async def _log_in(door: "Door", request: "Request") -> "Response":
    if not door.access.asks:
        return _go("/")
    try:
        name = await _named(door, request)
    except Refusal as refusal:
        return _page(door, request, f"{refusal.fault} {refusal.mend}", refusal.status, refusal.headers)
    if name is None:
        return _page(door, request, "That is not right. Try again.", 401)
    return _go(f"/?{request.url.query}".rstrip("?"), door.sessions.begin(name))


async def _ask_out(_door: "Door", _request: "Request") -> "Response":
    return _response("Log out", LOGOUT, Markup("<p>Nobody else uses this browser then without a login.</p>"))


async def _log_out(door: "Door", request: "Request") -> "Response":
    return _go(LOGIN if door.access.asks else "/", door.sessions.end(door.cookie(request.headers)))


def _go(where: str, cookie: str | None = None) -> "Response":
    from starlette.responses import RedirectResponse

    return RedirectResponse(where, 303, {"Set-Cookie": cookie} if cookie else None)


async def _named(door: "Door", request: "Request") -> str | None:
    """Who logs in by a form; None where it does not prove it. Raises a Refusal after too many attempts."""
    try:
        form = parse_qs((await request.body()).decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    name, password, token = (form.get(field, [""])[0] for field in ("name", "password", "token"))
    who = address(request.scope["client"])
    if token:
        door.count(who)
        return door.token(token)
    return name if await door.password(name, password, who) else None


def _page(
    door: "Door", request: "Request", told: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> "Response":
    fields = _NAME_AND_PASSWORD if door.access.passwords else _TOKEN
    alert = Markup('<p role="alert">{}</p>\n').format(told) if told else Markup("")
    action = f"{LOGIN}?{request.url.query}".rstrip("?")
    return _response("Log in", action, alert + fields, status, headers)


def _response(
    title: str, action: str, fields: Markup, status: int = 200, headers: dict[str, str] | None = None
) -> "Response":
    from starlette.responses import HTMLResponse

    return HTMLResponse(_PAGE.format(title=title, action=action, fields=fields), status, headers)
