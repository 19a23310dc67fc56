import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alertConditionSchema } from "../../packages/api/src/schemas/alerts.ts";
import { definitions } from "../../packages/nodes/src/definitions.ts";
import { readConfig } from "../../packages/server/src/config.ts";
import { catalogue } from "../../packages/server/src/errors.ts";
import { failureCodes } from "../../packages/server/src/front-door/auth/failure.ts";
import { findingCatalogue } from "../../packages/workflow/src/check/catalogue.ts";
import { functionTable } from "../../packages/workflow/src/expressions.ts";
import { ruleOperators } from "../../packages/workflow/src/node-contract.ts";
import { functionPage, functionPagePath, languages } from "../docs/function-page.ts";
import {
  anchorsOf,
  brokenLink,
  codeSpans,
  guidePages,
  linksOf,
  pageNames,
  root,
  withoutCode,
} from "../docs/guide.ts";
import { receivingPage, receivingPagePath } from "../docs/receiving-page.ts";
import { screenWords } from "../docs/screen-words.ts";

const pages = guidePages();
const byPath = pages.map((page) => [page.path, page] as const);
const textOf = (path: string) => pages.find((page) => page.path === path)?.text ?? "";
const settings = readConfig({ environment: {} }).described.map(({ variable }) => variable);

/** Codes of failed steps and of notices on executions. */
const stepCodes = [
  ...[
    "answer-failed",
    "cache-key-empty",
    "call-paused",
    "contract-drift",
    "ended-as-failed",
    "execution-timed-out",
    "expression-failed",
    "invalid-location",
  ],
  ...["invalid-status", "output-not-json", "output-too-large", "poisoned", "request-aborted", "rule-error"],
  ...[
    "address-refused",
    "certificate-refused",
    "credential-host-refused",
    "credential-missing",
    "credential-not-connected",
    "credential-expired",
    "credential-refused",
    "credential-not-renewed",
    "http-status",
  ],
  ...["invalid-method", "invalid-url", "network-failed", "request-cancelled", "request-timed-out"],
  ...["response-not-json", "response-not-text", "response-too-large", "response-unreadable"],
  ...["too-many-redirects", "second-response-ignored", "secret-missing", "step-crashed", "step-timeout"],
  ...["code-failed", "code-memory", "code-result", "code-timeout", "query-failed", "sandbox-unavailable"],
];
/** Other words with a hyphen that stand in code: headers, statuses, directives, parts of commands. */
const otherWords = [
  ...[
    "accept-encoding",
    "access-control",
    "alt-svc",
    "clear-site-data",
    "content-encoding",
    "content-length",
  ],
  ...["content-security-policy", "content-type", "idempotency-key", "keep-alive", "not-evaluated", "not-met"],
  ...["order-id", "retry-after", "service-worker-allowed", "set-cookie", "strict-transport-security"],
  ...["timed-out", "transfer-encoding", "user-agent", "x-content-type-options", "x-forwarded-for"],
  ...["x-forwarded-proto", "x-order", "x-request-id", "x-sluice-csrf", "data-urlencode"],
  ...["products-manager", "webhook-id", "webhook-timestamp", "no-mail"],
];
const known: ReadonlySet<string> = new Set([
  ...Object.keys(catalogue),
  ...Object.keys(findingCatalogue),
  ...failureCodes,
  ...stepCodes,
  ...alertConditionSchema.options.map(({ shape }) => shape.kind.value),
  ...otherWords,
]);

describe("the guide", () => {
  it("has every page in both languages", () => {
    expect(pageNames("fr")).toEqual(pageNames("en"));
    expect(pageNames("en").length).toBeGreaterThan(10);
  });

  it.each(languages)("lists all its pages in the index (%s)", (language) => {
    const folder = language === "en" ? "docs" : "docs/fr";
    const listed = new Set(linksOf(textOf(`${folder}/README.md`)));
    expect(pageNames(language).filter((name) => name !== "README.md" && !listed.has(name))).toEqual([]);
  });

  it.each(byPath)("%s has only links that lead somewhere", (_, page) => {
    const relative = linksOf(page.text).filter((target) => !/^[a-z]+:/.test(target));
    expect(relative.flatMap((target) => brokenLink(page, target) ?? [])).toEqual([]);
  });

  it.each(byPath)("%s has as many headings and blocks of code as its twin", (path, page) => {
    const twin = path.startsWith("README")
      ? textOf(page.language === "en" ? "README.fr.md" : "README.md")
      : textOf(
          page.language === "en" ? path.replace("docs/", "docs/fr/") : path.replace("docs/fr/", "docs/"),
        );
    expect([anchorsOf(page.text).size, page.text.match(/^ *```\w/gm)?.length]).toEqual([
      anchorsOf(twin).size,
      twin.match(/^ *```\w/gm)?.length,
    ]);
  });

  it.each(byPath)("%s names only settings that there are", (_, page) => {
    const named = [...page.text.matchAll(/SLUICE_[A-Z_]+/g)].map(([name]) => name);
    expect(named.filter((name) => !settings.includes(name))).toEqual([]);
  });

  it.each(byPath)("%s names only codes that there are", (_, page) => {
    const words = codeSpans(page.text).filter((code) => /^[a-z]+(?:-[a-z]+)+$/.test(code));
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  const ofGuide = byPath.filter(([path]) => path.startsWith("docs/"));
  it.each(ofGuide)("%s calls what is on the screen as the screen does", (_, page) => {
    const words = new Set(screenWords(page.language));
    const bold = [...withoutCode(page.text, { spans: "drop" }).matchAll(/\*\*([^*\n]+)\*\*/g)];
    expect(bold.map(([, word = ""]) => word).filter((word) => !words.has(word))).toEqual([]);
  });

  it.each(byPath)("%s has JSON that is JSON", (_, page) => {
    const blocks = [...page.text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
    expect(blocks.filter((text) => !isJson(text))).toEqual([]);
  });
});

describe.each(languages)("what the guide promises to list (%s)", (language) => {
  const page = (name: string) => textOf(`${language === "en" ? "docs" : "docs/fr"}/${name}`);

  it("the functions, as the table of the expressions has them", () => {
    expect(functionTable.length).toBeGreaterThan(100);
    expect(textOf(functionPagePath[language]), "run `npm run docs`").toBe(functionPage(language));
  });

  it("the receivers to copy, as the editor shows them", () => {
    expect(textOf(receivingPagePath[language]), "run `npm run docs`").toBe(receivingPage(language));
  });

  it("every setting", () => {
    expect(settings.filter((name) => !page("operating.md").includes(`\`${name}\``))).toEqual([]);
  });

  it("every node type, with a link to its own page", () => {
    const links = linksOf(page("nodes.md"));
    const up = language === "en" ? ".." : "../..";
    expect(
      Object.keys(definitions).filter(
        (type) => !links.includes(`${up}/packages/nodes/src/${type}/README.md`),
      ),
    ).toEqual([]);
  });

  it("every finding and every operator of a rule", () => {
    const findings = new Set(codeSpans(page("drawing.md")));
    expect(Object.keys(findingCatalogue).filter((code) => !findings.has(code))).toEqual([]);
    const operators = new Set(codeSpans(page("expressions.md")));
    expect(ruleOperators.filter((name) => !operators.has(name))).toEqual([]);
  });
});

describe("the decisions", () => {
  const folder = join(root, "docs/decisions");
  const names = readdirSync(folder).sort();
  it.each(names)("%s has a number of its own, decision, context and consequences", (name) => {
    expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
    expect(names.filter((other) => other.slice(0, 4) === name.slice(0, 4))).toEqual([name]);
    const text = readFileSync(join(folder, name), "utf8");
    for (const part of ["Decision", "Context", "Consequences"]) expect(text).toContain(`**${part}.**`);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
