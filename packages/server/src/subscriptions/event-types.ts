import {
  type CatalogueEvent,
  type DescribeEvent,
  type EventTypeDetail,
  ownEventTypes,
} from "@sluice/api/schemas";
import { type CompiledSchema, compileSchema, type SchemaViolation } from "@sluice/workflow/json-schema";
import { type Json, NodeError } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import type { TriggersStore } from "../stores/triggers/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { headsOf, matchesEvent } from "../triggers/event-pattern.ts";
import { fromRecord, ownEvent, ownEventsAfter } from "./catalogue.ts";

/** What of an event's data is not as the schema of its type says, and whether it is refused for that. */
export interface EventVerdict {
  readonly violations: readonly SchemaViolation[];
  readonly refused: boolean;
}

/** The catalogue: which events there are, what their data looks like, and who waits for them. */
export interface EventTypes {
  /** By name. `cursor` is the last name seen. */
  list(query: {
    q?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<{ items: CatalogueEvent[]; nextCursor: string | null }>;
  /** Throws `event-type-not-found`. */
  get(type: string): Promise<EventTypeDetail>;
  /** Throws `invalid-request` for an event of Sluice's own, a schema that is none, and an example that does not meet it. */
  describe(given: DescribeEvent): Promise<CatalogueEvent>;
  /** Throws `event-type-not-found`, and `invalid-request` for an event of Sluice's own. */
  forget(type: string): Promise<void>;
  judge(event: { readonly type: string; readonly data: Json }): Promise<EventVerdict>;
}

const fits: EventVerdict = { violations: [], refused: false };
/** Schemas that are kept ready. */
const mostCompiled = 1000;

export function createEventTypes(given: {
  readonly store: Pick<
    SubscriptionsStore,
    "eventType" | "eventTypes" | "describeEventType" | "forgetEventType" | "list"
  >;
  readonly triggers: Pick<TriggersStore, "listeners">;
  readonly workflows: Pick<WorkflowsStore, "get">;
  readonly clock: Clock;
}): EventTypes {
  const { store, triggers, workflows, clock } = given;
  const compiled = new Map<string, { readonly text: string; readonly schema: CompiledSchema }>();

  const known = async (type: string): Promise<CatalogueEvent> => {
    const found =
      ownEvent(type) ?? (await store.eventType(type).then((record) => record && fromRecord(record)));
    if (!found) throw new PublicError("event-type-not-found");
    return found;
  };
  /** The text is compared: another process may have described the type anew. */
  const compiledOf = (type: string, text: string): CompiledSchema => {
    const before = compiled.get(type);
    if (before?.text === text) return before.schema;
    // What was stored is JSON text of our own writing.
    const schema = compileSchema(JSON.parse(text) as Json);
    if (compiled.size >= mostCompiled) compiled.clear();
    compiled.set(type, { text, schema });
    return schema;
  };
  const listening = async (type: string): Promise<EventTypeDetail["workflows"]> => {
    const rows = await triggers.listeners({ heads: headsOf(type) });
    const taking = Map.groupBy(
      rows.filter(({ pattern }) => matchesEvent(pattern, type)),
      ({ workflowId }) => workflowId,
    );
    return Promise.all(
      [...taking].map(async ([id, patterns]) => ({
        ...{ id, name: (await workflows.get(id))?.name ?? id },
        patterns: patterns.map(({ pattern }) => pattern),
      })),
    );
  };

  return {
    async list({ q, cursor, limit }) {
      const own = ownEventsAfter({ after: cursor, q });
      // Sluice's own may have been learned as well: as many more are read.
      const rows = await store.eventTypes({ after: cursor, q, limit: limit + 1 + ownEventTypes.size });
      const others = rows.filter(({ type }) => !ownEvent(type)).map(fromRecord);
      const all = [...own, ...others].sort((a, b) => (a.type < b.type ? -1 : 1));
      const items = all.slice(0, limit);
      return { items, nextCursor: all.length > limit ? (items.at(-1)?.type ?? null) : null };
    },

    async get(type) {
      const [found, all, listeners] = await Promise.all([known(type), store.list({}), listening(type)]);
      const subscriptions = all.flatMap(({ id, url, active, events }) => {
        const patterns = events.filter((pattern) => matchesEvent(pattern, type));
        return patterns.length === 0 ? [] : [{ id, url, active, patterns }];
      });
      return { ...found, subscriptions, workflows: listeners };
    },

    async describe({ type, description, schema, example, onMismatch }) {
      notOwn(type);
      if (schema !== null) insistOnSchema(schema, example);
      const record = {
        ...{ type, description, onMismatch, described: true, firstSeenAt: clock() },
        schema: schema === null ? null : JSON.stringify(schema),
        example: example === null ? null : JSON.stringify(example),
      };
      await store.describeEventType(record);
      return fromRecord(record);
    },

    async forget(type) {
      notOwn(type);
      if (!(await store.forgetEventType(type))) throw new PublicError("event-type-not-found");
    },

    async judge({ type, data }) {
      const record = await store.eventType(type);
      if (!record || record.schema === null) return fits;
      const violations = compiledOf(type, record.schema).check(data);
      return { violations, refused: violations.length > 0 && record.onMismatch === "refuse" };
    },
  };
}

/** Violations that a sentence names; all of them stand in the list. */
const inTheSentence = 5;

/** Throws a `NodeError` for an event that a step emits and its type refuses. */
export function insistOnType(
  { type }: { readonly type: string },
  { refused, violations }: EventVerdict,
): void {
  if (!refused) return;
  throw new NodeError({
    code: "event-refused",
    message: `${type} is refused: ${violationsText(violations)}`,
  });
}

/** What does not fit, for people: places and kinds, never what the data is. */
export function violationsText(violations: readonly SchemaViolation[]): string {
  const named = violations
    .slice(0, inTheSentence)
    .map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`);
  return `${named.join("; ")}${violations.length > inTheSentence ? "; and more" : ""}.`;
}

function notOwn(type: string): void {
  if (ownEventTypes.has(type)) throw invalid(["type"], `${type} is published and described by Sluice itself`);
}

function insistOnSchema(schema: Json, example: Json): void {
  const { problems, check } = compileSchema(schema);
  if (problems.length > 0) {
    const issues = problems.map(({ at, message }) => ({ at: ["schema", ...at], message: message.en }));
    throw new PublicError("invalid-request", { members: { issues } });
  }
  if (example === null) return;
  const [first] = check(example);
  if (first)
    throw invalid(["example"], `at ${first.path}, the schema expects ${first.expected}, not ${first.got}`);
}

function invalid(at: readonly (string | number)[], message: string): PublicError {
  return new PublicError("invalid-request", { members: { issues: [{ at, message }] } });
}
