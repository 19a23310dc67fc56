import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  LineCounter,
  parseDocument as parseYaml,
  visit,
} from "yaml";
import { z } from "zod";
import type { DocumentProblem } from "../document/document-problem.ts";
import { parseDocument } from "../document/parse-document.ts";
import { folderSchema, tagsSchema } from "../document/placement.ts";
import { maxDocumentBytes } from "../document/schema.ts";
import { secretsOf } from "../document/secrets.ts";
import { lostNumbers } from "./lost-numbers.ts";
import type { WorkflowFile } from "./write-workflow-file.ts";

/** A mistake in a file. Line and column count from 1; `at` is the place in what the file holds. */
export interface FileProblem extends DocumentProblem {
  readonly line: number;
  readonly column: number;
}

export type ReadFile =
  | { readonly ok: true; readonly file: WorkflowFile }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

const oneDocument =
  "a file holds one workflow: what stands behind a further --- belongs into a file of its own";

/** Of every text with a mistake, as many as somebody mends in one go. */
const maxProblems = 50;

const outsideDocument = z.object({
  id: z.string().min(1).max(64).optional(),
  folder: folderSchema.optional(),
  tags: tagsSchema.optional(),
});

/**
 * Reads the text of a workflow file: YAML 1.2, of which JSON is a part. Says line, column and path of each mistake, and
 * never throws. Aliases, tags and keys that are no text are refused: they mean nothing in a workflow. So are numbers that would
 * be stored as others.
 */
export function readWorkflowFile(text: string): ReadFile {
  if (new TextEncoder().encode(text).length > maxDocumentBytes) {
    return failed([problem([], `a workflow file has at most ${maxDocumentBytes} bytes`)]);
  }
  const lines = new LineCounter();
  const read = parsed(text, lines);
  if ("problems" in read) return failed(read.problems);
  const { yaml, value } = read;
  const place = ({ at, message }: DocumentProblem): FileProblem => ({
    at,
    message,
    ...positionOf(yaml, lines, at),
  });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return failed([
      problem([], "a workflow file is a mapping with format, name, mode, trigger, nodes and edges"),
    ]);
  }
  const { id, folder, tags, ...rest } = value as Record<string, unknown>;
  const outside = outsideDocument.safeParse({ id, folder, tags });
  const document = parseDocument(rest);
  const problems = [
    ...(outside.success
      ? []
      : outside.error.issues.map(({ path, message }) => ({ at: path as string[], message }))),
    ...(document.ok ? valuesOfSecrets(document.document) : document.problems),
  ];
  if (!outside.success || !document.ok || problems.length > 0)
    return failed(problems.slice(0, maxProblems).map(place));
  return { ok: true, file: { ...outside.data, document: document.document } };
}

function valuesOfSecrets(document: Parameters<typeof secretsOf>[0]): DocumentProblem[] {
  return secretsOf(document)
    .filter(({ value }) => value !== undefined)
    .map(({ at }) => ({
      at,
      message:
        "the value of a secret does not belong into a file: leave it out, and fill it in in the editor",
    }));
}

function parsed(
  text: string,
  lines: LineCounter,
): { yaml: Document; value: unknown } | { problems: FileProblem[] } {
  try {
    const yaml = parseYaml(text, {
      lineCounter: lines,
      stringKeys: true,
      prettyErrors: false,
      version: "1.2",
      resolveKnownTags: false,
    });
    const faults = [...yaml.errors, ...yaml.warnings].slice(0, maxProblems);
    if (faults.length > 0) {
      return {
        problems: faults.map(({ code, message, pos: [from] }) => {
          const said = code === "MULTIPLE_DOCS" ? oneDocument : message;
          return { at: [], message: said, ...lineAndColumn(lines, from) };
        }),
      };
    }
    const alias = firstAlias(yaml);
    if (alias !== undefined) {
      const message = "an alias (*name) means nothing in a workflow: write what it stands for";
      return { problems: [{ at: [], message, ...lineAndColumn(lines, alias) }] };
    }
    const lost = lostNumbers(yaml).slice(0, maxProblems);
    if (lost.length > 0) {
      return {
        problems: lost.map(({ offset, ...more }) => ({ ...more, ...lineAndColumn(lines, offset) })),
      };
    }
    return { yaml, value: yaml.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    // The parser descends by recursion: thousands of brackets end in a full stack.
    const deep = error instanceof RangeError;
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [problem([], deep ? "it is nested too deep" : message)] };
  }
}

function problem(at: readonly (string | number)[], message: string): FileProblem {
  return { at, message, line: 1, column: 1 };
}

function failed(problems: readonly FileProblem[]): ReadFile {
  return { ok: false, problems };
}

/** Where a place stands in the text: its key, or else the nearest place around it that is there. */
function positionOf(
  yaml: Document,
  lines: LineCounter,
  at: readonly (string | number)[],
): { line: number; column: number } {
  let node: unknown = yaml.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of at) {
    if (!isCollection(node)) break;
    const found = isMap(node)
      ? node.items.find(({ key }) => isNode(key) && String(key.toJSON()) === String(step))
      : node.items[Number(step)];
    if (found === undefined) break;
    const anchor = isPair(found) ? found.key : found;
    if (isNode(anchor) && anchor.range) offset = anchor.range[0];
    node = isPair(found) ? found.value : found;
  }
  return lineAndColumn(lines, offset);
}

function lineAndColumn(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Where the first alias stands; undefined: there is none. */
function firstAlias(yaml: Document): number | undefined {
  let found: number | undefined;
  visit(yaml, {
    Alias(_key, { range }) {
      found = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}
