"""Visitors without a pause, on a unix socket; counts what is not answered."""

# Longer than any trial: who follows it has something to follow.
FITS = 100_000

import http.client
import socket
import threading
import time

from visitor import ask, corpus, submit, upload

TIMEOUT_SECONDS = 60


class Load:
    """Half of the visitors open a connection for each request, half keep theirs, as nginx does; one more leaves files, and one follows an
    analysis by its event stream, and comes back when the stream ends, as browsers do."""

    def __init__(self, path, target, visitors=4):
        self.path, self.target = path, target
        self.good, self.bad, self.uploads, self.streams, self.stopping = 0, [], 0, 0, threading.Event()
        self.lock = threading.Lock()
        # They end with the program too, should a trial end early.
        self.threads = [threading.Thread(target=self.visit, args=(number % 2 == 0,), daemon=True)
                        for number in range(visitors)]
        self.threads.append(threading.Thread(target=self.leave_files, daemon=True))
        self.threads.append(threading.Thread(target=self.follow, daemon=True))
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

    def follow(self):
        job = submit(self.path, corpus(200), preset="wordify-2021", fits=FITS)["id"]
        while not self.stopping.is_set():
            try:
                fault = self.follow_once(job)
            except OSError as error:
                fault = f"event stream: {error!r}"
            self.note(fault)
        ask(self.path, "DELETE", f"/api/v1/jobs/{job}")

    def follow_once(self, job):
        """One stream until it ends, by itself or with the trial: it must have shown the analysis."""
        with self.connect() as connection:
            connection.settimeout(1)
            connection.sendall(f"GET /api/v1/jobs/{job}/events HTTP/1.1\r\nHost: wordify.example\r\n\r\n".encode())
            data, end = b"", time.monotonic() + TIMEOUT_SECONDS
            while not (self.stopping.is_set() and b"event: status" in data):
                try:
                    piece = connection.recv(65536)
                except TimeoutError:
                    # Nothing new of the analysis; but the first event comes at once.
                    if b"event: status" in data or time.monotonic() < end:
                        continue
                    return "event stream: nothing came"
                if not piece:
                    break
                # One that shows the analysis counts from then on: where no worker leaves, it lasts as long as the trial.
                self.streams += b"event: status" not in data and b"event: status" in data + piece
                data += piece
        return None if data.startswith(b"HTTP/1.1 200") and b"event: status" in data else f"event stream: {data[:100]}"

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
