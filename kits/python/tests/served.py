"""A server that answers as a script says, and what no kit sends."""

import json
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List

SECRET = "whsec_c2VjcmV0"
WRONG_URLS = ["not a url", "file:///etc/passwd", "/hooks/k", "http://", "http://h:x/", "http://a:b@h/", "http://h/a b"]
_circle: List[Any] = []
_circle.append(_circle)
NO_JSON = [float("nan"), {"deep": [float("inf")]}, object(), {1, 2}, _circle]


class Handler(BaseHTTPRequestHandler):
    script: List[Dict[str, Any]] = []
    received: List[Dict[str, Any]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append({"path": self.path, "headers": dict(self.headers.items()), "body": body})
        answer = self.script.pop(0) if self.script else {"status": 200}
        if "gate" in answer:
            answer["gate"].wait(20)
        if answer.get("cut"):
            self.connection.close()
            return
        problem = answer.get("problem")
        text = json.dumps({"detail": "why", **problem}).encode() if problem else answer.get("text", "ok").encode()
        self.send_response(answer["status"])
        self.send_header("content-type", "application/problem+json" if problem else "text/plain")
        self.send_header("content-length", str(len(text)))
        self.send_header("sluice-delivery-id", "dlv_1")
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        return


class Served(unittest.TestCase):
    def setUp(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks/k"
        Handler.script, Handler.received = [], []
        self.waits: List[float] = []

    def tearDown(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def came(self, count: int) -> List[Any]:
        """What the bodies say, once so many have come."""
        until = time.monotonic() + 20
        while len(Handler.received) < count and time.monotonic() < until:
            time.sleep(0.005)
        return [json.loads(one["body"]) for one in Handler.received]
