import { type CurlArgument, type CurlOption, readCurlArguments } from "./curl-options.ts";
import { withoutCredentials } from "./from-headers.ts";
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

/** What the options have said so far. */
interface Sent {
  url: string | undefined;
  headers: string[];
  queries: string[];
  data: string[];
  json: boolean;
  asQuery: boolean;
  basic: ParsedCurl["basic"];
  report(code: ParseProblem["code"], message: string, at: number): void;
}

/** A command of a megabyte can complain half a million times; the first complaints are enough. */
const maxProblems = 20;

function assemble(text: string, commandLine: readonly CurlArgument[]): ParsedCurl {
  const problems: ParseProblem[] = [];
  const sent: Sent = {
    url: undefined,
    headers: [],
    queries: [],
    data: [],
    json: false,
    asQuery: false,
    basic: undefined,
    report: (code, message, at) => {
      if (problems.length >= maxProblems) return;
      problems.push({ from: "curl", code, message, ...lineAndColumn(text, at) });
    },
  };
  for (const argument of commandLine) takers[argument.option](sent, argument);
  if (sent.json) addDefault(sent.headers, ["Content-Type: application/json", "Accept: application/json"]);
  const data = sent.data.length === 0 ? undefined : sent.data.join(sent.json ? "" : "&");
  const queries = [queryOfUrl(sent.url ?? ""), ...sent.queries, sent.asQuery ? (data ?? "") : ""];
  const body = sent.asQuery ? undefined : data;
  return {
    query: queries.filter((query) => query !== "").join("&"),
    headers: sent.headers.join("\n"),
    body,
    bodyIsForm: body !== undefined && !sent.json && sendsForm(sent.headers),
    ...(sent.basic === undefined ? {} : { basic: sent.basic }),
    problems,
  };
}

type Taker = (sent: Sent, argument: CurlArgument) => void;

const unlessFile =
  (take: (sent: Sent, value: string) => void): Taker =>
  (sent, argument) => {
    if (argument.value.startsWith("@")) fileNotRead(sent, argument);
    else take(sent, argument.value);
  };
const fileNotRead: Taker = (sent, { at }) =>
  sent.report("file-not-read", "files are not read; paste what the file holds", at);
const nothing: Taker = () => undefined;

const takers: Readonly<Record<CurlOption, Taker>> = {
  data: unlessFile((sent, value) => sent.data.push(value)),
  "data-raw": (sent, { value }) => sent.data.push(value),
  "data-urlencode": (sent, argument) => addEncoded(sent, argument, sent.data),
  json: unlessFile((sent, value) => {
    sent.json = true;
    sent.data.push(value);
  }),
  get: (sent) => {
    sent.asQuery = true;
  },
  header: unlessFile((sent, value) => {
    sent.basic ??= basicOfHeader(value);
    sent.headers.push(headerLine(value));
  }),
  user: (sent, { value }) => {
    sent.basic = splitUser(value);
  },
  "user-agent": (sent, { value }) => sent.headers.push(`User-Agent: ${value}`),
  referer: (sent, { value }) => sent.headers.push(`Referer: ${value.replace(/;auto$/, "")}`),
  bearer: (sent) => sent.headers.push("Authorization:"),
  // curl takes a word without "=" for the name of a file.
  cookie: (sent, argument) => {
    if (argument.value.includes("=")) sent.headers.push("Cookie:");
    else fileNotRead(sent, argument);
  },
  // Several URLs are several requests, of which the first is the example.
  url: (sent, { value }) => {
    sent.url ??= value;
    sent.basic ??= basicOfUrl(value);
  },
  "url-query": (sent, argument) => {
    if (argument.value.startsWith("+")) sent.queries.push(argument.value.slice(1));
    else addEncoded(sent, argument, sent.queries);
  },
  file: fileNotRead,
  form: (sent, { at }) => sent.report("multipart-not-read", "multipart forms are not read as variables", at),
  ignored: nothing,
  flag: nothing,
};

function addEncoded(sent: Sent, argument: CurlArgument, into: string[]): void {
  const encoded = urlEncoded(argument.value);
  if (encoded === undefined) fileNotRead(sent, argument);
  else into.push(encoded);
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

/** `Name;` is how curl is told to send a header without a value. */
function headerLine(value: string): string {
  return withoutCredentials(value.includes(":") ? value : value.replace(/;$/, ":"));
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
