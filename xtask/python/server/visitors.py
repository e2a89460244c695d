"""Visitors who speak HTTP/1.1 over sockets of their own and notice whatever is wrong with an answer."""

import asyncio
import collections
import random
import time
import uuid

# No request takes longer; what does has failed.
DEADLINE_SECONDS = 30


class Failed(Exception):
    """An answer that is none, or a wrong one."""


class ClosedIdle(Exception):
    """The connection, kept alive from an earlier answer, was closed before anything of this answer came."""


class Place:
    """Where the site is: over TCP, over TLS or at a unix socket."""

    def __init__(self, host=None, port=None, path=None, tls=None, name="localhost"):
        self.host, self.port, self.path, self.tls, self.name = host, port, path, tls, name

    async def connect(self):
        if self.path:
            return Line(self, *await asyncio.open_unix_connection(self.path))
        name = self.name if self.tls else None
        return Line(self, *await asyncio.open_connection(self.host, self.port, ssl=self.tls, server_hostname=name))


class Line:
    """A connection."""

    def __init__(self, place, reader, writer):
        self.place, self.reader, self.writer, self.answers = place, reader, writer, 0

    def close(self):
        self.writer.close()

    async def ask(self, method, path, headers=(), pieces=(), expected=(200,)):
        """Status, headers and body of the answer to one request, whose body is sent in `pieces`, an iterator of bytes that may
        pause by giving numbers of seconds."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.place.name}", *headers, "", ""]
        try:
            self.writer.write("\r\n".join(lines).encode())
            for piece in pieces:
                if isinstance(piece, bytes):
                    self.writer.write(piece)
                    await self.writer.drain()
                else:
                    await asyncio.sleep(piece)
            status, answer = await self.head()
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            if self.answers and not getattr(error, "partial", b"") and not pieces:
                raise ClosedIdle from error
            raise Failed(f"{method} {path}: {error!r}") from error
        if status not in expected:
            raise Failed(f"{method} {path}: status {status} {(await self.body(answer))[:300]}")
        return status, answer

    async def head(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        return int(head[0].split()[1]), {name.lower(): value for name, value in pairs}

    async def body(self, answer):
        """The rest of an answer; fails when it is not whole."""
        try:
            if "content-length" in answer:
                content = await self.reader.readexactly(int(answer["content-length"]))
            else:
                content = b"".join([chunk async for chunk in self.chunks(answer)])
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise Failed(f"the answer is cut: {error!r}") from error
        self.answers += 1
        return content

    async def chunks(self, answer):
        if answer.get("transfer-encoding") != "chunked":
            return
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)

    def is_over(self, answer):
        return answer.get("connection", "").lower() == "close"

    def is_closed(self):
        """Whether the other side has closed it while nothing was asked, and we know."""
        return self.reader.at_eof() or self.writer.is_closing()


class Tally:
    """What happened to the visitors of one place."""

    def __init__(self):
        self.answered, self.failed, self.seconds = collections.Counter(), [], []
        # Connections that were found closed before asking, and those closed just as a request was sent, which was then
        # sent again as browsers do.
        self.found_closed = self.sent_again = 0

    def total(self):
        return sum(self.answered.values())

    def p99(self):
        ordered = sorted(self.seconds) or [0]
        return ordered[int(len(ordered) * 0.99)] * 1000

    def __str__(self):
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.answered.items()))
        return (f"{self.total()} answered ({kinds}), {len(self.failed)} failed, p99 {self.p99():.1f} ms; idle connections "
                f"found closed {self.found_closed}, closed as a request was sent and sent again {self.sent_again}")


class Crowd:
    """Visitors of one place until they are asked to stop."""

    def __init__(self, place):
        self.place, self.tally, self.over, self.tasks = place, Tally(), asyncio.Event(), []

    def start(self, visit, count=1, seconds=DEADLINE_SECONDS):
        self.tasks += [asyncio.create_task(self.again(visit, number, seconds)) for number in range(count)]

    async def again(self, visit, number, seconds):
        draw = random.Random(f"{visit.__name__} {number}")
        state = {}
        while not self.over.is_set():
            try:
                await asyncio.wait_for(visit(state, draw), seconds)
            except TimeoutError:
                self.tally.failed.append(f"{visit.__name__}: no answer in {seconds} s")
                state.clear()
            except (Failed, OSError) as error:
                self.tally.failed.append(f"{visit.__name__}: {error!r}")
                state.clear()
        if "line" in state:
            state["line"].close()

    async def stop(self):
        self.over.set()
        await asyncio.gather(*self.tasks)

    async def page(self, line, kind, path="/"):
        begin = time.perf_counter()
        _, answer = await line.ask("GET", path)
        content = await line.body(answer)
        if path == "/" and b"Wordify" not in content:
            raise Failed(f"another page: {content[:80]}")
        self.tally.seconds.append(time.perf_counter() - begin)
        self.tally.answered[kind] += 1
        return answer

    async def new(self, state, draw):
        """A connection for each request."""
        line = await self.place.connect()
        try:
            await self.page(line, "new", draw.choice(["/", "/healthz", "/api/v1/languages"]))
        finally:
            line.close()

    async def kept(self, state, draw):
        """One connection for as long as the server likes."""
        await self.over_kept(state, "kept", draw.choice(["/", "/privacy", "/healthz"]))

    async def pausing(self, state, draw):
        """As people do: a page now and then. Pauses are long enough to meet the end of an idle connection."""
        with_pause = min(draw.expovariate(0.5), 8)
        try:
            await asyncio.wait_for(self.over.wait(), with_pause)
        except TimeoutError:
            pass
        await self.over_kept(state, "pausing", "/")

    async def over_kept(self, state, kind, path):
        line = state.pop("line", None)
        if line and line.is_closed():
            self.tally.found_closed += 1
            line.close()
            line = None
        line = line or await self.place.connect()
        try:
            answer = await self.page(line, kind, path)
        except ClosedIdle:
            line.close()
            self.tally.sent_again += 1
            line = await self.place.connect()
            answer = await self.page(line, kind, path)
        if line.is_over(answer):
            line.close()
        else:
            state["line"] = line

    async def uploading(self, state, draw):
        """A file in pieces, over about a second, then deleted."""
        rows = "".join(f"some words of text {draw.randrange(999)},label{number % 2}\n" for number in range(400))
        boundary = uuid.UUID(int=draw.getrandbits(128)).hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="texts.csv"\r\n\r\ntext,label\n'
        content = (head + rows + f"\r\n--{boundary}--\r\n").encode()
        pieces = []
        for begin in range(0, len(content), 2000):
            pieces += [content[begin:begin + 2000], draw.uniform(0, 0.2)]
        headers = [f"Content-Type: multipart/form-data; boundary={boundary}", f"Content-Length: {len(content)}"]
        line = await self.place.connect()
        try:
            _, answer = await line.ask("POST", "/api/v1/uploads", headers, pieces, expected=(200, 201))
            answered = await line.body(answer)
        finally:
            line.close()
        self.tally.answered["upload"] += 1
        job = answered.split(b'"id":"', 1)[1].split(b'"', 1)[0].decode()
        line = await self.place.connect()
        try:
            await line.ask("DELETE", f"/api/v1/jobs/{job}", expected=(204,))
        finally:
            line.close()
        self.tally.answered["delete"] += 1

    def following(self, job):
        async def follow(state, draw):
            """An event stream. It ends with its worker, in good order, and is then asked for anew."""
            line = await self.place.connect()
            try:
                _, answer = await line.ask("GET", f"/api/v1/jobs/{job}/events", ["Accept: text/event-stream"])
                events = 0
                async for chunk in line.chunks(answer):
                    events += b"event: status" in chunk
                    if self.over.is_set():
                        return
                if not events:
                    raise Failed("a stream without an event")
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise Failed(f"the stream was cut: {error!r}") from error
            finally:
                line.close()
            self.tally.answered["stream"] += 1
        return follow
