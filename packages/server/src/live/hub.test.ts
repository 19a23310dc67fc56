import type { News } from "@sluice/api/schemas";
import { describe, expect, it, vi } from "vitest";
import { createLiveHub } from "./hub.ts";

const news = (workflowId: string, revision: number): News => ({
  kind: "workflow",
  workflowId,
  revision,
  published: null,
});
const revisionOf = (result: IteratorResult<News>) =>
  result.done ? "done" : result.value.kind === "workflow" && result.value.revision;

describe("the live hub", () => {
  it("hands news to every reader in order, from its arrival on", async () => {
    const hub = createLiveHub();
    hub.publish(news("a", 0));
    const [one, two] = [hub.subscribe(), hub.subscribe()];
    hub.publish(news("a", 1));
    hub.publish(news("b", 2));
    for (const reader of [one, two]) {
      expect([revisionOf(await reader.next()), revisionOf(await reader.next())]).toEqual([1, 2]);
    }
  });

  it("hands over to a reader that is waiting", async () => {
    const hub = createLiveHub();
    const reader = hub.subscribe();
    const waiting = reader.next();
    hub.publish(news("a", 1));
    expect(revisionOf(await waiting)).toBe(1);
  });

  it("keeps other workflows away from who asked for one", async () => {
    const hub = createLiveHub();
    const reader = hub.subscribe({ workflowId: "b" });
    hub.publish(news("a", 1));
    hub.publish(news("b", 2));
    expect(revisionOf(await reader.next())).toBe(2);
  });

  it("cuts a reader that falls behind, keeps nothing for it and leaves the others alone", async () => {
    const hub = createLiveHub({ capacity: 3 });
    const onCut = vi.fn();
    const slow = hub.subscribe({ onCut });
    const quick = hub.subscribe();
    for (const revision of [1, 2, 3, 4]) {
      hub.publish(news("a", revision));
      expect(revisionOf(await quick.next())).toBe(revision);
    }
    expect(onCut).toHaveBeenCalledOnce();
    expect(revisionOf(await slow.next())).toBe("done");
    expect(hub.readers).toBe(1);
    hub.publish(news("a", 5));
    expect(onCut).toHaveBeenCalledOnce();
  });

  it("forgets a reader that leaves, also one that waits", async () => {
    const hub = createLiveHub();
    const reader = hub.subscribe();
    const waiting = reader.next();
    reader.close();
    reader.close();
    expect(revisionOf(await waiting)).toBe("done");
    expect(hub.readers).toBe(0);
  });

  it("forgets a reader whose loop ends", async () => {
    const hub = createLiveHub();
    const reader = hub.subscribe();
    hub.publish(news("a", 1));
    for await (const _ of reader) break;
    expect(hub.readers).toBe(0);
  });

  it("ends everybody when it closes", async () => {
    const hub = createLiveHub();
    const waiting = [hub.subscribe().next(), hub.subscribe().next()];
    hub.close();
    expect((await Promise.all(waiting)).map(revisionOf)).toEqual(["done", "done"]);
    expect(hub.readers).toBe(0);
  });
});
