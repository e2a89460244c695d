"""Visitors without a pause, on a unix socket; counts what is not answered."""

import http.client
import socket
import threading

from visitor import corpus, upload

TIMEOUT_SECONDS = 60


class Load:
    """Half of the visitors open a connection for each request, half keep theirs, as nginx does; one more leaves files."""

    def __init__(self, path, target, visitors=4):
        self.path, self.target = path, target
        self.good, self.bad, self.uploads, self.stopping = 0, [], 0, threading.Event()
        self.lock = threading.Lock()
        # They end with the program too, should a trial end early.
        self.threads = [threading.Thread(target=self.visit, args=(number % 2 == 0,), daemon=True)
                        for number in range(visitors)]
        self.threads.append(threading.Thread(target=self.leave_files, daemon=True))
        for thread in self.threads:
            thread.start()

    def leave_files(self):
        content = corpus(200)
        while not self.stopping.is_set():
            try:
                fault = upload(self.path, content)
            except (OSError, http.client.HTTPException) as error:
                fault = f"upload: {error!r}"
            self.uploads += fault is None
            self.note(fault)

    def visit(self, keeps):
        connection, used = None, False
        while not self.stopping.is_set():
            try:
                if connection is None:
                    connection, used = self.connect(), False
                status, closes = self.ask(connection, keeps)
            except OSError as error:
                connection = self.close(connection)
                # The other side may close a kept connection at any time; browsers and nginx then send again.
                if not (used and isinstance(error, (ConnectionResetError, BrokenPipeError, EndOfStream))):
                    self.note(repr(error))
                continue
            used = True
            self.note(None if status == 200 else f"status {status}")
            if closes or not keeps:
                connection = self.close(connection)
        self.close(connection)

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(self.path)
        return connection

    @staticmethod
    def close(connection):
        if connection is not None:
            connection.close()

    def ask(self, connection, keeps):
        """The status, and whether the server will close the connection."""
        word = "keep-alive" if keeps else "close"
        request = f"GET {self.target} HTTP/1.1\r\nHost: wordify.example\r\nConnection: {word}\r\n\r\n"
        connection.sendall(request.encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.more(connection)
        head, body = data.split(b"\r\n\r\n", 1)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        # What has no length is read to its end, and must not be kept.
        missing = int(fields.get(b"content-length", b"0")) - len(body)
        while missing > 0:
            missing -= len(self.more(connection))
        return int(head.split(b" ")[1]), fields.get(b"connection") == b"close" or b"content-length" not in fields

    @staticmethod
    def more(connection):
        data = connection.recv(65536)
        if not data:
            raise EndOfStream("the connection was closed")
        return data

    def note(self, fault):
        with self.lock:
            if fault is None:
                self.good += 1
            else:
                self.bad.append(fault)

    def stop(self):
        """How many requests were answered, and what happened to the others."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        return self.good, self.bad


class EndOfStream(OSError):
    """The other side has closed the connection before it answered."""
