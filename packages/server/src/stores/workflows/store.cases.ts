import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SecretRecord, SecretsStore } from "../secrets/store.ts";
import { createEmpty, emptyDocument, emptyDraft } from "./drafts.cases.ts";
import type { WorkflowsStore } from "./store.ts";

export interface WorkflowsStoreUnderTest {
  readonly store: WorkflowsStore;
  readonly secrets: SecretsStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the workflow store promises. */
export function workflowsStoreCases(open: () => Promise<WorkflowsStoreUnderTest>): void {
  let under: WorkflowsStoreUnderTest;
  let store: WorkflowsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  const create = (id: string, name = id, at = 1000) => createEmpty(store, id, { name, at });
  const hook = (key: string, at = 5000) => store.hookByKey({ key, at });

  it("gives back what was created", async () => {
    const created = await create("a", "Straße");
    expect(created).toEqual({
      ...{
        id: "a",
        name: "Straße",
        mode: "async",
        hookKey: "key-a",
        alias: null,
        revision: 1,
        published: null,
        publishedAt: null,
        folder: "",
        tags: [],
      },
      ...{ paused: false, changed: true, createdAt: 1000, updatedAt: 1000, draft: emptyDocument("Straße") },
    });
    expect(await store.get("a")).toEqual(created);
    expect(await store.get("b")).toBeUndefined();
  });

  it("keeps documents as they are: order of keys, empty texts, big numbers, odd letters", async () => {
    const odd = {
      ...emptyDocument("odd"),
      nodes: { b: node({ z: 1, a: "", n: 1e21 }), a: node({ text: "\u0000 é 🎈 \ud800" }) },
    };
    const created = await store.create({
      id: "o",
      hookKey: "ko",
      draft: { ...emptyDraft("odd"), document: odd },
      at: 1,
    });
    expect(JSON.stringify(created.draft)).toBe(JSON.stringify(odd));
    expect(JSON.stringify((await store.get("o"))?.draft)).toBe(JSON.stringify(odd));
  });

  it("refuses a key that another workflow has", async () => {
    await create("a");
    await expect(
      store.create({ id: "b", hookKey: "key-a", draft: emptyDraft("b"), at: 1 }),
    ).rejects.toThrow();
    expect(await store.get("b")).toBeUndefined();
  });

  it("saves on the current revision only, and raises it by one each time", async () => {
    await create("a");
    const saved = await store.save({ id: "a", revision: 1, draft: emptyDraft("new"), at: 2000 });
    expect(saved).toMatchObject({
      kind: "saved",
      workflow: { revision: 2, name: "new", createdAt: 1000, updatedAt: 2000 },
    });
    const stale = await store.save({ id: "a", revision: 1, draft: emptyDraft("lost"), at: 3000 });
    expect(stale).toMatchObject({ kind: "stale", current: { revision: 2, name: "new" } });
    expect(await store.get("a")).toMatchObject({ name: "new", revision: 2 });
    expect(await store.save({ id: "a", revision: 2, draft: emptyDraft("new"), at: 4000 })).toMatchObject({
      kind: "saved",
    });
    expect(await store.save({ id: "b", revision: 1, draft: emptyDraft("b"), at: 1 })).toEqual({
      kind: "missing",
    });
  });

  it("lets one of several savers on one revision win", async () => {
    await create("a");
    const results = await Promise.all(
      ["x", "y", "z"].map((name) => store.save({ id: "a", revision: 1, draft: emptyDraft(name), at: 2 })),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(["saved", "stale", "stale"]);
  });

  it("lists the last changed first, page by page, and nothing twice", async () => {
    for (const [index, id] of ["a", "b", "c", "d", "e"].entries())
      await create(id, id, index < 2 ? 1 : index);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["e", "d", "c", "b", "a"]);
    expect((await store.list({ limit: 5 })).nextCursor).toBeNull();
  });

  it("finds names by any part, without case, and takes no letter for a pattern", async () => {
    await create("a", "Éclair au café");
    await create("b", "100 % done");
    const find = async (q: string) => (await store.list({ limit: 10, q })).items.map(({ id }) => id);
    expect(await find("éCLAIR")).toEqual(["a"]);
    expect(await find("%")).toEqual(["b"]);
    expect(await find("_")).toEqual([]);
    expect(await find("")).toHaveLength(2);
    await create("n", "with \u0000 NUL");
    expect(await find("h \u0000")).toEqual(["n"]);
  });

  it("finds a workflow by exactly its name, unless it is in the trash", async () => {
    await create("a", "One");
    await create("b", "one");
    await create("c", "Two");
    await create("d", "Two");
    await create("e", "Two");
    expect(await store.named("One")).toEqual(["a"]);
    expect(await store.named("Two")).toHaveLength(2);
    await store.trash({ id: "a", at: 1 });
    expect(await store.named("One")).toEqual([]);
  });

  it("refuses a cursor that is none", async () => {
    await expect(store.list({ limit: 1, cursor: "nonsense" })).rejects.toThrow(/cursor/);
  });

  it("publishes exactly the revision that was asked for, and numbers versions without gaps", async () => {
    await create("a");
    const publish = (revision: number, note: string | null = null) =>
      store.publish({ id: "a", revision, note, by: "me", secretIds: [], listening, at: 2000 });
    expect(await publish(1, "first")).toEqual({ kind: "published", version: 1 });
    await store.save({ id: "a", revision: 1, draft: emptyDraft("two"), at: 3000 });
    expect(await publish(1)).toMatchObject({ kind: "stale", current: { revision: 2 } });
    expect(await publish(2)).toEqual({ kind: "published", version: 2 });
    expect(await store.get("a")).toMatchObject({
      published: 2,
      publishedAt: 2000,
      revision: 2,
      changed: false,
    });
    expect(await store.version({ id: "a", version: 1 })).toEqual({
      ...{ version: 1, note: "first", publishedAt: 2000, publishedBy: "me", document: emptyDocument("a") },
    });
    expect(await store.version({ id: "a", version: 3 })).toBeUndefined();
    expect(
      await store.publish({ id: "x", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 }),
    ).toEqual({ kind: "missing" });
    const first = await store.versions({ id: "a", limit: 1 });
    expect(first?.items.map(({ version }) => version)).toEqual([2]);
    const rest = await store.versions({ id: "a", limit: 1, cursor: first?.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
    expect(await store.versions({ id: "x", limit: 1 })).toBeUndefined();
  });

  it("gives no version number twice, also after unpublishing", async () => {
    await create("a");
    await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 });
    expect(await store.unpublish("a")).toBe(true);
    expect(await store.get("a")).toMatchObject({ published: null, publishedAt: null, changed: true });
    expect(
      await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 }),
    ).toMatchObject({ version: 2 });
    expect(await store.unpublish("x")).toBe(false);
  });

  it("says that the draft differs by its meaning alone", async () => {
    await create("a");
    await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 });
    await store.save({
      id: "a",
      revision: 1,
      draft: { ...emptyDraft("renamed"), meaning: emptyDraft("a").meaning },
      at: 2,
    });
    expect((await store.list({ limit: 1 })).items[0]).toMatchObject({ name: "renamed", changed: false });
    await store.save({ id: "a", revision: 2, draft: emptyDraft("other"), at: 3 });
    expect((await store.list({ limit: 1 })).items[0]).toMatchObject({ changed: true });
  });

  it("tells the door draft and published version in one answer", async () => {
    await create("a");
    expect(await hook("key-a")).toEqual({
      ...{
        workflowId: "a",
        name: "a",
        revision: 1,
        paused: false,
        draft: emptyDocument("a"),
        published: null,
        validUntil: null,
      },
    });
    await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 });
    await store.save({ id: "a", revision: 1, draft: emptyDraft("b"), at: 2 });
    await store.setPaused({ id: "a", paused: true });
    expect(await hook("key-a")).toMatchObject({
      ...{
        name: "b",
        revision: 2,
        paused: true,
        draft: { name: "b" },
        published: { version: 1, document: { name: "a" } },
      },
    });
    expect(await hook("key-A")).toBeUndefined();
  });

  it("says what runs of a workflow", async () => {
    await create("a");
    expect(await store.published("a")).toBeUndefined();
    await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 });
    await store.save({ id: "a", revision: 1, draft: emptyDraft("b"), at: 2 });
    await store.setPaused({ id: "a", paused: true });
    expect(await store.published("a")).toEqual({
      name: "b",
      version: 1,
      paused: true,
      document: emptyDocument("a"),
    });
    await store.trash({ id: "a", at: 3 });
    expect([await store.published("a"), await store.published("x")]).toEqual([undefined, undefined]);
  });

  it("lets an old key work until its time, also over several rotations", async () => {
    await create("a");
    expect(await store.rotateKey({ id: "a", hookKey: "second", oldUntil: 2000 })).toBe(true);
    expect(await store.rotateKey({ id: "a", hookKey: "third", oldUntil: 9000 })).toBe(true);
    expect(await store.get("a")).toMatchObject({ hookKey: "third" });
    expect(await hook("key-a", 1999)).toMatchObject({ workflowId: "a", validUntil: 2000 });
    expect(await hook("key-a", 2000)).toBeUndefined();
    expect(await hook("second", 8999)).toMatchObject({ workflowId: "a", validUntil: 9000 });
    expect(await hook("third", 99_999)).toMatchObject({ workflowId: "a", validUntil: null });
    await store.purge({ trashedBefore: 0, unusedBefore: 0, at: 5000 });
    expect(await hook("key-a", 0)).toBeUndefined();
    expect(await hook("second", 0)).toBeDefined();
    expect(await store.rotateKey({ id: "x", hookKey: "fourth", oldUntil: 1 })).toBe(false);
  });

  it("lets a workflow have one alias beside its keys, which no other has", async () => {
    await create("a");
    await create("b");
    expect(await store.setAlias({ id: "a", alias: "orders" })).toEqual({ kind: "set" });
    expect(await hook("orders")).toMatchObject({ workflowId: "a", validUntil: null });
    expect(await store.get("a")).toMatchObject({ hookKey: "key-a", alias: "orders" });
    expect(await store.setAlias({ id: "b", alias: "orders" })).toEqual({
      kind: "taken",
      by: { id: "a", name: "a" },
    });
    expect(await store.setAlias({ id: "a", alias: "orders" })).toEqual({ kind: "set" });
    expect(await store.setAlias({ id: "a", alias: "sales" })).toEqual({ kind: "set" });
    expect(await hook("orders")).toBeUndefined();
    await store.rotateKey({ id: "a", hookKey: "second", oldUntil: 1 });
    expect(await store.get("a")).toMatchObject({ hookKey: "second", alias: "sales" });
    await store.purge({ trashedBefore: 0, unusedBefore: 0, at: 9000 });
    expect(await hook("sales")).toMatchObject({ workflowId: "a" });
    expect((await store.list({ limit: 9 })).items.map(({ id, alias }) => [id, alias])).toEqual([
      ["b", null],
      ["a", "sales"],
    ]);
    expect(await store.setAlias({ id: "a", alias: null })).toEqual({ kind: "set" });
    expect([await hook("sales"), (await store.get("a"))?.alias]).toEqual([undefined, null]);
    expect(await store.setAlias({ id: "x", alias: "none" })).toEqual({ kind: "missing" });
  });

  it("gives an alias to one of several that ask at once, and frees it with the trash", async () => {
    const ids = ["a", "b", "c", "d"];
    for (const id of ids) await create(id);
    const kinds = await Promise.all(
      ids.map(async (id) => (await store.setAlias({ id, alias: "orders" })).kind),
    );
    expect(kinds.sort()).toEqual(["set", "taken", "taken", "taken"]);
    const holder = (await hook("orders"))?.workflowId ?? "";
    await store.trash({ id: holder, at: 2000 });
    expect(await hook("orders")).toBeUndefined();
    const next = ids.find((id) => id !== holder) ?? "";
    expect(await store.setAlias({ id: next, alias: "orders" })).toEqual({ kind: "set" });
    expect(await hook("orders")).toMatchObject({ workflowId: next });
  });

  it("treats what is in the trash as gone, and removes it after its time", async () => {
    await create("a");
    await store.publish({ id: "a", revision: 1, note: null, by: null, secretIds: [], listening, at: 1 });
    expect(await store.trash({ id: "a", at: 1000 })).toBe(true);
    expect(await store.trash({ id: "a", at: 2000 })).toBe(false);
    expect([await store.get("a"), await hook("key-a"), await store.version({ id: "a", version: 1 })]).toEqual(
      [undefined, undefined, undefined],
    );
    expect((await store.list({ limit: 9 })).items).toEqual([]);
    expect(await store.setPaused({ id: "a", paused: true })).toBe(false);
    await store.purge({ trashedBefore: 1000, unusedBefore: 0, at: 0 });
    await expect(create("a")).rejects.toThrow();
    await store.purge({ trashedBefore: 1001, unusedBefore: 0, at: 0 });
    expect(await create("a")).toMatchObject({ revision: 1 });
  });

  it("says after each commit which workflow's hooks may be answered differently now", async () => {
    const told: (string | null)[] = [];
    const stop = store.onChanged((id) => told.push(id));
    await create("a");
    await store.save({ id: "a", revision: 1, draft: emptyDraft("b"), at: 1 });
    await store.save({ id: "a", revision: 1, draft: emptyDraft("stale"), at: 1 });
    await store.publish({ id: "a", revision: 2, note: null, by: null, secretIds: [], listening, at: 1 });
    await store.setPaused({ id: "a", paused: true });
    await store.rotateKey({ id: "a", hookKey: "n", oldUntil: 1 });
    await store.setAlias({ id: "a", alias: "named" });
    await store.unpublish("a");
    await store.trash({ id: "a", at: 1 });
    expect(told).toEqual(Array(8).fill("a"));
    stop();
    await create("b");
    expect(told).toHaveLength(8);
  });

  it("stores new secrets with the draft, or neither", async () => {
    const secret = secretOf("s1", "a");
    await store.create({
      id: "a",
      hookKey: "k",
      draft: { ...emptyDraft("a"), newSecrets: [secret], secretIds: ["s1"] },
      at: 1,
    });
    expect(await under.secrets.get("s1")).toEqual(secret);
    const refused = { ...emptyDraft("a"), newSecrets: [secretOf("s2", "a")], secretIds: ["s2"] };
    expect(await store.save({ id: "a", revision: 9, draft: refused, at: 1 })).toMatchObject({
      kind: "stale",
    });
    expect(await under.secrets.get("s2")).toBeUndefined();
    const twice = {
      ...emptyDraft("lost"),
      newSecrets: [secretOf("s3", "a"), secretOf("s3", "a")],
      secretIds: [],
    };
    await expect(store.save({ id: "a", revision: 1, draft: twice, at: 1 })).rejects.toThrow();
    expect(await store.get("a")).toMatchObject({ name: "a", revision: 1 });
  });

  it("removes a secret once neither draft nor version has referred to it for long enough", async () => {
    const withSecret = {
      ...emptyDraft("a"),
      newSecrets: [secretOf("s1", "a"), secretOf("s2", "a")],
      secretIds: ["s1", "s2"],
    };
    await store.create({ id: "a", hookKey: "k", draft: withSecret, at: 100 });
    await store.publish({
      id: "a",
      revision: 1,
      note: null,
      by: null,
      secretIds: ["s1"],
      listening,
      at: 200,
    });
    await store.save({ id: "a", revision: 1, draft: emptyDraft("a"), at: 300 });
    const left = async () => (await under.secrets.ofWorkflow("a")).map(({ id }) => id).sort();
    await store.purge({ trashedBefore: 0, unusedBefore: 300, at: 0 });
    expect(await left()).toEqual(["s1", "s2"]);
    // Undo brings the reference back before its time: the clock starts anew.
    await store.save({ id: "a", revision: 2, draft: { ...emptyDraft("a"), secretIds: ["s2"] }, at: 350 });
    await store.save({ id: "a", revision: 3, draft: emptyDraft("a"), at: 400 });
    await store.purge({ trashedBefore: 0, unusedBefore: 400, at: 0 });
    expect(await left()).toEqual(["s1", "s2"]);
    await store.purge({ trashedBefore: 0, unusedBefore: 401, at: 0 });
    expect(await left()).toEqual(["s1"]);
    await store.trash({ id: "a", at: 500 });
    await store.purge({ trashedBefore: 501, unusedBefore: 0, at: 0 });
    expect(await left()).toEqual([]);
  });
}

const listening = { kind: "none" } as const;

function node(config: WorkflowDocument["trigger"]["config"]) {
  return { type: "set", config };
}

function secretOf(id: string, workflowId: string): SecretRecord {
  const bytes = (text: string) => Buffer.from(text);
  return {
    ...{ id, workflowId, node: "trigger", field: "auth.any.*.password", keyId: "k" },
    ...{ nonce: bytes("nonce"), ciphertext: bytes("\u0000ciphertext"), createdAt: 1 },
  };
}
