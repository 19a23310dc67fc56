import type { News } from "@sluice/api/schemas";
import { afterEach, expect, it, vi } from "vitest";
import type { Broadcast } from "./broadcast.ts";
import { createPresence, type Presence } from "./presence.ts";

/** What holds for two processes, however they are joined. */
export function presenceCases(
  open: () => Promise<{ broadcasts: readonly [Broadcast, Broadcast]; remove: () => Promise<void> }>,
): void {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const twoProcesses = async () => {
    const { broadcasts, remove } = await open();
    closing.push(remove);
    return broadcasts.map((broadcast) => {
      const seen = new Map<string, string[]>();
      const publishHere = (news: News) => {
        if (news.kind === "presence") seen.set(news.workflowId, news.people.map(({ name }) => name).sort());
      };
      const presence = createPresence({ broadcast, publishHere });
      closing.push(() => presence.close());
      return { presence, see: (id: string) => seen.get(id) };
    }) as [Process, Process];
  };
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
  const person = (name: string) => ({ tab: `tab of ${name}`, name });

  it("tells those who have a workflow open of each other, and when one leaves", async () => {
    const [one, two] = await twoProcesses();
    const annLeaves = one.presence.join({ workflowId: "wf", person: person("ann") });
    expect(one.see("wf")).toEqual(["ann"]);
    const bobLeaves = two.presence.join({ workflowId: "wf", person: person("bob") });
    await soon(() =>
      expect([one.see("wf"), two.see("wf")]).toEqual([
        ["ann", "bob"],
        ["ann", "bob"],
      ]),
    );
    annLeaves();
    annLeaves();
    await soon(() => expect(two.see("wf")).toEqual(["bob"]));
    bobLeaves();
    one.presence.join({ workflowId: "wf", person: person("cleo") });
    await soon(() => expect(one.see("wf")).toEqual(["cleo"]));
  });

  it("keeps workflows and tabs apart", async () => {
    const [one] = await twoProcesses();
    one.presence.join({ workflowId: "a", person: person("ann") });
    const secondTab = one.presence.join({ workflowId: "b", person: person("ann") });
    one.presence.join({ workflowId: "b", person: person("ann") });
    expect([one.see("a"), one.see("b")]).toEqual([["ann"], ["ann", "ann"]]);
    secondTab();
    expect(one.see("b")).toEqual(["ann"]);
  });

  it("says when a whole process goes", async () => {
    const [one, two] = await twoProcesses();
    one.presence.join({ workflowId: "wf", person: person("ann") });
    two.presence.join({ workflowId: "wf", person: person("bob") });
    await soon(() => expect(one.see("wf")).toEqual(["ann", "bob"]));
    two.presence.close();
    await soon(() => expect(one.see("wf")).toEqual(["ann"]));
  });
}

interface Process {
  readonly presence: Presence;
  readonly see: (workflowId: string) => readonly string[] | undefined;
}
