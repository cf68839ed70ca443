"""A stretch of bad network: it hands every request on, but loses some answers on the way back."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 65_536


@dataclass
class Lossy:
    """Listens on a port of its own and speaks to the server behind it, byte by byte.

    After a request that holds the `mark`, the connection is cut as soon as the server
    answers (so after it has stored everything), with the chance `loss`.
    """

    server: tuple[str, int]
    mark: bytes
    loss: float
    chance: random.Random
    cut: int = 0
    passed: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        return f"http://localhost:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        with suppress(OSError):  # closed at the end
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(self.server) as server:
            lost = threading.Event()
            up = threading.Thread(target=self._up, args=(client, server, lost), daemon=True)
            up.start()
            with suppress(OSError):
                while chunk := server.recv(CHUNK):
                    if lost.is_set():
                        break
                    client.sendall(chunk)
                client.shutdown(socket.SHUT_RDWR)

    def _up(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while chunk := client.recv(CHUNK):
                if self.mark in chunk:
                    if self.chance.random() < self.loss:
                        self.cut += 1
                        lost.set()
                    else:
                        self.passed += 1
                server.sendall(chunk)
            server.shutdown(socket.SHUT_WR)


@contextmanager
def lossy(server: tuple[str, int], mark: bytes, loss: float, seed: int) -> Iterator[Lossy]:
    """Such a stretch in front of a server."""
    stretch = Lossy(server, mark, loss, random.Random(seed))
    threading.Thread(target=stretch.run, daemon=True).start()
    try:
        yield stretch
    finally:
        stretch.listener.close()
