import { z } from "zod";
import type { Json, JsonObject } from "../node-contract/json.ts";

/** How the elements of a list are told apart: by one of their fields, or an edge by its three parts. */
export const identities = ["edge", "id", "key", "port", "name", "path"] as const;
export type Identity = (typeof identities)[number];

const elementSchema = z.strictObject({ by: z.enum(identities), is: z.string() });
/** A field of an object, or an element of a list by what it is called: an insertion before it does not move it. */
export const stepSchema = z.union([z.string(), elementSchema]);
export type Step = z.infer<typeof stepSchema>;
export type Place = readonly Step[];

/** One text per place, for sets and maps. */
export function placeId(place: Place): string {
  return JSON.stringify(place.map((step) => (typeof step === "string" ? step : [step.by, step.is])));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is Json[] {
  return Array.isArray(value);
}

export function fieldOf(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
