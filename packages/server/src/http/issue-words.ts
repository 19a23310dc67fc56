import type { Problem } from "@sluice/api/schemas";
import type { z } from "zod";

export type Issue = NonNullable<Problem["issues"]>[number];
/** As zod leaves it in an error, and Standard Schema hands it on. */
export type SchemaIssue = z.core.$ZodIssue;

/**
 * What is wrong at one place, in words for people who do not know zod: a sentence that the place can stand before, and a
 * code with its values, of which the editor makes the same sentence in its language. A text that a schema gives itself
 * stays as it is. Of names that nobody knows there is an issue each.
 */
export function issuesOf(issue: SchemaIssue): Issue[] {
  const { code, path, message } = issue;
  const at = path.map((step) => (typeof step === "number" ? step : String(step)));
  if (code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      at: [...at, key],
      message: "is not known here",
      code: "unknown-name",
    }));
  }
  const inside =
    code === "invalid_union" ? nearest(issue) : code === "invalid_key" ? issue.issues : undefined;
  if (inside) return inside.flatMap((one) => issuesOf({ ...one, path: [...path, ...one.path] }));
  const isOwn = !/^(?:Invalid |Too (?:small|big): |Unrecognized )/.test(message);
  return [{ at, ...(isOwn ? { message } : wordsOf(issue)) }];
}

/** What is wrong with the form of a union that the value came nearest to: one that finds fault further inside. */
function nearest({ errors }: z.core.$ZodIssueInvalidUnion): readonly SchemaIssue[] | undefined {
  const forms: readonly (readonly SchemaIssue[])[] = errors;
  const deeper = forms.find((issues) => issues.every(({ path }) => path.length > 0));
  return deeper ?? (forms.length === 1 ? forms[0] : undefined);
}

function wordsOf(issue: SchemaIssue): Omit<Issue, "at"> {
  if (/received undefined$/.test(issue.message)) return { message: "is missing", code: "missing" };
  switch (issue.code) {
    case "invalid_type": {
      const received = /received (.+)$/.exec(issue.message)?.[1] ?? "something else";
      const expected = typeNames[issue.expected] ?? issue.expected;
      return {
        message: `must be ${withArticle(expected)}, not ${withArticle(received)}`,
        code: "wrong-type",
        values: { expected, received },
      };
    }
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "invalid_union":
      return unionWords(issue);
    case "too_small":
    case "too_big":
      return bounded(issue);
    case "invalid_format":
      return {
        message: `must be ${withArticle(formats[issue.format] ?? issue.format)}`,
        code: "wrong-format",
        values: { format: issue.format },
      };
    default:
      return { message: issue.message };
  }
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion): Omit<Issue, "at"> {
  if ("options" in issue && issue.options) return oneOf(issue.options.map(String));
  const expected = issue.errors.flatMap((issues: readonly SchemaIssue[]) =>
    issues.flatMap((one) =>
      one.code === "invalid_type" ? withArticle(typeNames[one.expected] ?? one.expected) : [],
    ),
  );
  const types = [...new Set(expected)].join(" or ");
  return types === ""
    ? { message: "is nothing that can be here", code: "wrong" }
    : { message: `must be ${types}` };
}

function oneOf(options: readonly string[]): Omit<Issue, "at"> {
  const values = options.join(", ");
  return { message: `must be one of: ${values}`, code: "not-one-of", values: { options: values } };
}

const typeNames: Readonly<Record<string, string>> = { record: "object", int: "integer" };
const units: Readonly<Record<string, string>> = { string: "character", array: "item", set: "item" };

function bounded(issue: Extract<SchemaIssue, { code: "too_small" | "too_big" }>): Omit<Issue, "at"> {
  const [bound, limit] =
    issue.code === "too_small"
      ? (["at least", issue.minimum] as const)
      : (["at most", issue.maximum] as const);
  const unit = units[issue.origin];
  const kind = unit === undefined ? "number" : unit === "character" ? "text" : "list";
  return {
    message:
      unit === undefined
        ? `must be ${bound} ${limit}`
        : `must have ${bound} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`,
    code: issue.code === "too_small" ? `short-${kind}` : `long-${kind}`,
    values: { limit: String(limit) },
  };
}

const formats: Readonly<Record<string, string>> = {
  datetime: "RFC 3339 moment, such as 2026-01-31T12:00:00Z",
  date: "date, such as 2026-01-31",
  email: "e-mail address",
  url: "URL",
};

function withArticle(type: string): string {
  if (type === "null" || type === "NaN") return type;
  return `${/^(?:[aeiou]|RFC)/.test(type) ? "an" : "a"} ${type}`;
}
