/** A word of a command line; `at` is the offset in the pasted text where it begins. */
interface ShellWord {
  text: string;
  at: number;
}

export interface ShellWords {
  words: ShellWord[];
  /** Offset of a quote that is never closed. */
  unfinished?: number;
}

/**
 * Splits one pasted command into words as a POSIX shell does for plain text: `'…'`, `"…"`, `$'…'`, `\x`, a line
 * that ends with `\`. What cmd.exe writes is known by a line end `^` or a quote `^"`, and `^x` then means `x`.
 * Nothing is expanded; an unquoted line end, `;`, `|` or `&` ends the command.
 */
export function splitShellWords(pasted: string): ShellWords {
  const { text, origin } = /\^\r?\n|(?:^|\s)\^"/.test(pasted) ? withoutCarets(pasted) : plain(pasted);
  const words: ShellWord[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = /^(?:[ \t]|\\\r?\n)+/.exec(text.slice(at, at + 4_096));
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (/[\r\n;|&]/.test(text.charAt(at))) {
      if (words.length > 0) break;
      at += 1;
      continue;
    }
    const word = readWord(text, at);
    if (word.unfinished !== undefined) return { words, unfinished: origin(word.unfinished) };
    words.push({ text: word.text, at: origin(at) });
    at = word.end;
  }
  return { words };
}

interface Word {
  text: string;
  end: number;
  unfinished?: number;
}

function readWord(text: string, start: number): Word {
  const parts: string[] = [];
  let at = start;
  while (at < text.length && !/[\s;|&]/.test(text.charAt(at))) {
    const char = text.charAt(at);
    const dollar = char === "$" && (text[at + 1] === "'" || text[at + 1] === '"');
    const quote = dollar ? text.charAt(at + 1) : char;
    if (quote === "'" || quote === '"') {
      const open = dollar ? at + 1 : at;
      const quoted = readQuoted(text, open, dollar && quote === "'" ? "ansi" : quote);
      if (quoted === undefined) return { text: "", end: text.length, unfinished: at };
      parts.push(quoted.text);
      at = quoted.end;
    } else if (char === "\\") {
      const lineEnd = /^\\\r?\n/.exec(text.slice(at, at + 3));
      parts.push(lineEnd ? "" : text.charAt(at + 1));
      at += lineEnd ? lineEnd[0].length : 2;
    } else {
      parts.push(char);
      at += 1;
    }
  }
  return { text: parts.join(""), end: at };
}

function readQuoted(text: string, open: number, kind: "'" | '"' | "ansi"): Word | undefined {
  const closing = kind === '"' ? '"' : "'";
  if (kind === "'") {
    const end = text.indexOf("'", open + 1);
    return end < 0 ? undefined : { text: text.slice(open + 1, end), end: end + 1 };
  }
  const parts: string[] = [];
  let at = open + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === closing) return { text: parts.join(""), end: at + 1 };
    if (char !== "\\") {
      parts.push(char);
      at += 1;
      continue;
    }
    const escaped = kind === "ansi" ? ansiEscape(text, at) : doubleQuoteEscape(text, at);
    parts.push(escaped.text);
    at = escaped.end;
  }
  return undefined;
}

/** Inside `"…"` a backslash escapes `$`, backtick, `"`, `\` and a line end only. */
function doubleQuoteEscape(text: string, at: number): Word {
  const lineEnd = /^\\\r?\n/.exec(text.slice(at, at + 3));
  if (lineEnd) return { text: "", end: at + lineEnd[0].length };
  const next = text.charAt(at + 1);
  return { text: '$`"\\'.includes(next) ? next : `\\${next}`, end: at + 2 };
}

const ansiLetters: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  E: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ansiCode =
  /\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x[0-9a-fA-F]{1,2}(?:\\x[0-9a-fA-F]{1,2})*|([0-7]{1,3}))/y;

/** The escapes of bash's `$'…'`. Runs of `\xNN` are bytes and read as UTF-8. */
function ansiEscape(text: string, at: number): Word {
  ansiCode.lastIndex = at;
  const code = ansiCode.exec(text);
  if (code) {
    const [all, short, long, octal] = code;
    const point = short ?? long;
    if (point !== undefined) return { text: character(Number.parseInt(point, 16)), end: at + all.length };
    if (octal !== undefined)
      return { text: character(Number.parseInt(octal, 8) & 0xff), end: at + all.length };
    const bytes = Uint8Array.from(all.slice(2).split("\\x"), (byte) => Number.parseInt(byte, 16));
    return { text: new TextDecoder().decode(bytes), end: at + all.length };
  }
  const next = text.charAt(at + 1);
  const letter = Object.hasOwn(ansiLetters, next) ? ansiLetters[next] : undefined;
  if (letter !== undefined) return { text: letter, end: at + 2 };
  return { text: "'\"\\?".includes(next) ? next : `\\${next}`, end: at + 2 };
}

function character(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
}

interface Source {
  text: string;
  /** Maps an offset in `text` to one in what was pasted. */
  origin: (at: number) => number;
}

function plain(text: string): Source {
  return { text, origin: (at) => at };
}

/** What cmd.exe hands to the program: a caret is dropped, and with a line end behind it that too. */
function withoutCarets(pasted: string): Source {
  const parts: string[] = [];
  const origins: number[] = [];
  for (let at = 0; at < pasted.length; at += 1) {
    const caret = pasted[at] === "^";
    const lineEnd = caret ? /^\^\r?\n/.exec(pasted.slice(at, at + 3)) : null;
    if (lineEnd) at += lineEnd[0].length - 1;
    else if (caret) at += 1;
    // Two line ends behind a caret are how a browser writes one inside of a text.
    const inText = lineEnd !== null && /^\r?\n/.test(pasted.slice(at + 1, at + 3));
    parts.push(lineEnd ? (inText ? "" : " ") : pasted.charAt(at));
    origins.push(at);
  }
  return { text: parts.join(""), origin: (at) => origins[at] ?? pasted.length };
}
