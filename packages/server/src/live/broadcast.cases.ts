import { afterEach, beforeEach, expect, it } from "vitest";
import { type Broadcast, maxTextBytes, type Sender } from "./broadcast.ts";

/** What every broadcast promises to those in one process. */
export function broadcastCases(
  open: () => Promise<{ broadcast: Broadcast; remove: () => Promise<void> }>,
): void {
  let broadcast: Broadcast;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ broadcast, remove } = await open());
  });
  afterEach(() => remove());

  it("tells those who hear a channel, in order and at once, and nobody else", () => {
    const heard: [string, Sender][] = [];
    const others: string[] = [];
    broadcast.subscribe("news", (text, from) => heard.push([text, from]));
    broadcast.subscribe("cancel", (text) => others.push(text));
    for (const text of ["a", "", "b \u0000 \ud800 \n  🎈"]) broadcast.publish("news", text);
    expect(heard).toEqual([
      ["a", "here"],
      ["", "here"],
      ["b \u0000 \ud800 \n  🎈", "here"],
    ]);
    expect(others).toEqual([]);
  });

  it("tells nothing any more to who has stopped, also in the middle", () => {
    const heard: string[] = [];
    const stop = broadcast.subscribe("look", (text) => {
      heard.push(text);
      stop();
    });
    broadcast.publish("look", "1");
    broadcast.publish("look", "2");
    stop();
    expect(heard).toEqual(["1"]);
  });

  it("tells those in this process also what is too large for others, and throws for nothing", async () => {
    const heard: number[] = [];
    broadcast.subscribe("news", (text) => heard.push(text.length));
    broadcast.publish("news", "x".repeat(maxTextBytes + 1));
    await broadcast.close();
    broadcast.publish("news", "y");
    expect(heard).toEqual([maxTextBytes + 1, 1]);
  });
}
