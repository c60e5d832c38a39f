"""``tallymark serve``: in come an address and a port; out come the pages and the API in a browser, on this machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import complain

EXAMPLE = """\b
Examples:
  tallymark serve
  tallymark serve --port 9000
  tallymark serve --with-records tallymark-store
"""


@click.command("serve", epilog=EXAMPLE)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; loopback unless told otherwise."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True)
@click.option("--with-records", "store", type=click.Path(path_type=Path), metavar="STORE", help="Open this store, too.")
@click.option("--figures", type=click.Path(path_type=Path), multiple=True, help="Your own register file or folder.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that check texts; by default one a core, four at most."
)
def command(host: str, port: int, store: Path | None, figures: tuple[Path, ...], workers: int | None) -> int:
    """Open the pages and the API in a browser, on this machine.

    Without --host only this machine can reach it. Texts live for the request only, and no log is kept.
    """
    need("web")
    if store is not None:
        need("records")
        from tallymark.schema.store import Store  # noqa: PLC0415  only a store needs it

        Store(store).releases()
    from tallymark.web.security import is_loopback  # noqa: PLC0415  loaded only when the call is right
    from tallymark.web.server import serve  # noqa: PLC0415
    from tallymark.web.settings import Settings  # noqa: PLC0415

    settings = Settings(host=host, port=port, store=store, figures=figures)
    if workers is not None:
        settings = replace(settings, workers=workers)

    def ready() -> None:
        shown = f"[{host}]" if ":" in host else host
        complain(f"Tallymark listens on http://{shown}:{port}/ (Ctrl-C ends it)")
        if not is_loopback(host):
            complain("Others on the network can reach this address. There is no password and no encryption.")

    serve(settings, ready)
    return 0
