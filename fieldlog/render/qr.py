"""A QR code of a public address, as SVG."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> bytes:
    """A dark code on white with its quiet zone, whatever the theme of the page around it.

    Level M: a sheet of paper on a wall gets a coffee ring or a fold.
    """
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return out.getvalue()
