"""`fieldlog serve`: one process, a pool of threads, one SQLite file."""

from __future__ import annotations

import signal
import socket
import sys
from types import FrameType

import click
import waitress
from flask import Flask

from fieldlog.app import create_app
from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.i18n import gettext as _

# A request waits for the disk, not for the processor; forty phones that trickle
# their uploads cost no thread, since waitress reads a request whole before it runs it.
THREADS = 8


@click.command(
    help=_(
        "Serve the agency's pages and its phones.\n\n"
        "Run exactly one of these for each database. Phones can install the app only over https, so put a "
        "reverse proxy in front (docs/deploy.md); on this machine itself plain http will do."
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=8000, show_default=True, help=_("Port to listen on; 0 picks a free one."))
@click.option(
    "--trusted-proxy",
    metavar="ADDRESS",
    help=_("Believe X-Forwarded-* from this address: the reverse proxy that brings https."),
)
@pass_settings
def serve(settings: Settings, host: str, port: int, trusted_proxy: str | None) -> None:
    """Wire the application to the settings and serve it."""
    config = settings.config()
    listener = listen(host, port)
    try:
        app = create_app(config)
    except BaseException:
        listener.close()
        raise
    run(app, listener, trusted_proxy=trusted_proxy)


def listen(host: str, port: int) -> socket.socket:
    """Take the port before waitress does, which leaves its socket open where that fails. Raises ClickException."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise click.ClickException(
            _("Can't listen on {host}:{port}: {reason}. Is another server running? Try --port.").format(
                host=host, port=port, reason=error.strerror
            )
        ) from error


def address(listener: socket.socket) -> str:
    """Where a browser on this machine finds what listens there."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: Flask, listener: socket.socket, *, trusted_proxy: str | None = None) -> None:
    """Serve `app` until the process is told to stop."""
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        trusted_proxy=trusted_proxy,
        trusted_proxy_headers="x-forwarded-for x-forwarded-host x-forwarded-proto" if trusted_proxy else "",
        clear_untrusted_proxy_headers=True,
    )
    signal.signal(signal.SIGTERM, _stop)
    click.echo(_("Fieldlog is at {address}/  (Ctrl-C stops it)").format(address=address(listener)))
    server.run()
    app.extensions["fieldlog.store"].close()


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
