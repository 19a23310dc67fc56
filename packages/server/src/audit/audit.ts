import type { Act, AuditFilter } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { newId } from "../ids.ts";
import type { ActDetail, AuditRecord, AuditStore } from "../stores/audit/store.ts";
import { toAct, toQuery } from "./present.ts";

/** Who acts. */
export type Actor = Pick<AuditRecord, "actorKind" | "actorId" | "actorName" | "address">;

/** What it is done to. */
export interface ActObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

export interface NewAct {
  readonly actor: Actor;
  readonly act: string;
  readonly object: ActObject | null;
  readonly requestId: string | null;
}

export interface ActOutcome {
  /** `ok` or a problem's code. */
  readonly outcome: string;
  readonly object: ActObject | null;
  readonly detail: ActDetail;
}

/** An act whose row is on disk, as `unfinished`. */
export interface BegunAct {
  /** Never rejects: what was done is done. A list that is asked for afterwards has it. */
  end(outcome: ActOutcome): void;
}

/**
 * The audit log. An act that changes something has its row on disk before it is tried (`begin`), so that no crash leaves an
 * act without one; docs/decisions/0110 says what that promises.
 */
export interface Audit {
  /** Resolves when the row is on disk; rejects when it cannot be, and then the act must not be done. */
  begin(act: NewAct): Promise<BegunAct>;
  /** One row for an act that is over already. */
  record(act: NewAct & ActOutcome): Promise<void>;
  /** Resolves when the ends of all acts so far are written. */
  settled(): Promise<void>;
  list(query: AuditFilter & { before?: string | undefined; limit: number }): Promise<Act[]>;
}

export function createAudit(given: {
  readonly store: AuditStore;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}): Audit {
  const { store, clock, log } = given;
  const ending = new Set<Promise<void>>();

  const settled = async (): Promise<void> => void (await Promise.all(ending));
  const newRecord = (act: NewAct, end: ActOutcome): AuditRecord => {
    const at = clock();
    return {
      ...{ id: newId("aud", at), at, ...act.actor, act: act.act, requestId: act.requestId },
      ...{ ...objectColumns(end.object), outcome: end.outcome, detail: end.detail },
    };
  };

  return {
    async begin(act) {
      const { object } = act;
      const begun = newRecord(act, { outcome: "unfinished", object, detail: {} });
      await store.add(begun);
      return {
        end({ outcome, object: ended, detail }) {
          const written = store
            .end({ id: begun.id, outcome, ...objectColumns(ended), detail })
            .catch((err: unknown) =>
              log.error({ err, act: act.act, auditId: begun.id }, "how an act ended could not be written"),
            )
            .finally(() => ending.delete(written));
          ending.add(written);
        },
      };
    },

    record: (act) => store.add(newRecord(act, act)),

    settled,
    async list({ before, limit, ...filter }) {
      // A list lacks no end of an act that was answered.
      await settled();
      return (await store.list({ ...toQuery(filter), before, limit })).map(toAct);
    },
  };
}

function objectColumns(object: ActObject | null) {
  return {
    objectKind: object?.kind ?? null,
    objectId: object?.id ?? null,
    objectName: object?.name ?? null,
  };
}
