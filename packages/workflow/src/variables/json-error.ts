/** What is wrong with a text that `JSON.parse` has refused, and where. */
export interface JsonMistake {
  message: string;
  /** UTF-16 units from 0. */
  offset: number;
}

const literalAt = /true|false|null/y;
const numberAt = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Words for what may stand at a place; the state of the scanner. */
type Expected = "value" | "first-value" | "key" | "first-key" | "colon" | "comma" | "end";

/**
 * Finds the first mistake of a JSON text (RFC 8259). The engine's own messages name no position for some mistakes
 * and quote the text, which an answer must not. Runs only after `JSON.parse` has failed; keeps its own stack.
 */
export function explainJson(text: string): JsonMistake {
  const stack: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const char = text[at];
    if (char === undefined) {
      return { message: expected === "end" ? "the text is not JSON" : endedTooEarly(expected), offset: at };
    }
    if (expected === "end") return { message: "expected nothing after the JSON value", offset: at };
    const inside = stack.at(-1);
    if (expected === "colon") {
      if (char !== ":") return { message: 'expected ":" after the key', offset: at };
      expected = "value";
      at += 1;
    } else if (expected === "comma") {
      const closing = inside === "{" ? "}" : "]";
      if (char === ",") expected = inside === "{" ? "key" : "value";
      else if (char !== closing) return { message: `expected "," or "${closing}"`, offset: at };
      else expected = close(stack);
      at += 1;
    } else if (expected === "first-key" && char === "}") {
      expected = close(stack);
      at += 1;
    } else if (expected === "first-value" && char === "]") {
      expected = close(stack);
      at += 1;
    } else if (expected === "key" || expected === "first-key") {
      if (char !== '"') return { message: keyMessage(char, expected), offset: at };
      const end = stringEnd(text, at);
      if (typeof end !== "number") return end;
      expected = "colon";
      at = end;
    } else if (char === "{" || char === "[") {
      stack.push(char);
      expected = char === "{" ? "first-key" : "first-value";
      at += 1;
    } else {
      const end = char === '"' ? stringEnd(text, at) : scalarEnd(text, at);
      if (typeof end !== "number") return end;
      expected = stack.length === 0 ? "end" : "comma";
      at = end;
    }
  }
}

function close(stack: unknown[]): Expected {
  stack.pop();
  return stack.length === 0 ? "end" : "comma";
}

function endedTooEarly(expected: Expected): string {
  const what = { colon: '":"', comma: "the closing bracket", end: "nothing" } as const;
  const missing = expected in what ? what[expected as keyof typeof what] : expected.replace("first-", "a ");
  return `the text ends too early: expected ${missing.replace(/^(value|key)$/, "a $1")}`;
}

function keyMessage(char: string, expected: Expected): string {
  if (char === "}" && expected === "key") return 'a "," may not stand before "}"';
  return "expected a key in double quotes";
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return at;
    at += 1;
  }
}

function scalarEnd(text: string, at: number): number | JsonMistake {
  for (const pattern of [literalAt, numberAt]) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  const char = text[at];
  if (char === "]" || char === "}") return { message: `expected a value before "${char}"`, offset: at };
  if (char === "'") return { message: "expected double quotes", offset: at };
  return { message: "expected a value", offset: at };
}

/** The offset behind a string, or what is wrong in it. */
function stringEnd(text: string, start: number): number | JsonMistake {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return at + 1;
    if (char < " ") return { message: "a control character in a string has to be escaped", offset: at };
    if (char !== "\\") continue;
    const escaped = text.charAt(at + 1);
    if (escaped === "u") {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) {
        return { message: "\\u takes four hexadecimal digits", offset: at };
      }
      at += 5;
    } else if ('"\\/bfnrt'.includes(escaped) && escaped !== "") at += 1;
    else return { message: "this escape is unknown to JSON", offset: at };
  }
  return { message: "the string is not closed", offset: start };
}
