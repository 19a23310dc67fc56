/** Methods that give back elements of the list that they are called on. */
const keeping = new Set(["filter", "slice", "sort", "reverse", "unique", "concat"]);

const chainAtEnd = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[(?:\d+|"[^"]*")\])*$/;

/**
 * What the parameter of an arrow function stands for: `trigger.items[0]` for `i` after `trigger.items.map(i => ` and after
 * `sum(trigger.items, i => `. Undefined where no arrow before takes one of that name, or its list cannot be told.
 */
export function elementOf(parameter: string, before: string): string | undefined {
  const name = parameter.replaceAll("$", "\\$");
  const arrows = [
    ...before.matchAll(new RegExp(`\\(\\s*${name}\\s*(?:,[^()]*)?\\)\\s*=>|(?<![\\w$.])${name}\\s*=>`, "g")),
  ];
  const arrow = arrows.at(-1);
  const list = arrow && listBefore(before.slice(0, arrow.index).trimEnd());
  if (list === undefined) return undefined;
  const root = /^[\w$]+/.exec(list)?.[0] ?? "";
  // A list may hang on the parameter of an arrow around.
  const outer = elementOf(root, before.slice(0, arrow?.index));
  return `${outer === undefined ? list : outer + list.slice(root.length)}[0]`;
}

/** The list whose elements are given to the function that is about to be written. */
function listBefore(text: string): string | undefined {
  if (text.endsWith(",")) return chainAtEnd.exec(text.slice(0, -1).trimEnd())?.[0];
  const call = /\.\w+\($/.exec(text);
  if (!call) return undefined;
  let subject = text.slice(0, call.index);
  while (subject.endsWith(")")) {
    const open = openingOf(subject);
    const method = /\.(\w+)$/.exec(subject.slice(0, open));
    if (!method || !keeping.has(method[1] ?? "")) return undefined;
    subject = subject.slice(0, method.index);
  }
  return chainAtEnd.exec(subject)?.[0];
}

/** Where the bracket opens that the last sign closes; -1: nowhere. */
function openingOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ")") depth += 1;
    else if (text[at] === "(") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
