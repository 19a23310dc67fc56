import { scriptProblem } from "../../expressions/check-script.ts";
import { foreignNames } from "../script-names.ts";
import { nothing, wholeOf } from "../sources.ts";
import type { NodeConverter } from "./node-converter.ts";

/** What a script of n8n calls what comes in. */
const readsInput = /\$json\b|\$input\b|\bitems?\b/;
const named = /\$(?:\(\s*|node\[\s*|items\(\s*)(["'`])(.+?)\1/g;

/** What the lines around a script give it. */
const wrapped = ["$json", "$input", "items", "item"];

/** A list of items around the one value that there is here, and one value out of the list that comes back. */
export const codeNode: NodeConverter = (given) => {
  const { node, sources, notice } = given;
  const { parameters } = node;
  if (parameters.language !== undefined && parameters.language !== "javaScript") {
    return { left: String(parameters.language) };
  }
  const own = String(parameters.jsCode ?? parameters.functionCode ?? "").trim();
  const others = [...new Set([...own.matchAll(named)].map(([, , name = ""]) => name))];
  const known = others.flatMap((name) => {
    const source = sources.output(name);
    return source ? [`  ${JSON.stringify(name)}: ${wholeOf(source)},`] : [];
  });
  const input = readsInput.test(own) ? sources.input(node.name) : nothing;
  const code = [
    "// Carried over from n8n: the data is one item of a list, and one comes back.",
    `const $json = ${wholeOf(input)} ?? {};`,
    "const listOf = (json) => {",
    "  const one = { json };",
    "  return { item: one, first: () => one, last: () => one, all: () => [one] };",
    "};",
    "const $input = listOf($json);",
    "const items = $input.all();",
    "const item = $json;",
    ...(known.length === 0
      ? []
      : [
          "const others = {",
          ...known,
          "};",
          "const $ = (name) => listOf(others[name] ?? {});",
          "const $items = (name) => $(name).all();",
          "const $node = Object.fromEntries(Object.entries(others).map(([name, json]) => [name, { json }]));",
        ]),
    "const given = await (async () => {",
    own,
    "})();",
    "const list = Array.isArray(given) ? given : [given];",
    'if (list.length > 1) throw new Error("n8n would go on once for each of these items: use a Loop");',
    "const [only] = list;",
    "return only?.json ?? only ?? null;",
  ].join("\n");
  const problem = scriptProblem(code);
  if (problem) {
    // Counted in what was written in n8n, without the lines around it.
    return { left: String(scriptProblem(own)?.line ?? 1), because: "script-unreadable" };
  }
  notice("code-wrapped");
  const nodes = new Set(others.filter((name) => sources.output(name) !== undefined));
  const names = new Set([...wrapped, ...(nodes.size === 0 ? [] : ["$", "$items", "$node"])]);
  const foreign = foreignNames(own, { names, nodes });
  if (foreign.length > 0) notice("code-names", foreign.join(", "));
  return { type: "code", config: { code } };
};
