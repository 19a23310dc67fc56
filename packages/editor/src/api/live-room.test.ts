import type { News } from "@sluice/api/schemas";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeEventSource } from "../testing/fake-event-source.ts";
import { type Feed, openFeed } from "./live-feed.ts";
import type { LineState } from "./live-line.ts";

/** Locks and channels are real. */
class FakeDocument extends EventTarget {
  hidden = false;

  show(seen: boolean) {
    this.hidden = !seen;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

let page: FakeDocument;
const feeds: Feed[] = [];
beforeEach(() => {
  page = new FakeDocument();
  FakeEventSource.all = [];
  vi.stubGlobal("EventSource", FakeEventSource);
  vi.stubGlobal("document", page);
});
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close();
  vi.unstubAllGlobals();
});

const living = () => FakeEventSource.all.filter(({ readyState }) => readyState !== FakeEventSource.CLOSED);
const only = () => {
  const [source, ...more] = living();
  if (source === undefined || more.length > 0) throw new Error(`${living().length} streams, not one`);
  return source;
};
const openList = () => new URL(only().url, "http://sluice").searchParams.get("open");
const onlyOne = () => expect.poll(() => living().length).toBe(1);
const news = (revision: number): News => ({ kind: "workflow", workflowId: "w1", revision, published: null });
const send = (revision: number) =>
  only().onmessage?.(new MessageEvent("message", { data: JSON.stringify(news(revision)) }));

function tab(given: { account?: string; open?: string[]; confirm?: () => Promise<boolean> }) {
  const states: LineState[] = [];
  const heard: number[] = [];
  const feed = openFeed({
    account: given.account,
    confirm: given.confirm ?? (async () => true),
    open: given.open ?? [],
    heard: {
      onNews: (one) => void (one.kind === "workflow" && heard.push(one.revision)),
      onState: (state) => void states.push(state),
    },
  });
  feeds.push(feed);
  return { feed, states, heard };
}

describe("the tabs of one account", () => {
  test("share one stream, and the next one takes it over", async () => {
    // given
    const tabs = Array.from({ length: 10 }, () => tab({ account: "shared" }));
    await onlyOne();
    only().onopen?.();
    for (const { states } of tabs) await expect.poll(() => states).toContain("open");

    // when
    send(1);

    // then
    for (const { heard } of tabs) await expect.poll(() => heard).toEqual([1]);
    expect(FakeEventSource.all).toHaveLength(1);

    // when
    tabs[0]?.feed.close();
    await expect.poll(() => FakeEventSource.all.length).toBe(2);
    only().onopen?.();

    // then: each reads again, and hears on
    const rest = tabs.slice(1);
    for (const { states } of rest) await expect.poll(() => states).toEqual(["open", "open"]);
    send(2);
    for (const { heard } of rest) await expect.poll(() => heard).toEqual([1, 2]);
    expect(tabs[0]?.heard).toEqual([1]);
  });

  test("who comes later is told how it stands, and a loss is told to all", async () => {
    const leader = tab({ account: "later" });
    await onlyOne();
    only().onopen?.();
    await expect.poll(() => leader.states).toEqual(["open"]);
    const follower = tab({ account: "later" });
    await expect.poll(() => follower.states).toEqual(["open"]);
    only().onerror?.();
    await expect.poll(() => follower.states).toEqual(["open", "lost"]);
    only().onopen?.();
    await expect.poll(() => follower.states).toEqual(["open", "lost", "open"]);
    expect(leader.states).toEqual(["open", "lost", "open"]);
  });

  test("count as having open what any of them has, without a gap when that changes", async () => {
    // given
    const leader = tab({ account: "open", open: ["w1:a"] });
    await onlyOne();
    only().onopen?.();
    await expect.poll(() => leader.states).toEqual(["open"]);

    // when
    const follower = tab({ account: "open", open: ["w2:b"] });
    await expect.poll(() => living().length).toBe(2);
    living()[1]?.onopen?.();

    // then: the former one went when the new one stood
    expect(openList()).toBe("w1:a,w2:b");
    expect(leader.states).toEqual(["open"]);
    follower.feed.close();
    await expect.poll(() => living().length).toBe(2);
    living()[1]?.onopen?.();
    expect(openList()).toBe("w1:a");
  });

  test("hear nothing of another account's, nor of one that has signed in since", async () => {
    // given
    let account = "ann";
    const ann = tab({ account: "ann", confirm: async () => account === "ann" });
    await onlyOne();
    only().onopen?.();
    await expect.poll(() => ann.states).toEqual(["open"]);
    const follower = tab({ account: "ann" });
    await expect.poll(() => follower.states).toEqual(["open"]);

    // when: the server ends her stream, and the browser comes back with Bob's cookie
    account = "bob";
    only().onerror?.();
    const bobs = only();
    bobs.onopen?.();
    send(1);

    // then
    await expect.poll(() => bobs.readyState).toBe(FakeEventSource.CLOSED);
    const bob = tab({ account: "bob" });
    await onlyOne();
    only().onopen?.();
    await expect.poll(() => bob.states).toEqual(["open"]);
    send(2);
    await expect.poll(() => bob.heard).toEqual([2]);
    expect([ann.heard, follower.heard]).toEqual([[], []]);
    expect(ann.states.at(-1)).toBe("lost");
  });

  test("take the place of a leader that is asleep", async () => {
    // given: somebody holds the room and says nothing
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let taken = false;
      const asleep = navigator.locks
        .request("sluice-live-1-asleep", () => new Promise<void>(() => {}))
        .catch(() => {
          taken = true;
        });
      tab({ account: "asleep" });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { timeout: 20_000 });

      // when
      vi.advanceTimersByTime(10_000);
      await asleep;

      // then
      expect(taken).toBe(true);
      await vi.waitFor(() => expect(living()).toHaveLength(1), { timeout: 20_000 });
    } finally {
      vi.useRealTimers();
    }
  });
});

test("without locks each tab listens while it is seen", () => {
  // given
  vi.stubGlobal("navigator", {});
  const { states } = tab({ account: "alone", open: ["w1:a"] });
  expect(openList()).toBe("w1:a");
  only().onopen?.();

  // when
  page.show(false);

  // then
  expect(living()).toHaveLength(0);
  page.show(true);
  only().onopen?.();
  expect(states).toEqual(["open", "open"]);
});
