import { type Json, NodeError } from "@sluice/workflow/node-contract";

/** Names of XML 1.0 (production 5), with a prefix or without. */
const start =
  "A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u3001-\\ud7ff";
const namePattern = new RegExp(
  `^[${start}][${start}0-9.\\-\\u00b7]*(:[${start}][${start}0-9.\\-\\u00b7]*)?$`,
);
/** What XML 1.0 cannot hold, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const escapes: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  ...{ "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" },
};

/**
 * The inverse of `readXml`, by hand: names come from data, and the libraries that write XML put them down unseen. Throws
 * `xml-value` for what cannot stand in XML.
 */
export function writeXml(value: Json, { indent }: { readonly indent: boolean }): string {
  const names =
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const [root] = names;
  if (root === undefined || names.length > 1 || root.startsWith("@") || root === "#text")
    throw wrong("give an object with one name, the outermost element");
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  const content = (value as { [name: string]: Json })[root] ?? null;
  if (Array.isArray(content)) throw wrong("the outermost element is there once");
  element(root, content, { parts, level: 0, indent });
  return parts.join("");
}

interface Writing {
  readonly parts: string[];
  readonly level: number;
  readonly indent: boolean;
}

function element(name: string, value: Json, { parts, level, indent }: Writing): void {
  if (!namePattern.test(name)) throw wrong(`${JSON.stringify(name.slice(0, 60))} is no name for an element`);
  const margin = indent && level > 0 ? `\n${"  ".repeat(level)}` : "";
  parts.push(margin, "<", name);
  if (typeof value !== "object" || value === null) {
    const text = value === null ? "" : textOf(value);
    parts.push(text === "" ? "/>" : `>${escaped(text, /[&<>\r]/g)}</${name}>`);
    return;
  }
  if (Array.isArray(value)) throw wrong(`a list inside of the list ${JSON.stringify(name)}`);
  const children: [string, Json][] = [];
  let text = "";
  for (const [key, inside] of Object.entries(value)) {
    if (key === "#text") text = inside === null ? "" : textOf(inside);
    else if (key.startsWith("@")) attribute(key.slice(1), inside, parts);
    else for (const one of Array.isArray(inside) ? inside : [inside]) children.push([key, one]);
  }
  if (children.length === 0 && text === "") {
    parts.push("/>");
    return;
  }
  parts.push(">", escaped(text, /[&<>\r]/g));
  for (const [key, inside] of children)
    element(key, inside, { parts, level: level + 1, indent: indent && text === "" });
  if (children.length > 0 && indent && text === "") parts.push("\n", "  ".repeat(level));
  parts.push("</", name, ">");
}

function attribute(name: string, value: Json, parts: string[]): void {
  if (!namePattern.test(name))
    throw wrong(`${JSON.stringify(name.slice(0, 60))} is no name for an attribute`);
  if (value !== null) parts.push(" ", name, '="', escaped(textOf(value), /[&<>"\t\n\r]/g), '"');
}

function textOf(value: Json): string {
  if (typeof value === "object") throw wrong("an attribute, or text, holds no list and no object");
  return String(value);
}

function escaped(text: string, which: RegExp): string {
  if (impossible.test(text)) throw wrong("a text has a control character, which XML cannot hold");
  return text.toWellFormed().replace(which, (character) => escapes[character] ?? character);
}

function wrong(message: string): NodeError {
  return new NodeError({ code: "xml-value", message });
}
