"""A weak mobile link on the loopback: a proxy that delays and slows every byte.

A byte waits half of the latency in each direction, and all connections share the
bandwidth of their direction, as phones share a cell. The TCP handshake with the
proxy costs nothing, so one request and its answer take `latency` plus the time that
their bytes need; TCP's own slow start is left out.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LATENCY = 0.4  # seconds there and back
BITS_PER_SECOND = 400_000
CHUNK = 1460  # what one packet carries; parallel answers take turns packet by packet


@dataclass
class Direction:
    """One way of the link, and when what arrived at its far end (wall clock, so that a page can be asked too)."""

    delay: float
    bits_per_second: float
    arrived: list[tuple[float, int]] = field(default_factory=list)
    _free_at: float = 0.0

    def bytes_until(self, moment: float = float("inf")) -> int:
        """How many bytes had arrived by then; `moment` in seconds since 1970."""
        return sum(size for at, size in self.arrived if at <= moment)

    def slot(self, now: float, size: int) -> float:
        """Take the next free time on the line; returns when `size` bytes arrive."""
        self._free_at = max(self._free_at, now) + size * 8 / self.bits_per_second
        return self._free_at + self.delay


@dataclass
class WeakLink:
    """Listens on `port` while in use; `up` and `down` count bytes on the wire, headers included."""

    target_port: int
    up: Direction
    down: Direction
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def listen(self) -> None:
        """Start to listen on a free port."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):  # asyncio would report the end of the link as an error
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
            await asyncio.gather(
                _carry(reader, far_writer, self.up),
                _carry(far_reader, writer, self.down),
            )


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
    """Read as fast as bytes come, and hand each packet on when the link would have."""
    loop = asyncio.get_running_loop()
    packets: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)

    async def deliver() -> None:
        while True:
            arrives, packet = await packets.get()
            await asyncio.sleep(max(0.0, arrives - loop.time()))
            way.arrived.append((time.time(), len(packet)))
            if not packet:
                break
            writer.write(packet)
            await writer.drain()
        writer.close()

    delivery = asyncio.create_task(deliver())
    with suppress(OSError):
        while packet := await reader.read(CHUNK):
            await packets.put((way.slot(loop.time(), len(packet)), packet))
    await packets.put((loop.time(), b""))
    with suppress(OSError):
        await delivery


@contextmanager
def weak_link(
    target_port: int, *, latency: float = LATENCY, bits_per_second: float = BITS_PER_SECOND
) -> Iterator[WeakLink]:
    """Run the proxy in a thread of its own."""
    link = WeakLink(target_port, Direction(latency / 2, bits_per_second), Direction(latency / 2, bits_per_second))
    loop = link._loop
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(link.listen(), loop).result(10)
    try:
        yield link
    finally:
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
