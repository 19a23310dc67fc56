import json
from datetime import datetime, timezone
from typing import Any, Dict, List

from sluice_webhooks import (
    Backoff,
    Published,
    Publisher,
    Sender,
    SendError,
    StandardSigning,
    verify,
    wait_before,
)

from .served import NO_JSON, SECRET, WRONG_URLS, Handler, Served


class Sending(Served):
    def send(self, answers: List[Dict[str, Any]], **more: Any) -> Any:
        Handler.script[:], Handler.received[:], self.waits[:] = list(answers), [], []
        sender = Sender(self.url, signing=StandardSigning(SECRET), sleep=self.waits.append, **more)
        return sender.send({"n": 1}, id="order-1")

    def test_sends_again_with_the_same_id_and_body(self) -> None:
        for answers in (
            [{"status": 503}, {"status": 502}, {"status": 200}],
            [{"status": 0, "cut": True}, {"status": 201}],
            [{"status": 429, "problem": {"code": "rate-limited"}, "headers": {"retry-after": "7"}}, {"status": 200}],
            [{"status": 409, "problem": {"code": "duplicate-in-progress"}}, {"status": 200}],
        ):
            with self.subTest(answers):
                sent = self.send(answers)
                self.assertEqual((sent.id, sent.attempts, sent.delivery_id, sent.body), ("order-1", len(answers), "dlv_1", "ok"))
                for one in Handler.received:
                    headers = {name.lower(): value for name, value in one["headers"].items()}
                    self.assertEqual((headers["idempotency-key"], one["body"]), ("order-1", b'{"n":1}'))
                    self.assertEqual(verify(secrets=[SECRET], headers=headers, body=one["body"]).id, "order-1")
                if answers[0].get("headers"):
                    self.assertEqual(self.waits, [7.0])

    def test_does_not_send_again_what_is_final(self) -> None:
        for code, answer in (
            ("contract-violation", {"status": 422, "problem": {"code": "contract-violation", "violations": [{"path": "a"}]}}),
            ("unauthorized", {"status": 401, "problem": {"code": "unauthorized"}}),
            ("execution-failed", {"status": 500, "problem": {"code": "execution-failed"}}),
            ("status 404", {"status": 404}),
            ("status 307", {"status": 307, "headers": {"location": "/elsewhere"}}),
        ):
            with self.subTest(code):
                with self.assertRaises(SendError) as thrown:
                    self.send([answer])
                error = thrown.exception
                self.assertEqual((error.id, error.attempts, error.status), ("order-1", 1, answer["status"]))
                self.assertIn(code, str(error))
                self.assertEqual(len(Handler.received), 1)
                if "problem" in answer:
                    self.assertEqual(error.problem, {"detail": "why", **answer["problem"]})

    def test_gives_up_waiting_longer_each_time(self) -> None:
        with self.assertRaises(SendError) as thrown:
            self.send([{"status": 500}] * 4, attempts=4)
        self.assertEqual(thrown.exception.attempts, 4)
        for index, wait in enumerate(self.waits):
            self.assertTrue(0.25 * 2**index <= wait <= 0.5 * 2**index, self.waits)

    def test_how_long_it_waits(self) -> None:
        for retry_after, expected in (
            ("7", 7.0),
            ("100000", 60.0),
            ("Thu, 01 Jan 1970 00:00:05 GMT", 5.0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", 0.0),
            ("soon", 0.5),
            (None, 0.5),
        ):
            with self.subTest(retry_after):
                wait = wait_before(attempt=1, retry_after=retry_after, backoff=Backoff(), now=0, random=0)
                self.assertEqual(wait, expected)

    def test_an_event_is_published_under_one_id_however_often_it_is_tried(self) -> None:
        Handler.script[:] = [{"status": 502}, {"status": 202, "text": '{"id":"x","duplicate":true}'}]
        publisher = Publisher(self.url.replace("/hooks/k", "/"), "slu_1", sleep=self.waits.append)
        at = datetime(2026, 5, 1, 8, tzinfo=timezone.utc)
        published = publisher.publish("order.paid", {"n": 1}, id="order-1", timestamp=at, user_id=12)
        self.assertEqual(published, Published("order-1", True, [], 2))
        self.assertEqual(len(Handler.received), 2)
        for one in Handler.received:
            self.assertEqual(one["path"], "/api/v1/events")
            self.assertEqual({name.lower(): value for name, value in one["headers"].items()}["authorization"], "Bearer slu_1")
            self.assertEqual(
                json.loads(one["body"]),
                {"event": "order.paid", "data": {"n": 1}, "id": "order-1", "timestamp": "2026-05-01T08:00:00Z", "user_id": 12},
            )
        self.assertRaises(ValueError, publisher.publish, "a.b", 1, timestamp=datetime(2026, 5, 1))

    def test_a_wrong_url_is_told_at_once(self) -> None:
        for url in WRONG_URLS:
            with self.subTest(url), self.assertRaisesRegex(ValueError, "^the URL "):
                Sender(url)

    def test_what_is_no_json_is_told_at_once(self) -> None:
        sender = Sender(self.url)
        for payload in NO_JSON:
            with self.subTest(payload), self.assertRaisesRegex(ValueError, "^the payload is no JSON: "):
                sender.send(payload)
        self.assertEqual(Handler.received, [])
