import os
import signal
import threading
import unittest
import warnings
from typing import Any, Callable, List

from sluice_webhooks import EventOutbox, Outbox, StandardSigning

from .served import NO_JSON, SECRET, WRONG_URLS, Handler, Served


def counts(outbox: Any) -> Any:
    told = outbox.counts
    return told.waiting, told.sent, told.dropped, told.lost


class Outboxes(Served):
    def test_never_throws_for_what_becomes_of_a_message(self) -> None:
        Handler.script[:] = [{"status": 422, "problem": {"code": "contract-violation"}}]
        lost: List[Exception] = []

        def listen(error: Exception) -> None:
            lost.append(error)
            raise RuntimeError("a listener's own mistake")

        outbox = Outbox(self.url, signing=StandardSigning(SECRET), on_lost=listen)
        for n in range(3):
            outbox.push({"n": n})
        self.assertTrue(outbox.flush(20))
        self.assertEqual(counts(outbox), (0, 2, 0, 1))
        self.assertEqual(len(lost), 1)
        full = Outbox(self.url, room=0)
        full.push({})
        self.assertEqual(full.counts.dropped, 1)
        for silent in (Outbox(None), Outbox("")):
            silent.push({})
            self.assertTrue(silent.flush())
            self.assertTrue(silent.close())
            self.assertEqual(counts(silent), (0, 0, 0, 0))

    def test_events_are_published_alike(self) -> None:
        taken = {"status": 202, "text": '{"id":"x","duplicate":false}'}
        Handler.script[:] = [taken, {"status": 422, "problem": {"code": "event-refused"}}, taken]
        lost: List[Any] = []
        outbox = EventOutbox(self.url, "slu_1", on_lost=lost.append)
        for n in range(3):
            outbox.push("a.b", n)
        self.assertTrue(outbox.flush(20))
        self.assertEqual((outbox.counts.sent, outbox.counts.lost), (2, 1))
        self.assertEqual(lost[0].problem["code"], "event-refused")
        silent = EventOutbox(None)
        silent.push("a.b", 1)
        self.assertTrue(silent.close(20))
        self.assertEqual(counts(silent), (0, 0, 0, 0))

    def test_what_was_pushed_is_sent_whatever_becomes_of_it(self) -> None:
        outbox = Outbox(self.url)
        value, data = {}, bytearray(b"0")
        for n in range(3):
            value["n"] = n
            outbox.push(value)
        self.assertTrue(outbox.flush(20))
        self.assertEqual(self.came(3), [{"n": 0}, {"n": 1}, {"n": 2}])
        outbox.push(data)
        data[0] = ord("1")
        self.assertTrue(outbox.flush(20))
        self.assertEqual(self.came(4)[3], 0)
        events = EventOutbox(self.url, "slu_1")
        events.push("a.b", value)
        value["n"] = 7
        events.flush(20)
        self.assertEqual(self.came(5)[4]["data"], {"n": 2})

    def test_what_is_no_json_and_a_wrong_url_are_told_at_once(self) -> None:
        outbox, events = Outbox(self.url), EventOutbox(self.url, "slu_1")
        for payload in NO_JSON:
            with self.subTest(payload):
                with self.assertRaisesRegex(ValueError, "^the payload is no JSON: "):
                    outbox.push(payload)
                with self.assertRaisesRegex(ValueError, "^the payload is no JSON: "):
                    events.push("a.b", payload)
        self.assertEqual((counts(outbox), counts(events)), ((0, 0, 0, 0), (0, 0, 0, 0)))
        for url in WRONG_URLS:
            with self.subTest(url):
                self.assertRaisesRegex(ValueError, "^the URL ", Outbox, url)
                self.assertRaisesRegex(ValueError, "^the URL ", EventOutbox, url, "slu_1")

    def test_flush_and_close_end_in_time(self) -> None:
        gate = threading.Event()
        Handler.script[:] = [{"status": 200, "gate": gate}]
        lost: List[Any] = []
        outbox = Outbox(self.url, on_lost=lost.append)
        for n in range(3):
            outbox.push(n, id=f"order-{n}")
        self.came(1)
        self.assertFalse(outbox.flush(0.01))
        self.assertEqual(counts(outbox), (3, 0, 0, 0))
        self.assertFalse(outbox.close(0.01))
        self.assertEqual(counts(outbox), (1, 0, 0, 2))
        self.assertEqual([(one.id, one.attempts, one.status) for one in lost], [("order-1", 0, None), ("order-2", 0, None)])
        outbox.push(3)
        self.assertEqual(outbox.counts.dropped, 1)
        gate.set()
        self.assertTrue(outbox.flush(20))
        self.assertEqual((counts(outbox), self.came(1)), ((0, 1, 1, 2), [0]))

    def test_close_ends_the_wait_for_another_attempt(self) -> None:
        Handler.script[:] = [{"status": 503, "headers": {"retry-after": "60"}}]
        lost: List[Any] = []
        outbox = Outbox(self.url, on_lost=lost.append)
        outbox.push(0, id="order-0")
        self.came(1)
        outbox.close(0.01)
        self.assertTrue(outbox.flush(20))
        self.assertEqual((counts(outbox), lost[0].id, len(Handler.received)), ((0, 0, 0, 1), "order-0", 1))


@unittest.skipUnless(hasattr(os, "fork"), "there is no fork")
class Forked(Served):
    def in_child(self, run: Callable[[], bool]) -> bool:
        """Whether it said yes in a child, which is killed when it hangs."""
        with warnings.catch_warnings():
            # A process with threads forks: that is what is tried here.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            signal.alarm(20)
            is_right = False
            try:
                is_right = run()
            finally:
                os._exit(0 if is_right else 1)
        return os.waitpid(child, 0)[1] == 0

    def test_the_child_sends_and_leaves_its_parent_what_waits_there(self) -> None:
        outbox = Outbox(self.url)
        outbox.push("before")
        self.assertTrue(outbox.flush(20))
        gate = threading.Event()
        Handler.script[:] = [{"status": 200, "gate": gate}]
        for n in range(2):
            outbox.push(n)
        self.came(2)

        def child() -> bool:
            began = counts(outbox) == (0, 0, 0, 0) and outbox.flush(0)
            outbox.push("child")
            return began and outbox.flush(20) and counts(outbox) == (0, 1, 0, 0)

        self.assertTrue(self.in_child(child))
        self.assertEqual(self.came(3), ["before", 0, "child"])
        self.assertEqual(counts(outbox), (2, 1, 0, 0))
        gate.set()
        self.assertTrue(outbox.flush(20))
        self.assertEqual(self.came(4), ["before", 0, "child", 1])

    def test_a_lock_that_was_held_when_it_forked_holds_nobody(self) -> None:
        outbox = EventOutbox(self.url, "slu_1")
        held, free = threading.Event(), threading.Event()

        def hold() -> None:
            with outbox._background._state.changed:
                held.set()
                free.wait(20)

        holder = threading.Thread(target=hold)
        holder.start()
        self.assertTrue(held.wait(20))
        Handler.script[:] = [{"status": 202, "text": '{"id":"x","duplicate":false}'}]

        def child() -> bool:
            outbox.push("a.b", "child")
            return outbox.close(20) and counts(outbox) == (0, 1, 0, 0)

        told = self.in_child(child)
        free.set()
        holder.join()
        self.assertTrue(told)
        self.assertEqual(self.came(1)[0]["data"], "child")


if __name__ == "__main__":
    unittest.main()
