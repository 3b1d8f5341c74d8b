import shutil
from http.server import BaseHTTPRequestHandler, HTTPServer

from greeting import greet
from pyutil.names import name

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        found = shutil.which("ffmpeg") is not None
        answer = greet(name()) if self.path == "/" else f"ffmpeg {found}"
        body = (answer + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 5000), Handler).serve_forever()
