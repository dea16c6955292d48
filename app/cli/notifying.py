"""Tells systemd that the server listens (``Type=notify``), so that a start that was refused is seen as such."""

import os
import socket


def tell_ready() -> None:
    """Say so to whoever started us and wants to know; the protocol is that of sd_notify(3)."""
    address = os.environ.pop("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto(b"READY=1", address.replace("@", "\0", 1) if address.startswith("@") else address)
