import { z } from "zod";
import type { Json } from "./json.ts";

/**
 * Any JSON value, taken as it is. What reaches a config is JSON already (a document or what its templates yield), and
 * `z.json()` would read and copy it again: 40 ms for 800 KB, against nothing here.
 */
export function jsonField() {
  return z.custom<Json>((value) => value !== undefined, "a value is missing");
}
