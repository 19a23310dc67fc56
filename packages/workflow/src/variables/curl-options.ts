/** What an option of curl means to us. `ignored` and `flag` only say whether an argument follows. */
export type CurlOption =
  | "data"
  | "data-raw"
  | "data-urlencode"
  | "json"
  | "get"
  | "header"
  | "user"
  | "user-agent"
  | "cookie"
  | "referer"
  | "bearer"
  | "url"
  | "url-query"
  | "file"
  | "form"
  | "ignored"
  | "flag";

/** By long name. Options that take an argument have to be known, or the argument would pass for the URL. */
const longOptions: ReadonlyMap<string, CurlOption> = new Map<string, CurlOption>([
  ["data", "data"],
  ["data-ascii", "data"],
  ["data-binary", "data"],
  ["data-raw", "data-raw"],
  ["data-urlencode", "data-urlencode"],
  ["json", "json"],
  ["get", "get"],
  ["header", "header"],
  ["user", "user"],
  ["user-agent", "user-agent"],
  ["cookie", "cookie"],
  ["referer", "referer"],
  ["oauth2-bearer", "bearer"],
  ["url", "url"],
  ["url-query", "url-query"],
  ["upload-file", "file"],
  ["form", "form"],
  ["form-string", "form"],
  ...[
    "request cert cert-type key key-type pass cacert capath ciphers tls-max tls13-ciphers pinnedpubkey crlfile",
    "output output-dir dump-header stderr trace trace-ascii write-out config cookie-jar etag-save etag-compare",
    "connect-timeout connect-to max-time max-filesize max-redirs retry retry-delay retry-max-time speed-limit",
    "speed-time limit-rate keepalive-time interface local-port resolve dns-servers doh-url range continue-at",
    "proxy proxy-user proxy-header noproxy preproxy socks4 socks4a socks5 socks5-hostname unix-socket",
    "abstract-unix-socket aws-sigv4 hostpubmd5 netrc-file proto proto-default proto-redir time-cond",
    "expect100-timeout happy-eyeballs-timeout-ms alt-svc hsts variable request-target",
  ]
    .join(" ")
    .split(" ")
    .map((name) => [name, "ignored"] as [string, CurlOption]),
]);

const shortOptions: ReadonlyMap<string, CurlOption> = new Map<string, CurlOption>([
  ["d", "data"],
  ["G", "get"],
  ["H", "header"],
  ["u", "user"],
  ["A", "user-agent"],
  ["b", "cookie"],
  ["e", "referer"],
  ["T", "file"],
  ["F", "form"],
  ...[..."XoxEmwcCDKQrtUYyzhP"].map((letter) => [letter, "ignored"] as [string, CurlOption]),
]);

export interface CurlArgument {
  option: CurlOption;
  /** As it was written, without hyphens: `request`, `X`; empty for a word without an option. */
  name: string;
  value: string;
  at: number;
}

/**
 * Assigns the words behind `curl` to options: `-d x`, `-dx`, `-sSLd x`, `--data x`, `--data=x`. A word without an
 * option is a URL.
 */
export function readCurlArguments(words: readonly { text: string; at: number }[]): CurlArgument[] {
  const found: CurlArgument[] = [];
  let index = 0;
  const takeNext = (option: CurlOption, name: string, at: number) => {
    index += 1;
    found.push({ option, name, value: words[index]?.text ?? "", at: words[index]?.at ?? at });
  };
  for (; index < words.length; index += 1) {
    const { text, at } = words[index] ?? { text: "", at: 0 };
    if (text.startsWith("--") && text.length > 2) {
      const [name = "", ...rest] = text.slice(2).split("=");
      const option = longOptions.get(name) ?? "flag";
      if (option === "flag" || option === "get") found.push({ option, name, value: "", at });
      else if (rest.length > 0) found.push({ option, name, value: rest.join("="), at });
      else takeNext(option, name, at);
    } else if (text.startsWith("-") && text.length > 1) {
      const letters = text.slice(1);
      for (let letter = 0; letter < letters.length; letter += 1) {
        const name = letters.charAt(letter);
        const option = shortOptions.get(name) ?? "flag";
        if (option === "flag" || option === "get") {
          found.push({ option, name, value: "", at });
          continue;
        }
        const glued = letters.slice(letter + 1);
        if (glued === "") takeNext(option, name, at);
        else found.push({ option, name, value: glued, at });
        break;
      }
    } else found.push({ option: "url", name: "", value: text, at });
  }
  return found;
}
