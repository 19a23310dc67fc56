import { forbiddenNames } from "@sluice/workflow/document";
import { type Json, NodeError } from "@sluice/workflow/node-contract";
import { SaxesParser } from "saxes";

const mostCharacters = 8 * 1024 * 1024;
const mostElements = 200_000;
/** As deep as a document may nest. */
const mostDepth = 64;
/** Characters that are read before others have the thread: a few milliseconds. */
const pieceLength = 16 * 1024;

export interface ReadOptions {
  readonly lists: readonly string[];
  readonly prefixes: "keep" | "drop";
  readonly signal: AbortSignal;
}

interface Element {
  readonly name: string;
  readonly parts: Map<string, Json[]>;
  text: string;
}

/**
 * `<a x="1"><b>t</b><b/></a>` is `{ "a": { "@x": "1", "b": ["t", ""] } }`. Read piece by piece; a document type is refused, so
 * that there is no entity but the five of XML and numbers. Throws `xml-malformed`, `xml-refused` and `xml-too-large`.
 */
export async function readXml(text: string, options: ReadOptions): Promise<Json> {
  if (text.length > mostCharacters) throw tooLarge(`more than ${mostCharacters} characters`);
  const lists = new Set(options.lists);
  const open: Element[] = [{ name: "", parts: new Map(), text: "" }];
  const parser = new SaxesParser({ xmlns: false, position: true });
  let elements = 0;
  const nameOf = (name: string) => (options.prefixes === "drop" ? name.replace(/^.*:/, "") : name);

  parser.on("error", (error) => {
    throw new NodeError({ code: "xml-malformed", message: `this is no XML: ${error.message}` });
  });
  parser.on("doctype", () => {
    throw refused("a document type is not taken: it may define entities");
  });
  parser.on("opentag", ({ name, attributes }) => {
    elements += 1;
    if (elements > mostElements) throw tooLarge(`more than ${mostElements} elements`);
    if (open.length > mostDepth) throw tooLarge(`more than ${mostDepth} levels`);
    const element: Element = { name: nameOf(name), parts: new Map(), text: "" };
    if (forbiddenNames.has(element.name)) throw refused(`an element may not be called ${element.name}`);
    for (const [attribute, value] of Object.entries(attributes)) {
      const isNamespace = attribute === "xmlns" || attribute.startsWith("xmlns:");
      if (options.prefixes === "drop" && isNamespace) continue;
      element.parts.set(`@${nameOf(attribute)}`, [value]);
    }
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent) return;
    const known = parent.parts.get(element.name);
    if (known) known.push(jsonOf(element, lists));
    else parent.parts.set(element.name, [jsonOf(element, lists)]);
  });

  for (let at = 0; at < text.length; at += pieceLength) {
    options.signal.throwIfAborted();
    parser.write(text.slice(at, at + pieceLength));
    await new Promise((resolve) => setImmediate(resolve));
  }
  parser.close();
  const [root] = open;
  return root ? jsonOf({ ...root, text: "" }, lists) : null;
}

/** Text alone is a text, without the blanks around it; beside children and attributes it is `#text`. */
function jsonOf({ parts, text }: Element, lists: ReadonlySet<string>): Json {
  const trimmed = text.trim();
  if (parts.size === 0) return trimmed;
  const entries = [...parts].map(([name, values]): [string, Json] => {
    const [only = null] = values;
    return [name, values.length > 1 || lists.has(name) ? values : only];
  });
  return Object.fromEntries(trimmed === "" ? entries : [...entries, ["#text", trimmed]]);
}

function refused(message: string): NodeError {
  return new NodeError({ code: "xml-refused", message });
}

function tooLarge(what: string): NodeError {
  return new NodeError({ code: "xml-too-large", message: `the XML has ${what}` });
}
