// biome-ignore-all lint/correctness/noComponentHookFactories: the visitors of a syntax tree are named like its nodes
import { globSync, readFileSync } from "node:fs";
import { parseSync, Visitor } from "vite";

/** A text that a source file uses. */
interface TextUse {
  /** `namespace:a.b`, or the start of one up to the first computed part; one for each namespace of the file. */
  readonly keys: readonly string[];
  readonly computed: boolean;
  readonly file: string;
}

export interface SourceTexts {
  readonly uses: readonly TextUse[];
  /** Literals whose value might be a key (`label: "nav.workflows"`), which keep that key from being unused. */
  readonly literals: ReadonlySet<string>;
  /** Words for people that stand in the code, `file: text`. */
  readonly hardCoded: readonly string[];
}

/** Attributes whose value a person reads or hears. */
const spoken = new Set([
  "label",
  "title",
  "placeholder",
  "aria-label",
  "alt",
  "description",
  "question",
  "confirm",
]);
/** What may stand in code: the product's name, HTTP methods, headers, query strings, expressions, and texts without a letter. */
const allowed = /^(?:Sluice|[A-Z]{3,7}|[xX]-[\w-]+(?:: \S+)?|\w+=\S*|(?:\{\{ )?trigger\..*|[^\p{L}]*)$/u;

/** Reads the sources below `root` (tests left out) by their syntax tree. */
export function readSourceTexts(root: string): SourceTexts {
  const uses: TextUse[] = [];
  const literals = new Set<string>();
  const hardCoded: string[] = [];
  const files = globSync("**/*.{ts,tsx}", { cwd: root }).filter(
    (file) => !/\.test\.tsx?$|^testing\//.test(file),
  );
  for (const file of files) {
    const text = readFileSync(`${root}/${file}`, "utf8");
    const { program } = parseSync(file, text);
    const namespaces = namespacesOf(text);
    const use = (key: string, computed: boolean) => {
      const keys = key.includes(":") ? [key] : namespaces.map((namespace) => `${namespace}:${key}`);
      uses.push({ keys, computed, file });
    };
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === "string") literals.add(value);
      },
      CallExpression: ({ callee, arguments: [first] }) => {
        if (callee.type !== "Identifier" || callee.name !== "t" || first === undefined) return;
        for (const branch of first.type === "ConditionalExpression"
          ? [first.consequent, first.alternate]
          : [first]) {
          if (branch.type === "Literal" && typeof branch.value === "string") use(branch.value, false);
          if (branch.type === "TemplateLiteral") use(branch.quasis[0]?.value.cooked ?? "", true);
        }
      },
      JSXText: ({ value }) => {
        if (!allowed.test(value.trim())) hardCoded.push(`${file}: ${value.trim()}`);
      },
      JSXAttribute: ({ name, value }) => {
        if (name.type !== "JSXIdentifier" || value?.type !== "Literal") return;
        if (name.name === "i18nKey") use(String(value.value), false);
        if (!spoken.has(name.name)) return;
        if (!allowed.test(String(value.value))) hardCoded.push(`${file}: ${name.name}="${value.value}"`);
      },
    }).visit(program);
  }
  return { uses, literals, hardCoded };
}

/** The namespaces that a file's components translate from: `useTranslation("a")`, `(["a", "b"])`, `TFunction<"a">`. */
function namespacesOf(text: string): readonly string[] {
  const named = [...text.matchAll(/(?:useTranslation\(|TFunction<)\[?([^)\]>]*)/g)].flatMap(([, list]) =>
    [...(list ?? "").matchAll(/"([\w-]+)"/g)].map(([, name]) => name ?? ""),
  );
  return named.length === 0 ? ["shell"] : [...new Set(named)];
}
