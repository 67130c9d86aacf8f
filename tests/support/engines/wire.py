"""The two ways in which a browser takes WebDriver commands. The commands are the same; only the envelope differs.

WebKit's driver speaks HTTP. Firefox has the same commands built in (Marionette, what its own driver talks to), as JSON
over a socket, so that it needs no driver, which Debian does not package.
"""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any, Protocol

from playwright.sync_api import Error

PATIENCE = 60.0

Params = dict[str, Any]
# Command → how it is asked for over HTTP; {…} is taken from the parameters.
ROUTES = {
    "NewSession": "POST /session",
    "Navigate": "POST /session/{session}/url",
    "GetCurrentURL": "GET /session/{session}/url",
    "ExecuteAsyncScript": "POST /session/{session}/execute/async",
    "ElementClick": "POST /session/{session}/element/{id}/click",
    "ElementSendKeys": "POST /session/{session}/element/{id}/value",
    "AddCookie": "POST /session/{session}/cookie",
    "DeleteAllCookies": "DELETE /session/{session}/cookie",
    "NewWindow": "POST /session/{session}/window/new",
    "GetWindowHandle": "GET /session/{session}/window",
    "SwitchToWindow": "POST /session/{session}/window",
    "CloseWindow": "DELETE /session/{session}/window",
    "SetWindowRect": "POST /session/{session}/window/rect",
}


class Wire(Protocol):
    """A session with one browser."""

    def send(self, command: str, **params: Any) -> Any:
        """The value that a command comes to. Raises Error with the driver's words, or when nobody is there any more."""


class Http:
    """WebDriver over HTTP."""

    def __init__(self, port: int, capabilities: Params) -> None:
        self._port = port
        self._session = ""
        made = self.send("NewSession", capabilities={"alwaysMatch": capabilities})
        self._session = made["sessionId"]

    def send(self, command: str, **params: Any) -> Any:
        method, path = ROUTES[command].split()
        body = json.dumps(params) if method == "POST" else None
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            address = path.format(session=self._session, **params)
            connection.request(method, address, body, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        except (OSError, http.client.HTTPException) as error:
            raise Error(f"the browser is gone: {error!r}") from error
        finally:
            connection.close()
        return _checked(value)


class Marionette:
    """The same commands over a socket: `length:[0, id, name, parameters]` and `length:[1, id, error, value]`."""

    def __init__(self, port: int, capabilities: Params) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._count = 0
        self._receive()  # it says hello
        self.send("NewSession", capabilities={"alwaysMatch": capabilities})

    def send(self, command: str, **params: Any) -> Any:
        self._count += 1
        data = json.dumps([0, self._count, f"WebDriver:{command}", params]).encode()
        try:
            self._socket.sendall(b"%d:%s" % (len(data), data))
            _, _, refused, value = self._receive()
        except (OSError, ValueError) as error:
            raise Error(f"the browser is gone: {error!r}") from error
        if refused:
            _checked(refused)
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def close(self) -> None:
        """Let go of the socket."""
        self._stream.close()
        self._socket.close()

    def _receive(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise ConnectionError("end of stream")
            length += byte
        return json.loads(self._stream.read(int(length)))


def _checked(value: Any) -> Any:
    if isinstance(value, dict) and "error" in value and "message" in value:
        raise Error(f"{value['error']}: {value['message']}")
    return value
