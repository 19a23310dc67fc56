import { type CurlArgument, readCurlArguments } from "./curl-options.ts";
import { lineAndColumn } from "./json-text.ts";
import type { ParseProblem } from "./problem.ts";
import { splitShellWords } from "./shell-words.ts";

/** What a cURL command would send, as texts of the three parts. */
export interface ParsedCurl {
  /** Query string without `?`. */
  query: string;
  /** `Name: value` lines, credentials left out. */
  headers: string;
  /** The data as it would be sent; `undefined` when there is none, or none that we can read. */
  body: string | undefined;
  /** The form content type, which curl itself sets when data is given without another one. */
  bodyIsForm: boolean;
  /** From `-u`, from the URL or from an `Authorization: Basic` header. */
  basic?: { username: string; password: string };
  problems: ParseProblem[];
}

/**
 * Reads a whole cURL command as pasted (bash or cmd.exe): `-d`, `--data`, `--data-raw`, `--data-binary`,
 * `--data-urlencode`, `--json`, `-G`, `-H`, `-u`, `-X`, `--url` and the options that stand for a header. Files are
 * never read; an unfinished quote is a problem with its line and column.
 */
export function parseCurl(text: string): ParsedCurl {
  const { words, unfinished } = splitShellWords(text);
  if (unfinished !== undefined) {
    const place = lineAndColumn(text, unfinished);
    return failed({
      from: "curl",
      code: "unfinished-quote",
      message: "this quote is never closed",
      ...place,
    });
  }
  const command = words.findIndex((word) => /^(?:.*[\\/])?curl(?:\.exe)?$/i.test(word.text));
  if (command < 0 || command > 1) {
    return failed({ from: "curl", code: "not-curl", message: "expected a command that begins with curl" });
  }
  return assemble(text, readCurlArguments(words.slice(command + 1)));
}

function failed(problem: ParseProblem): ParsedCurl {
  return { query: "", headers: "", body: undefined, bodyIsForm: false, problems: [problem] };
}

function assemble(text: string, commandLine: readonly CurlArgument[]): ParsedCurl {
  const problems: ParseProblem[] = [];
  const headers: string[] = [];
  const queries: string[] = [];
  let data: string | undefined;
  let json = false;
  let asQuery = false;
  let basic: ParsedCurl["basic"];
  const append = (piece: string, separator: string) => {
    data = data === undefined ? piece : data + separator + piece;
  };
  const report = (code: ParseProblem["code"], message: string, at: number) =>
    problems.push({ from: "curl", code, message, ...lineAndColumn(text, at) });
  const fileNamed = (at: number) =>
    report("file-not-read", "files are not read; paste what the file holds", at);

  for (const { option, value, at } of commandLine) {
    if (option === "data" || option === "json") {
      if (value.startsWith("@")) fileNamed(at);
      else append(value, option === "json" ? "" : "&");
      json ||= option === "json";
    } else if (option === "data-raw") append(value, "&");
    else if (option === "data-urlencode") {
      const encoded = urlEncoded(value);
      if (encoded === undefined) fileNamed(at);
      else append(encoded, "&");
    } else if (option === "url-query") {
      const encoded = value.startsWith("+") ? value.slice(1) : urlEncoded(value);
      if (encoded === undefined) fileNamed(at);
      else queries.push(encoded);
    } else if (option === "get") asQuery = true;
    else if (option === "header") {
      if (value.startsWith("@")) fileNamed(at);
      else {
        basic ??= basicOfHeader(value);
        headers.push(headerLine(value));
      }
    } else if (option === "user") basic = splitUser(value);
    else if (option === "user-agent") headers.push(`User-Agent: ${value}`);
    else if (option === "referer") headers.push(`Referer: ${value.replace(/;auto$/, "")}`);
    else if (option === "bearer") headers.push("Authorization:");
    else if (option === "cookie") {
      if (value.includes("=")) headers.push("Cookie:");
      else fileNamed(at);
    } else if (option === "file") fileNamed(at);
    else if (option === "form") {
      report("multipart-not-read", "multipart forms are not read as variables", at);
    } else if (option === "url") {
      queries.unshift(queryOfUrl(value));
      basic ??= basicOfUrl(value);
    }
  }
  if (json) addDefault(headers, ["Content-Type: application/json", "Accept: application/json"]);
  const body = asQuery ? undefined : data;
  if (asQuery && data !== undefined) queries.push(data);
  return {
    query: queries.filter((query) => query !== "").join("&"),
    headers: headers.join("\n"),
    body,
    bodyIsForm: body !== undefined && !json && sendsForm(headers),
    ...(basic === undefined ? {} : { basic }),
    problems,
  };
}

/** Here a word without `?` is a host, where a pasted query would be a name. */
function queryOfUrl(url: string): string {
  const [text = ""] = url.split("#");
  const mark = text.indexOf("?");
  return mark < 0 ? "" : text.slice(mark + 1);
}

/** `content`, `=content`, `name=content`; `undefined` when a file is named (`@file`, `name@file`). */
function urlEncoded(value: string): string | undefined {
  const sign = value.search(/[=@]/);
  if (sign < 0) return encodeURIComponent(value);
  if (value[sign] === "@") return undefined;
  const name = value.slice(0, sign);
  const content = encodeURIComponent(value.slice(sign + 1));
  return name === "" ? content : `${name}=${content}`;
}

const secretHeaders: ReadonlySet<string> = new Set(["authorization", "proxy-authorization", "cookie"]);

/** The name alone for a header that carries credentials: examples are stored in the document. */
function headerLine(value: string): string {
  const name = value.split(/[:;]/)[0]?.trim() ?? "";
  if (secretHeaders.has(name.toLowerCase())) return `${name}:`;
  return value.endsWith(";") && !value.includes(":") ? `${name}:` : value;
}

function basicOfHeader(value: string): ParsedCurl["basic"] {
  const encoded = /^\s*authorization\s*:\s*basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(value)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    return splitUser(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function basicOfUrl(url: string): ParsedCurl["basic"] {
  const user = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#@]+)@/.exec(url)?.[1];
  if (user === undefined) return undefined;
  try {
    return splitUser(decodeURIComponent(user));
  } catch {
    return splitUser(user);
  }
}

/** The first colon parts them: a password may hold more (RFC 7617). */
function splitUser(user: string): { username: string; password: string } {
  const colon = user.indexOf(":");
  if (colon < 0) return { username: user, password: "" };
  return { username: user.slice(0, colon), password: user.slice(colon + 1) };
}

function addDefault(headers: string[], defaults: readonly string[]): void {
  for (const line of defaults) {
    const name = line.slice(0, line.indexOf(":") + 1).toLowerCase();
    if (!headers.some((header) => header.toLowerCase().startsWith(name))) headers.push(line);
  }
}

function sendsForm(headers: readonly string[]): boolean {
  const type = headers.find((header) => /^content-type\s*:/i.test(header));
  return type === undefined || /application\/x-www-form-urlencoded/i.test(type);
}
