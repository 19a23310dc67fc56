import type { ExpectedValue } from "@sluice/api/schemas";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";

export interface Difference {
  /** `order.lines[0].sku`; empty: the value itself. */
  readonly path: string;
  /** Left out: there was to be nothing, or there was nothing. */
  readonly expected?: Json;
  readonly got?: Json;
}

/** Differences that are told of one value. */
const mostTold = 50;

/**
 * Where a value is not what was expected. `contains` asks of objects that what is named is there; lists are compared place
 * by place either way, and are as long as expected.
 */
export function differences(given: ExpectedValue & { readonly got: Json | undefined }): Difference[] {
  const { match, value, got } = given;
  const found: Difference[] = [];
  compare({ whole: match === "equals", expected: value, got, path: "", found });
  return found;
}

interface Comparison {
  readonly whole: boolean;
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
  readonly path: string;
  readonly found: Difference[];
}

function compare({ whole, expected, got, path, found }: Comparison): void {
  if (found.length >= mostTold) return;
  if (Array.isArray(expected) && Array.isArray(got)) {
    for (let at = 0; at < Math.max(expected.length, got.length); at += 1) {
      compare({ whole, expected: expected[at], got: got[at], path: `${path}[${at}]`, found });
    }
  } else if (isObject(expected) && isObject(got)) {
    const names = new Set([...Object.keys(expected), ...(whole ? Object.keys(got) : [])]);
    for (const name of names) {
      compare({
        whole,
        expected: Object.hasOwn(expected, name) ? expected[name] : undefined,
        got: Object.hasOwn(got, name) ? got[name] : undefined,
        path: pathOf(path, name),
        found,
      });
    }
  } else if (expected !== got) {
    found.push({
      path,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
    });
  }
}

function pathOf(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
