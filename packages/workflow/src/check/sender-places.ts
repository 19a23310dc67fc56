import { schemesOf } from "../document/signature-presets.ts";
import type { AuthMethod, TriggerAuth } from "../document/trigger-auth.ts";

/** Two methods of different types that no request can meet both, since it has one value at this place. */
export interface Excluding {
  readonly one: AuthMethod;
  readonly other: AuthMethod;
  /** A header, or a query parameter with `?` before it. */
  readonly place: string;
}

/** What is asked for together: of each type, the places at which one of its methods can be met. */
type Wanted = readonly ReadonlyMap<string, AuthMethod>[];

/**
 * Where one of each type must pass: two that stand in each other's way, when no request could meet all types. Undefined:
 * some request can, or any one method is enough. Two of one type are no trouble: either will do.
 */
export function excludingMethods({ any, require }: TriggerAuth): Excluding | undefined {
  if (require !== "all") return undefined;
  const wanted = [...Map.groupBy(any, ({ type }) => type).values()].map((methods) => {
    const places = methods.flatMap((method) => placesOf(method).map((place) => [place, method] as const));
    return new Map(places);
  });
  // A signature without a scheme has no place: that is a finding of its own.
  const placed = wanted.filter((places) => places.size > 0);
  if (canBeMet(placed, new Set())) return undefined;
  for (const [at, places] of placed.entries()) {
    for (const [place, one] of places) {
      const other = placed
        .slice(at + 1)
        .find((others) => others.has(place))
        ?.get(place);
      if (other) return { one, other, place };
    }
  }
  return undefined;
}

function placesOf(method: AuthMethod): string[] {
  switch (method.type) {
    case "basic":
    case "bearer":
      return ["authorization"];
    case "jwt":
      return [method.header.toLowerCase()];
    case "apiKey":
      return [method.in === "query" ? `?${method.parameter}` : method.parameter.toLowerCase()];
    case "signature":
      return schemesOf(method).map(({ header }) => header.toLowerCase());
  }
}

/** Whether each can have a place of its own: one for each type there is, tried one after the other. */
function canBeMet([first, ...rest]: Wanted, taken: ReadonlySet<string>): boolean {
  if (!first) return true;
  return [...first.keys()].some((place) => !taken.has(place) && canBeMet(rest, new Set([...taken, place])));
}
