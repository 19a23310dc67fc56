import { type CurlFormField, type CurlFormLeft, curlForm } from "./curl-form.ts";
import { type CurlArgument, readCurlArguments } from "./curl-options.ts";
import { parseCurl } from "./from-curl.ts";
import { splitShellWords } from "./shell-words.ts";

/** A credential that a command carried in plain. */
export type CurlCredential =
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  | { readonly type: "bearer"; readonly token: string }
  | { readonly type: "header"; readonly name: string; readonly value: string };

/** What of a command a request here cannot have. */
type CurlLeftover = "insecure" | "cookie" | "second-credential" | "proxy" | "certificate" | "file";

/** `detail`: the field of the form that it is about. */
export type CurlLeft = CurlFormLeft | { readonly what: CurlLeftover };

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** The request that a cURL command makes, without its secrets: those are the `credential`. */
export interface CurlRequest {
  readonly method: string;
  /** Without user, query and fragment; `https://` where the command names no scheme. */
  readonly url: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
  /** The data as it would be sent. */
  readonly body: string | undefined;
  readonly bodyIsForm: boolean;
  /** A form of several parts, in place of a body. */
  readonly form: readonly CurlFormField[] | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly followsRedirects: boolean;
  readonly credential: CurlCredential | undefined;
  readonly left: readonly CurlLeft[];
}

/** Headers whose values are keys, whatever they hold. */
const keyHeader =
  /^(authorization|proxy-authorization|x-api-key|api-key|apikey|x-auth-token|x-access-token|private-token)$/i;
/** Headers that belong to the connection, not to the request. */
const ofConnection = /^(host|content-length|connection|accept-encoding|transfer-encoding|expect)$/i;

const options: ReadonlyMap<string, string> = new Map([
  ...[
    ["X", "request"],
    ["m", "max-time"],
    ["k", "insecure"],
    ["L", "location"],
    ["I", "head"],
    ["x", "proxy"],
  ],
  ...[
    ["E", "cert"],
    ["G", "get"],
    ["b", "cookie"],
    ["H", "header"],
    ["T", "upload-file"],
  ],
] as [string, string][]);

/** Reads a whole cURL command as a request. Undefined: it names no URL, or is no whole command. */
export function curlRequest(text: string): CurlRequest | undefined {
  const parsed = parseCurl(text);
  const { words } = splitShellWords(text);
  const from = words.findIndex(({ text: word }) => /^(?:.*[\\/])?curl(?:\.exe)?$/i.test(word));
  const commandLine = from < 0 ? [] : readCurlArguments(words.slice(from + 1));
  const named = (name: string) => commandLine.filter((one) => (options.get(one.name) ?? one.name) === name);
  const url = commandLine.find(({ option }) => option === "url")?.value ?? "";
  if (url.trim() === "") return undefined;

  const { credentials, left } = secretsOf(commandLine, parsed.basic);
  const lines = parsed.headers.split("\n").filter((line) => line.includes(":"));
  const headers = lines
    .map((line): Pair => {
      const colon = line.indexOf(":");
      return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    })
    .filter(({ name }) => !keyHeader.test(name) && !ofConnection.test(name) && !/^cookie$/i.test(name));
  const form = curlForm(commandLine);
  const { body, bodyIsForm } = form ? { body: undefined, bodyIsForm: false } : parsed;
  const seconds = Number(named("max-time").at(-1)?.value);
  const method = named("request").at(-1)?.value.toUpperCase();
  if (named("insecure").length > 0) left.add("insecure");
  if (named("proxy").length > 0) left.add("proxy");
  if (named("cert").length > 0 || named("cacert").length > 0) left.add("certificate");
  if (parsed.problems.some(({ code }) => code === "file-not-read")) left.add("file");
  return {
    method: method ?? (named("head").length > 0 ? "HEAD" : body === undefined && !form ? "GET" : "POST"),
    url: bareUrl(url),
    query: [...new URLSearchParams(parsed.query)].map(([name, value]) => ({ name, value })),
    ...{ headers, body, bodyIsForm, form: form?.fields },
    timeoutSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
    followsRedirects: named("location").length > 0,
    credential: credentials[0],
    left: [...[...left].map((what) => ({ what })), ...(form?.left ?? [])],
  };
}

/** A URL without user, query and fragment. */
function bareUrl(url: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  return whole.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}

function secretsOf(
  commandLine: readonly CurlArgument[],
  basic: { username: string; password: string } | undefined,
): { credentials: CurlCredential[]; left: Set<CurlLeftover> } {
  const credentials: CurlCredential[] = basic ? [{ type: "basic", ...basic }] : [];
  const left = new Set<CurlLeftover>();
  for (const { option, value } of commandLine) {
    if (option === "bearer") credentials.push({ type: "bearer", token: value });
    if (option === "cookie") left.add("cookie");
    if (option !== "header") continue;
    const colon = value.indexOf(":");
    const name = value.slice(0, Math.max(0, colon)).trim();
    const text = value.slice(colon + 1).trim();
    if (/^cookie$/i.test(name)) left.add("cookie");
    if (!keyHeader.test(name) || text === "") continue;
    const bearer = /^bearer\s+(\S+)$/i.exec(text)?.[1];
    if (/^authorization$/i.test(name) && bearer !== undefined)
      credentials.push({ type: "bearer", token: bearer });
    else if (!/^authorization$/i.test(name) || !/^basic\s/i.test(text)) {
      credentials.push({ type: "header", name, value: text });
    }
  }
  if (credentials.length > 1) left.add("second-credential");
  return { credentials, left };
}
