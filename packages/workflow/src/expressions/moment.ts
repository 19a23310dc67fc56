import { DateTime, FixedOffsetZone, IANAZone, Settings, type Zone } from "luxon";
import { Refusal } from "./expression-error.ts";

/**
 * A point in time inside an expression. It leaves as ISO 8601 text in UTC with milliseconds.
 * Built on luxon's DateTime, which never shows outside: private field, no own properties.
 */
export class Moment {
  readonly #time: DateTime;

  constructor(time: DateTime) {
    this.#time = time;
  }

  get time(): DateTime {
    return this.#time;
  }

  get milliseconds(): number {
    return this.#time.toMillis();
  }

  toText(): string {
    return this.#time.toUTC().toISO() ?? "";
  }
}

/** Longest text that is looked at as a date: no format we read needs more. */
const maxDateText = 100;

/** Zones, and languages with their zone, that luxon has made formatters for. */
const clocks = new Set<string>();
const maxClocks = 100;

/**
 * Luxon keeps each formatter for ever, some 30 KB, and a zone may come from data, where `europe/PARIS` is another text
 * for the same clock: now and then all of them are let go.
 */
export function keepClock(name: string): void {
  if (clocks.has(name)) return;
  if (clocks.size >= maxClocks) {
    clocks.clear();
    Settings.resetCaches();
  }
  clocks.add(name);
}

/** Whether formatters of this zone, or language with its zone, are there already. */
export function isClockKept(name: string): boolean {
  return clocks.has(name);
}

/** How many are kept now; at most a hundred. */
export function keptClocks(): number {
  return clocks.size;
}

/** A zone by its IANA name, `utc`, or an offset such as `+02:00`. */
function zoneOf(name: string): Zone {
  if (name.toLowerCase() === "utc") return FixedOffsetZone.utcInstance;
  const offset = /^[+-]\d{2}:\d{2}$/.test(name) ? FixedOffsetZone.parseSpecifier(`UTC${name}`) : null;
  if (offset !== null) return offset;
  const isKnown = clocks.has(name);
  if (isKnown || (name.length <= 60 && IANAZone.isValidZone(name))) {
    if (!isKnown) keepClock(name);
    return IANAZone.create(name);
  }
  throw new Refusal("wrong-value", {
    name: "date",
    reason: "@not-a-zone",
    value: name.slice(0, 60),
  });
}

function invalid(value: unknown): Refusal {
  let shown: string =
    typeof value === "object" ? (Array.isArray(value) ? "@list" : "@object") : String(value);
  // `String` of data that has a field `toString` would throw; words of ours are translated.
  if (typeof value === "string") shown = JSON.stringify(value.slice(0, maxDateText));
  return new Refusal("invalid-date", { value: shown });
}

/**
 * Luxon makes a backtracking regular expression of a format. With many tokens of digits side by side
 * (`S''S''S…`) it would take exponential time, so each token may stand once, as in any real format.
 */
function checkedFormat(format: string): string {
  const seen = new Set<string>();
  for (const [token] of format.replace(/'[^']*'/g, " ").matchAll(/([A-Za-z])\1*/g)) {
    if (seen.has(token) || format.length > maxDateText) {
      throw new Refusal("wrong-value", {
        name: "date",
        reason: "@format-repeats",
        value: token.slice(0, 20),
      });
    }
    seen.add(token);
  }
  return format;
}

/**
 * A date from ISO 8601 text (without zone it is in `zone`, UTC by default), from text in a given luxon
 * format, or from milliseconds since 1970.
 */
export function momentOf(
  value: unknown,
  options: { format?: string | undefined; zone?: string | undefined } = {},
): Moment {
  const zone = options.zone === undefined ? FixedOffsetZone.utcInstance : zoneOf(options.zone);
  if (value instanceof Moment) return new Moment(value.time.setZone(zone));
  let time: DateTime;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw invalid(value);
    time = DateTime.fromMillis(value, { zone });
  } else if (typeof value === "string" && value.length <= maxDateText) {
    time =
      options.format === undefined
        ? DateTime.fromISO(value.trim(), { zone, locale: "en" })
        : DateTime.fromFormat(value, checkedFormat(options.format), { zone, locale: "en" });
  } else {
    throw invalid(value);
  }
  if (!time.isValid) throw invalid(value);
  return new Moment(time);
}
