"""A visitor of the site at a unix socket, who uses its API."""

import contextlib
import http.client
import json
import random
import socket
import uuid

# Where the package has the site listen.
SOCKET = "/run/wordify.sock"
TIMEOUT_SECONDS = 120


class Connection(http.client.HTTPConnection):
    """A connection to a unix socket."""

    def __init__(self, path):
        super().__init__("wordify.example", timeout=TIMEOUT_SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, method, target, body=None, headers=None):
    """Status and body of one request to the socket at `path`."""
    with contextlib.closing(Connection(path)) as connection:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return response.status, response.read()


def form(content, fields):
    """The body of a form with a file, and its headers."""
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="texts.csv"\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def upload(path, content):
    """Leaves a file and takes it back; what went wrong, or none."""
    status, answer = ask(path, "POST", "/api/v1/uploads", *form(content, {}))
    if status != 201:
        return f"upload: status {status} {answer[:200]}"
    status, answer = ask(path, "DELETE", f"/api/v1/jobs/{json.loads(answer)['id']}")
    return None if status in (200, 204) else f"deletion: status {status} {answer[:200]}"


def submit(path, content, **fields):
    """Starts an analysis; its description."""
    status, answer = ask(path, "POST", "/api/v1/jobs", *form(content, fields))
    if status != 201:
        raise SystemExit(f"an analysis is not taken: {status} {answer.decode()}")
    return json.loads(answer)


def job(path, of):
    """The description of an analysis now."""
    return json.loads(ask(path, "GET", of["links"]["self"])[1])


def corpus(documents):
    """Texts with two labels, which take a while to tell apart."""
    draw = random.Random(documents)
    lines = ["text,label"]
    for number in range(documents):
        side = number % 2
        # Each label has its own half of the rarer words more often.
        words = [f"word{int(draw.random() ** 2 * 900) * 2 + (side if draw.random() < 0.55 else 1 - side)}" for _ in range(30)]
        lines.append(f"{' '.join(words)},{'cat' if side else 'dog'}")
    return ("\n".join(lines) + "\n").encode()
