import type { TriggerTypeName } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { type DraftVariable, listOf, readTrigger } from "./trigger-config.ts";

/** A schedule as it stands in a draft: what is left out or broken is filled in. */
export interface DraftSchedule {
  readonly cron: string;
  readonly timeZone: string;
  /** What becomes of moments that passed while the server was down. */
  readonly missed: "skip" | "once" | "all";
}

const text = (value: JsonObject[string] | undefined, otherwise: string) =>
  typeof value === "string" ? value : otherwise;

export function readSchedule(config: JsonObject): DraftSchedule {
  const { missed } = config;
  return {
    cron: text(config.cron, ""),
    timeZone: text(config.timeZone, "UTC"),
    missed: missed === "once" || missed === "all" ? missed : "skip",
  };
}

/** The event types that a trigger listens to. */
export function readEventTypes(config: JsonObject): readonly string[] {
  return listOf(config.types).filter((type) => typeof type === "string");
}

/**
 * The config that a trigger begins with when its kind is chosen. Variables are kept where the new kind has some: their
 * names stand in expressions. `timeZone` is the reader's.
 */
export function firstConfig(kind: TriggerTypeName, before: JsonObject, timeZone: string): JsonObject {
  const variables = readTrigger(before).variables;
  switch (kind) {
    case "schedule":
      return { cron: "0 9 * * *", timeZone };
    case "event":
      return { types: [], ...kept(variables, before, "body") };
    case "call":
      return kept(variables, before, "body");
    case "webhook":
      return kept(variables, before);
  }
}

function kept(
  variables: readonly DraftVariable[],
  before: JsonObject,
  from?: DraftVariable["from"],
): JsonObject {
  const all = listOf(before.variables);
  const some = variables.flatMap((variable, at) => {
    const entry = all[at];
    return entry !== undefined && (from === undefined || variable.from === from) ? [entry] : [];
  });
  return some.length === 0 ? {} : { variables: some };
}
