import type { WebhookTriggerConfig } from "../document/webhook-trigger.ts";
import type { Json } from "../node-contract/json.ts";
import { type DriftSource, type KnownPart, knownShape } from "./known-shape.ts";
import { isAlike, parentOf, type Shape, type ShapeType, shapeOf } from "./shape.ts";

export const driftKinds = ["new", "type", "missing"] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One place where requests differ from what the trigger knows. */
export interface Drift {
  readonly from: DriftSource | "headers";
  readonly path: string;
  /** A field that nobody knows, one of another type, one that the example has and the request has not. */
  readonly kind: DriftKind;
  readonly expected: string;
  readonly got: string;
}

/** Places that are told of one request. */
const mostTold = 20;

/**
 * Where a part of a request differs from what is known. Of a new object only the object is told, not what is in it; what
 * is missing is told where what holds it is there. Types of variables are left to the contract.
 */
export function driftOf(from: DriftSource, known: KnownPart, value: Json): Drift[] {
  const seen = shapeOf(value);
  const told: Drift[] = [];
  for (const [path, type] of seen) {
    const wanted = known.shape.get(path);
    if (wanted === undefined) {
      const parent = parentOf(path);
      if (parent === "" || known.shape.has(parent)) {
        told.push({ from, path, kind: "new", expected: "nothing", got: type });
      }
    } else if (!known.variables.has(path) && !isAlike(wanted, type)) {
      told.push({ from, path, kind: "type", expected: wanted, got: type });
    }
    if (told.length >= mostTold) return told;
  }
  for (const [path, type] of known.example) {
    if (told.length >= mostTold) break;
    if (!seen.has(path) && isThere(seen, parentOf(path))) {
      told.push({ from, path, kind: "missing", expected: type, got: "missing" });
    }
  }
  return told;
}

/** Whether something of what held the place came, so that the place could have come with it. */
function isThere(seen: Shape, parent: string): boolean {
  if (parent === "") return seen.size > 0;
  const type = seen.get(parent);
  if (type === "object") return true;
  const inside = `${parent}[*]`;
  return type === "array" && [...seen.keys()].some((path) => path.startsWith(inside));
}

/** Of drifts that were noticed before, those that the trigger has not learned of since. */
export function unsettled<Seen extends Drift>(
  seen: readonly Seen[],
  trigger: Pick<WebhookTriggerConfig, "examples" | "variables">,
): Seen[] {
  const known = knownShape(trigger);
  const types = new Map(trigger.variables.map(({ from, path, type }) => [`${from} ${path}`, type]));
  return seen.filter(({ from, path, kind, got }) => {
    const part = from === "headers" ? undefined : known[from];
    if (kind === "new") return part !== undefined && !part.shape.has(path);
    if (kind === "missing") return part?.example.has(path) === true;
    const wanted = types.get(`${from} ${path}`) ?? part?.shape.get(path);
    return wanted !== undefined && !isAlike(wanted, got as ShapeType);
  });
}
