import {
  type Alert,
  type AlertCondition,
  type AlertMeasure,
  alertConditionSchema,
  type NewAlert,
} from "@sluice/api/schemas";
import { isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { AlertRecord, AlertRule } from "../stores/alerts/store.ts";
import { measure, NotMeasurable } from "./measure.ts";
import { offersFor } from "./offers.ts";
import { type ToldTo, tell } from "./tell.ts";
import type { Watch, WatchGiven } from "./watch.ts";

/** What people and programs may do with rules. Every method that names one throws `alert-not-found`. */
export interface Alerts {
  /** Those that fire first, the longest first; then the last made. */
  list(): Promise<Alert[]>;
  /** Whether mails can be sent at all. */
  readonly mail: boolean;
  get(id: string): Promise<Alert>;
  /** Throws `invalid-request` for a workflow that is not there, and for one rule too many. */
  create(given: NewAlert): Promise<Alert>;
  /** Throws `invalid-request` for a workflow that is not there. */
  save(given: NewAlert & { id: string }): Promise<Alert>;
  delete(id: string): Promise<void>;
  /** `until`: milliseconds since 1970; null: from now on it is told again. */
  mute(given: { id: string; until: number | null }): Promise<Alert>;
  test(id: string): Promise<ToldTo>;
  /** What a rule would find now. Throws `invalid-request` when it cannot be measured. */
  preview(condition: AlertCondition): Promise<AlertMeasure>;
  offers(language: "en" | "fr"): Promise<NewAlert[]>;
}

/** Each costs a look every half minute. */
const mostRules = 200;

export function createAlerts(given: WatchGiven & { readonly watch: Pick<Watch, "look"> }): Alerts {
  const { store, workflows, clock, watch, mail } = given;

  const existing = async (id: string): Promise<AlertRecord> => {
    const record = await store.get(id);
    if (!record) throw new PublicError("alert-not-found");
    return record;
  };
  const checkWorkflow = async (workflowId: string | null): Promise<void> => {
    if (workflowId === null || (await workflows.get(workflowId))) return;
    throw invalid(["workflowId"], "there is no workflow with this id");
  };
  const changed = async (rule: AlertRule, forget: boolean): Promise<Alert> => {
    if (!(await store.save(rule, { forget }))) throw new PublicError("alert-not-found");
    await watch.look(rule.id);
    return toAlert(await existing(rule.id));
  };

  return {
    mail: mail.available,

    async list() {
      const all = (await store.list()).map(toAlert);
      return all.sort((one, other) => orderOf(one) - orderOf(other));
    },

    async get(id) {
      return toAlert(await existing(id));
    },

    async create(input) {
      await checkWorkflow(input.workflowId);
      if ((await store.list()).length >= mostRules) {
        throw invalid([], `there are ${mostRules} alerts already: no more are watched`);
      }
      const at = clock();
      const rule = { ...ruleOf(input), id: newId("alr", at), mutedUntil: null, createdAt: at, updatedAt: at };
      await store.create(rule);
      await watch.look(rule.id);
      return toAlert(await existing(rule.id));
    },

    async save({ id, ...input }) {
      await checkWorkflow(input.workflowId);
      const { createdAt, mutedUntil, condition, enabled } = await existing(id);
      const rule = { ...ruleOf(input), id, mutedUntil, createdAt, updatedAt: clock() };
      const other = JSON.stringify(rule.condition) !== JSON.stringify(condition);
      return changed(rule, other || rule.enabled !== enabled);
    },

    async delete(id) {
      if (!(await store.delete(id))) throw new PublicError("alert-not-found");
    },

    async mute({ id, until }) {
      const record = await existing(id);
      return changed({ ...ruleIn(record), mutedUntil: until, updatedAt: clock() }, false);
    },

    async test(id) {
      const record = await existing(id);
      const at = clock();
      const measured = await measure(given, { condition: record.condition, now: at }).catch(
        (error: unknown) => {
          if (error instanceof NotMeasurable) return null;
          throw error;
        },
      );
      const told = { rule: record, what: "firing", sample: true, since: at, at, number: 1 } as const;
      return tell(given, { ...told, measure: measured });
    },

    async preview(condition) {
      await checkWorkflow(condition.workflowId);
      try {
        return await measure(given, { condition, now: clock() });
      } catch (error) {
        if (error instanceof NotMeasurable) throw invalid([], error.message);
        throw error;
      }
    },

    async offers(language) {
      return offersFor(language, new Set((await store.list()).map(({ condition }) => condition.kind)));
    },
  };
}

function invalid(at: string[], message: string): PublicError {
  return new PublicError("invalid-request", { members: { issues: [{ at, message }] } });
}

/** What was written, by its schema: the parts that say what is watched, and the others. */
function ruleOf(input: NewAlert) {
  const { kind, workflowId, settings, name, enabled, recipients, language, repeatMinutes } = input;
  const condition = alertConditionSchema.parse({ kind, workflowId, settings });
  return { condition, name, enabled, recipients, language, repeatMinutes };
}

function ruleIn(record: AlertRecord): AlertRule {
  const { id, name, condition, enabled, recipients, language, repeatMinutes } = record;
  const { mutedUntil, createdAt, updatedAt } = record;
  return {
    ...{ id, name, condition, enabled, recipients, language, repeatMinutes },
    ...{ mutedUntil, createdAt, updatedAt },
  };
}

const order = { firing: 0, unknown: 1, ok: 1, off: 2 } as const;

function orderOf({ state, firingSince }: Alert): number {
  return order[state] + (firingSince === null ? 0 : Date.parse(firingSince) / 1e16);
}

function toAlert(record: AlertRecord): Alert {
  const { id, name, condition, enabled, recipients, language, repeatMinutes, measure: found } = record;
  const { firingSince, evaluatedAt, problem } = record;
  const watched = evaluatedAt === null ? "unknown" : firingSince === null ? "ok" : "firing";
  return {
    ...{ id, name, enabled, language, repeatMinutes, measure: found, problem },
    ...{ kind: condition.kind, workflowId: condition.workflowId, settings: { ...condition.settings } },
    recipients: [...recipients],
    state: enabled ? watched : "off",
    mutedUntil: isoTime(record.mutedUntil),
    firingSince: isoTime(firingSince),
    evaluatedAt: isoTime(evaluatedAt),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
  };
}
