import { forbiddenNames } from "@sluice/workflow/document";
import {
  contentText,
  defineRun,
  type Json,
  type JsonObject,
  NodeError,
  type RunContext,
} from "@sluice/workflow/node-contract";
import { CsvError, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import { csv } from "./definition.ts";

type CsvConfig = z.infer<typeof csv.config>;

const separators = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
const mostCharacters = 16 * 1024 * 1024;
/** One row with a quote that is never closed would be all of the rest. */
const mostInRow = 1024 * 1024;
const mostCells = 2_000_000;
const mostColumns = 10_000;
/** Characters and rows that are done before others have the thread: some milliseconds. */
const pieceLength = 32 * 1024;
const pieceRows = 500;

export const runCsv = defineRun(csv, async ({ config, context }) => {
  const output = config.action === "read" ? await read(config, context) : await write(config, context);
  return { port: "out", output };
});

/** Piece by piece, so that a long text holds up nobody. Throws `csv-malformed`, `csv-too-large` and `invalid-file`. */
async function read({ source, header, separator, maxRows }: CsvConfig, context: RunContext) {
  const text = await contentText(source ?? "", context);
  if (text.length > mostCharacters) throw tooLarge(`more than ${mostCharacters} characters`);
  const parser = parse({
    ...{ delimiter: separator === "auto" ? found(text) : separators[separator], bom: true },
    ...{ skip_empty_lines: true, relax_column_count: true, max_record_size: mostInRow },
  });
  const lines: string[][] = [];
  const wanted = maxRows + (header ? 1 : 0);
  let cells = 0;
  let widest = 0;
  const check = () => {
    if (cells > mostCells) throw tooLarge(`more than ${mostCells} cells`);
    if (widest > mostColumns) throw tooLarge(`more than ${mostColumns} columns`);
  };
  parser.on("data", (line: string[]) => {
    cells += line.length;
    widest = Math.max(widest, line.length);
    if (lines.length <= wanted) lines.push(line);
  });
  const ended = new Promise<void>((resolve, reject) => {
    parser.once("end", resolve);
    parser.once("error", reject);
  });
  ended.catch(() => {});
  try {
    for (let at = 0; at < text.length && lines.length <= wanted; at += pieceLength) {
      context.signal.throwIfAborted();
      parser.write(text.slice(at, at + pieceLength));
      check();
      await turn();
      if (parser.destroyed) break;
    }
    if (lines.length <= wanted) {
      parser.end();
      await ended;
    }
    check();
  } catch (error) {
    throw malformed(error);
  } finally {
    parser.destroy();
  }
  const names = header ? columnsOf(lines.shift() ?? []) : [];
  const truncated = lines.length > maxRows;
  const kept = lines.slice(0, maxRows);
  const rows: Json[] = header ? kept.map((line) => named(line, names)) : kept;
  return { rows, columns: names, rowCount: rows.length, truncated };
}

/** The separator that stands most often in the first line, outside of quotes. */
function found(text: string): string {
  const line = /^[^\r\n]*/.exec(text.slice(0, 10_000))?.[0].replace(/"[^"]*"/g, "") ?? "";
  const counted = Object.values(separators).map((one) => [line.split(one).length, one] as const);
  return counted.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

/** Names of columns, each one once: an empty one is `column_2` by its place, a second `price` is `price_2`. */
function columnsOf(line: readonly string[]): string[] {
  const taken = new Set<string>();
  return line.map((cell, position) => {
    const trimmed = cell.trim();
    const base = trimmed === "" || forbiddenNames.has(trimmed) ? `column_${position + 1}` : trimmed;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
    taken.add(name);
    return name;
  });
}

/** A cell that the row does not have is null; one that no column names goes by its place. */
function named(line: readonly string[], names: readonly string[]): JsonObject {
  const cells = names.map((name, position): [string, Json] => [name, line[position] ?? null]);
  const more = line.slice(names.length).map((cell, position): [string, Json] => {
    return [`column_${names.length + position + 1}`, cell];
  });
  return Object.fromEntries([...cells, ...more]);
}

/** Throws `csv-rows` for what is no list of rows. */
async function write({ rows, header, separator, columns, guard }: CsvConfig, context: RunContext) {
  if (!Array.isArray(rows)) throw new NodeError({ code: "csv-rows", message: "the rows are no list" });
  const asObjects = rows.some((row) => typeof row === "object" && row !== null && !Array.isArray(row));
  const names = columns.length > 0 || !asObjects ? columns : [...new Set(rows.flatMap(keysOf))];
  const options = {
    ...{ delimiter: separators[separator === "auto" ? "comma" : separator], escape_formulas: guard },
    record_delimiter: "\r\n" as const,
  };
  const parts = header && names.length > 0 ? [stringify([names], options)] : [];
  for (let at = 0; at < rows.length; at += pieceRows) {
    context.signal.throwIfAborted();
    const lines = rows.slice(at, at + pieceRows).map((row) => lineOf(row, names));
    parts.push(stringify(lines, options));
    await turn();
  }
  return { text: parts.join(""), rowCount: rows.length };
}

function keysOf(row: Json): string[] {
  return typeof row === "object" && row !== null && !Array.isArray(row) ? Object.keys(row) : [];
}

function lineOf(row: Json, names: readonly string[]): string[] {
  if (Array.isArray(row)) return row.map(cellOf);
  if (typeof row !== "object" || row === null) return [cellOf(row)];
  return names.map((name) => cellOf(Object.hasOwn(row, name) ? (row[name] ?? null) : null));
}

function cellOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function tooLarge(what: string): NodeError {
  return new NodeError({ code: "csv-too-large", message: `the CSV has ${what}` });
}

function malformed(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  return new NodeError({ code: "csv-malformed", message: `this is no CSV: ${error.message}`, cause: error });
}
