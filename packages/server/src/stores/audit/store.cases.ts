import { ulid } from "ulid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditQuery, AuditRecord, AuditStore } from "./store.ts";

export interface AuditStoreUnderTest {
  readonly store: AuditStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the audit log promises. */
export function auditStoreCases(name: string, open: () => Promise<AuditStoreUnderTest>): void {
  describe(`the audit log on ${name}`, () => {
    let under: AuditStoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());

    it("gives back what it was given, and completes an act once", async () => {
      const { store } = under;
      const begun = anAct(1000, { outcome: "unfinished", actorName: "zoë\u0000@example.com" });
      await store.add(begun);
      expect(await store.list({ limit: 9 })).toEqual([begun]);
      const end = {
        objectKind: "workflow",
        objectId: "wf_1",
        objectName: "Ñ",
        detail: { version: 3, changed: ["a"] },
      };
      await store.end({ id: begun.id, outcome: "ok", ...end });
      await store.end({ id: begun.id, outcome: "internal-error", ...end, detail: {} });
      expect(await store.list({ limit: 9 })).toEqual([{ ...begun, outcome: "ok", ...end }]);
    });

    it("finds by actor, act, object, outcome and time, the newest first", async () => {
      const { store } = under;
      const acts = [
        anAct(1000, {
          act: "workflows.publish",
          objectId: "wf_1",
          actorId: "usr_1",
          actorName: "a@b.example",
        }),
        anAct(2000, { act: "workflows.save", objectId: "wf_2", outcome: "stale-revision" }),
        anAct(3000, { act: "workflowFiles.apply", actorKind: "token", actorId: "tok_1", actorName: "ci" }),
        anAct(4000, { act: "session.create", actorKind: "nobody", outcome: "wrong-credentials" }),
      ];
      for (const act of acts) await store.add(act);
      const found = async (query: Omit<AuditQuery, "limit">) =>
        (await store.list({ ...query, limit: 9 })).map(({ at }) => at / 1000);
      const cases: [Omit<AuditQuery, "limit">, number[]][] = [
        [{}, [4, 3, 2, 1]],
        [{ actor: "usr_1" }, [1]],
        [{ actor: "a@b.example" }, [1]],
        [{ actor: "ci" }, [3]],
        [{ act: "workflows.save" }, [2]],
        [{ act: "workflows.*" }, [2, 1]],
        [{ act: "workflow*" }, [3, 2, 1]],
        [{ objectId: "wf_1" }, [1]],
        [{ outcome: "ok" }, [3, 1]],
        [{ outcome: "failed" }, [4, 2]],
        [{ from: 2000, to: 4000 }, [3, 2]],
        [{ before: acts[2]?.id }, [2, 1]],
        [{ act: "workflows.*", outcome: "ok", to: 2000 }, [1]],
      ];
      for (const [query, expected] of cases)
        expect(await found(query), JSON.stringify(query)).toEqual(expected);
      expect(await store.list({ limit: 1 })).toEqual([acts[3]]);
    });

    it("lets the oldest go, so many at a time", async () => {
      const { store } = under;
      for (const at of [1000, 2000, 3000]) await store.add(anAct(at));
      expect(await store.prune({ before: 3000, limit: 1 })).toBe(1);
      expect(await store.prune({ before: 3000, limit: 9 })).toBe(1);
      expect(await store.prune({ before: 3000, limit: 9 })).toBe(0);
      expect((await store.list({ limit: 9 })).map(({ at }) => at)).toEqual([3000]);
    });
  });
}

function anAct(at: number, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    ...{ id: `aud_${ulid(at)}`, at, actorKind: "person", actorId: null, actorName: null, address: null },
    ...{ act: "settings.save", objectKind: null, objectId: null, objectName: null, outcome: "ok" },
    ...{ detail: {}, requestId: null },
    ...more,
  };
}
