import { forbiddenNames } from "../document/schema.ts";
import { dangerousName, type ParseProblem } from "./problem.ts";

export interface ParsedHeaders {
  /** Lower-case names; what stands on several lines is joined by `, `. No prototype. */
  value: { [name: string]: string };
  problems: ParseProblem[];
}

/** Lines that are named as problems; a page pasted by mistake has thousands. */
const maxProblems = 20;

/** A field name (RFC 9110, 5.6.2). */
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const requestLine = /^(?:[A-Z]+ \S+ HTTP\/[0-9.]+|HTTP\/[0-9.]+ [0-9]{3}.*)$/;
/** `:method: POST` and the like, as browsers copy them. */
const pseudoHeader = /^:[a-z]+:/;

/**
 * Reads header lines as pasted: names or `Name: value`, one a line. Request and status lines, a leading `>` or
 * `<` (curl -v) and pseudo headers are skipped; anything else without a colon is a problem with its line.
 */
export function parseHeaderLines(text: string): ParsedHeaders {
  const value = Object.create(null) as { [name: string]: string };
  const problems: ParseProblem[] = [];
  const report = (problem: ParseProblem) => problems.length < maxProblems && problems.push(problem);
  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const line = raw.replace(/^\ufeff?\s*[<>]?\s*/, "").trimEnd();
    if (line === "" || requestLine.test(line) || pseudoHeader.test(line)) return;
    const colon = line.indexOf(":");
    const name = (colon < 0 ? line : line.slice(0, colon)).trimEnd().toLowerCase();
    if (!fieldName.test(name)) {
      const message = "expected a header name, or a name, a colon and a value";
      report({ from: "headers", code: "malformed-header", message, line: index + 1, column: 1 });
    } else if (forbiddenNames.has(name)) {
      report({ ...dangerousName("headers", name), line: index + 1, column: 1 });
    } else {
      const field = colon < 0 ? "" : line.slice(colon + 1).trim();
      const before = value[name];
      value[name] = before === undefined || before === "" ? field : `${before}, ${field}`;
    }
  });
  return { value, problems };
}

/** One run of blanks and marks: two runs with an optional mark between would try every way to share a long line. */
const secretLine = /^([ \t<>]*(?:proxy-authorization|authorization|cookie)[ \t]*:).*$/gim;

/** The same lines without the values of headers that carry credentials: examples are stored in the document. */
export function withoutCredentials(text: string): string {
  return text.replace(secretLine, "$1");
}
