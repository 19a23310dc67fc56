import { webhookTriggerSchema } from "@sluice/workflow/document";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { objectOf } from "./trigger-config.ts";

export const answersOfFilter = ["text", "json", "empty"] as const;
export const whenPaused = ["503", "404", "hold"] as const;
export const keeps = ["everything", "variables"] as const;

/** Units of the window, the largest last: what a window is shown in divides it. */
export const windowUnits = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
export type WindowUnit = keyof typeof windowUnits;

/** What a webhook does with a request besides taking it, broken parts replaced: reading never throws. */
export interface DraftStations {
  /** Undefined: every request is wanted. */
  readonly filter:
    | {
        readonly when: Json | undefined;
        readonly status: number | string | undefined;
        readonly kind: (typeof answersOfFilter)[number];
        readonly body: Json | undefined;
      }
    | undefined;
  /** Undefined: nothing is a duplicate. */
  readonly dedupe:
    | { readonly key: string; readonly windowSeconds: number; readonly answer: "replay" | "ok" }
    | undefined;
  readonly whenPaused: (typeof whenPaused)[number];
  readonly keep: (typeof keeps)[number];
}

const defaultWindowSeconds = 259_200;
const statusSchema = z.union([z.number(), z.string()]).optional().catch(undefined);

export function readStations(config: JsonObject): DraftStations {
  const { shape } = webhookTriggerSchema;
  const filter = objectOf(config.filter);
  const answer = objectOf(filter.answer);
  const dedupe = objectOf(config.dedupe);
  return {
    filter:
      config.filter === undefined
        ? undefined
        : {
            when: filter.when,
            status: statusSchema.parse(answer.status),
            kind: z.enum(answersOfFilter).catch("text").parse(answer.kind),
            body: answer.body,
          },
    dedupe:
      config.dedupe === undefined
        ? undefined
        : {
            key: z.string().catch("").parse(dedupe.key),
            windowSeconds: z.int().min(1).catch(defaultWindowSeconds).parse(dedupe.windowSeconds),
            answer: z.enum(["replay", "ok"]).catch("replay").parse(dedupe.answer),
          },
    whenPaused: shape.whenPaused.catch(undefined).parse(config.whenPaused) ?? "503",
    keep: shape.keep.catch(undefined).parse(config.keep) ?? "everything",
  };
}

/** The largest unit that gives a whole number of a window. */
export function windowUnitOf(seconds: number): WindowUnit {
  const units = Object.keys(windowUnits) as WindowUnit[];
  return units.findLast((unit) => seconds % windowUnits[unit] === 0) ?? "seconds";
}
