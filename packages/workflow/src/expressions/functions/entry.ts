import type { Json } from "../../node-contract/json.ts";
import type { Text } from "../../node-contract/texts.ts";
import { Refusal } from "../expression-error.ts";
import { Moment } from "../moment.ts";
import { RawText } from "../raw-text.ts";
import type { Run } from "../run.ts";
import { describeKind, isMissing } from "../values.ts";
import type { Word } from "../vocabulary.ts";

/** What a name of the table is: a function, a member of `Math`, `JSON`, …, or a method of one kind of value. */
export type FunctionKind = "function" | "namespace" | "text" | "list" | "number" | "date" | "pattern";

/** An arrow function inside an expression, as built-in functions get it. */
export type Arrow = (run: Run, ...values: unknown[]) => unknown;

/** One name that an expression may call, with what completion and help show of it. */
export interface FunctionEntry {
  /** `trim`; with its namespace for its members: `Math.abs`. */
  readonly name: string;
  readonly kind: FunctionKind;
  /** For people: `text.padStart(length, fill?)`. */
  readonly signature: string;
  /** One line. */
  readonly help: Text;
  /** Runs in the tests. `now` is 2026-01-31T09:00:00.000Z there. */
  readonly example: { readonly expression: string; readonly result: Json };
  /** Fewest and most arguments. */
  readonly takes: readonly [number, number];
  /** Positions where an arrow function may stand. */
  readonly arrows?: readonly number[];
  /** The first argument has to be an arrow function. */
  readonly needsArrow?: boolean;
  /** A constant such as `Math.PI` is read, not called. */
  readonly constant?: number;
  readonly run: (run: Run, self: unknown, given: Given) => unknown;
}

/** The arguments of a call, read with the type the function needs. */
export class Given {
  readonly name: string;
  readonly values: readonly unknown[];

  constructor(name: string, values: readonly unknown[]) {
    this.name = name;
    this.values = values;
  }

  at(position: number): unknown {
    return this.values[position];
  }

  isMissing(position: number): boolean {
    return isMissing(this.values[position]);
  }

  /** Numbers and booleans become text, as in JavaScript; anything else is refused. */
  text(position: number, fallback?: string): string {
    const value = this.values[position];
    if (typeof value === "string") return value;
    if (isMissing(value) && fallback !== undefined) return fallback;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value instanceof RawText) return value.text;
    if (value instanceof Moment) return value.toText();
    throw this.wrongType("@text", value, "@to-text");
  }

  /** Text that is a number counts as one. */
  number(position: number, fallback?: number): number {
    const value = this.values[position];
    if (typeof value === "number" && !Number.isNaN(value)) return value;
    if (isMissing(value) && fallback !== undefined) return fallback;
    if (typeof value === "string" && value.length < 400 && value.trim() !== "") {
      const converted = Number(value);
      if (!Number.isNaN(converted)) return converted;
    }
    throw this.wrongType("@number", value, "@to-number");
  }

  /** A whole number in a range. */
  whole(position: number, range: { least: number; most: number; fallback: number }): number {
    const value = Math.trunc(this.number(position, range.fallback));
    if (value >= range.least && value <= range.most) return value;
    const { least, most } = range;
    throw new Refusal("wrong-value", { name: this.name, reason: "@out-of-range", least, most });
  }

  list(position: number): readonly unknown[] {
    const value = this.values[position];
    if (Array.isArray(value)) return value;
    throw this.wrongType("@list", value, "@check-value");
  }

  arrow(position: number): Arrow {
    const value = this.values[position];
    if (typeof value === "function") return value as Arrow;
    throw new Refusal("arrow-needed", { name: this.name });
  }

  optionalArrow(position: number): Arrow | undefined {
    return this.isMissing(position) ? undefined : this.arrow(position);
  }

  wrongType(expected: Word, got: unknown, remedy: Word = "@no-remedy"): Refusal {
    return new Refusal("wrong-type", { name: this.name, expected, got: describeKind(got), remedy });
  }

  wrongValue(reason: Word, value: string): Refusal {
    return new Refusal("wrong-value", { name: this.name, reason, value: value.slice(0, 60) });
  }
}
