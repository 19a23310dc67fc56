import { randomUUID } from "node:crypto";
import { type News, type Person, personSchema } from "@sluice/api/schemas";
import { z } from "zod";
import type { Broadcast } from "./broadcast.ts";

/** A process says so often who is there, and is believed for so long, in milliseconds. */
const sayEveryMs = 5_000;
const believedMs = 12_000;
/** More of them are told to nobody: a message between processes is short. */
const mostTold = 20;

/** What a process tells the others of one workflow: everybody who has it open there. */
const toldSchema = z.object({
  process: z.string(),
  workflowId: z.string(),
  people: z.array(personSchema),
});
/** A process that wants to know who has a workflow open elsewhere. */
const askedSchema = z.object({ process: z.string(), ask: z.string() });

/** Who has which workflow open in an editor. Nothing of it is stored: who is connected is there. */
export interface Presence {
  /** Until the returned function is called. All who follow the workflow's news hear of both. */
  join(given: { workflowId: string; person: Person }): () => void;
  close(): void;
}

export function createPresence(given: {
  readonly broadcast: Broadcast;
  /** Hands news to the readers of this process alone. */
  readonly publishHere: (news: News) => void;
}): Presence {
  const { broadcast, publishHere } = given;
  const process = randomUUID();
  const here = new Map<string, Map<symbol, Person>>();
  const elsewhere = new Map<string, Map<string, { people: readonly Person[]; until: number }>>();

  const ownOf = (workflowId: string): Person[] =>
    [...(here.get(workflowId)?.values() ?? [])].slice(0, mostTold);
  const announce = (workflowId: string) => {
    // Only who is connected to this process is told by it.
    if (!here.has(workflowId)) return;
    const others = [...(elsewhere.get(workflowId)?.values() ?? [])].flatMap(({ people }) => people);
    publishHere({ kind: "presence", workflowId, people: [...ownOf(workflowId), ...others] });
  };
  const tell = (workflowId: string) =>
    broadcast.publish(
      "presence",
      JSON.stringify({ process, workflowId, people: ownOf(workflowId) } satisfies z.infer<typeof toldSchema>),
    );
  const ask = (workflowId: string) =>
    broadcast.publish("presence", JSON.stringify({ process, ask: workflowId }));

  const hear = (text: string) => {
    const value: unknown = JSON.parse(text);
    const asked = askedSchema.safeParse(value);
    if (asked.success) {
      if (here.has(asked.data.ask)) tell(asked.data.ask);
      return;
    }
    const told = toldSchema.safeParse(value);
    if (!told.success) return;
    const { process: id, workflowId, people } = told.data;
    const known =
      elsewhere.get(workflowId) ?? new Map<string, { people: readonly Person[]; until: number }>();
    const before = JSON.stringify(known.get(id)?.people ?? []);
    if (people.length > 0) known.set(id, { people, until: Date.now() + believedMs });
    else known.delete(id);
    if (known.size > 0) elsewhere.set(workflowId, known);
    else elsewhere.delete(workflowId);
    if (JSON.stringify(people) !== before) announce(workflowId);
  };

  const ticker = setInterval(() => {
    for (const workflowId of here.keys()) tell(workflowId);
    for (const [workflowId, known] of elsewhere) {
      // A process that is gone said nothing when it went.
      const silent = [...known].filter(([, { until }]) => until <= Date.now());
      for (const [id] of silent) known.delete(id);
      if (known.size === 0) elsewhere.delete(workflowId);
      if (silent.length > 0) announce(workflowId);
    }
  }, sayEveryMs);
  ticker.unref();

  const stops = [
    broadcast.subscribe("presence", (text, from) => {
      if (from === "elsewhere") hear(text);
    }),
    broadcast.onGap(() => {
      for (const workflowId of here.keys()) {
        tell(workflowId);
        ask(workflowId);
      }
    }),
  ];

  return {
    join({ workflowId, person }) {
      const key = Symbol(person.tab);
      const people = here.get(workflowId) ?? new Map<symbol, Person>();
      here.set(workflowId, people.set(key, person));
      announce(workflowId);
      tell(workflowId);
      ask(workflowId);
      return () => {
        if (!people.delete(key)) return;
        if (people.size === 0) here.delete(workflowId);
        announce(workflowId);
        tell(workflowId);
      };
    },
    close() {
      clearInterval(ticker);
      for (const stop of stops) stop();
      for (const workflowId of here.keys()) {
        broadcast.publish("presence", JSON.stringify({ process, workflowId, people: [] }));
      }
      here.clear();
    },
  };
}
