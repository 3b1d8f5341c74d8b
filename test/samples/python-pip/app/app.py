"""A small web service: the checksum of what it is asked about, worked out by the module in C."""
import os
from wsgiref.simple_server import make_server

import adler

PAGE = os.path.join(os.path.dirname(__file__), "templates", "index.html")


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/health":
        return answer(start_response, "200 OK", "ok\n")
    if path.startswith("/adler/"):
        return answer(start_response, "200 OK", f"{adler.of(path[len('/adler/'):].encode()):08x}\n")
    if path == "/":
        with open(PAGE, encoding="utf-8") as page:
            return answer(start_response, "200 OK", page.read(), "text/html; charset=utf-8")
    return answer(start_response, "404 Not Found", "not found\n")


def answer(start_response, status, text, kind="text/plain"):
    start_response(status, [("Content-Type", kind)])
    return [text.encode()]


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    with make_server("", port, application) as server:
        server.serve_forever()
