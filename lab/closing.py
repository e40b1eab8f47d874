"""Closing a listening server without losing whoever came at that moment."""

from __future__ import annotations

import asyncio


async def stop_accepting(server: asyncio.Server) -> None:
    """Close a server after the connections that it has just accepted are known to their protocols.

    asyncio makes the transport a turn of the loop after accept; if the server is closed in between, the connection is
    neither served nor closed, and its visitor waits for ever (seen with CPython 3.12.1).
    """
    loop = asyncio.get_running_loop()
    for listening in server.sockets:
        loop.remove_reader(listening.fileno())
    for _ in range(4):
        await asyncio.sleep(0)
    server.close()
