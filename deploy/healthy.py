"""Whether a server says that it is well: ``healthy.py URL HOST SECONDS``. For the scripts beside it."""

import http.client
import socket
import ssl
import sys
import time
from urllib.parse import urlsplit


def is_well(url: str, host: str) -> bool:
    """Ask ``/healthz`` at the address, as if by the name; the certificate may be self-signed."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port or 443, timeout=10)
    try:
        connection.sock = socket.create_connection((connection.host, connection.port), timeout=10)
        if address.scheme == "https":
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().read() == b"ok\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(url: str, host: str, seconds: str) -> int:
    """Ask again and again until the time is over."""
    end = time.monotonic() + float(seconds)
    while not is_well(url, host):
        if time.monotonic() > end:
            return 1
        time.sleep(0.5)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
