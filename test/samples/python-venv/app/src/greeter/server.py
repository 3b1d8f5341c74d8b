"""Answers every path with a greeting."""
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import unquote

from greeter._shout import shout


class Greeter(BaseHTTPRequestHandler):
    def do_GET(self):
        name = unquote(self.path.strip("/")) or os.environ.get("GREETER_NAME", "world")
        where = "a virtual environment" if sys.prefix != sys.base_prefix else "the system"
        body = f"{shout('hello ' + name)}! (from {where})\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    HTTPServer(("", int(os.environ.get("PORT", "8080"))), Greeter).serve_forever()


if __name__ == "__main__":
    main()
