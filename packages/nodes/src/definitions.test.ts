import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { forbiddenNames, portSchema } from "@sluice/workflow/document";
import { portsOf } from "@sluice/workflow/graph";
import {
  configIssues,
  defaultConfig,
  type FormField,
  formOf,
  languages,
  type NodeDefinition,
  type NodeRunner,
  needsAnswer,
  type RunResult,
  type SettledResult,
  type Text,
  type Woken,
} from "@sluice/workflow/node-contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { definitions } from "./definitions.ts";
import { runners } from "./runners.ts";
import { reachedFrom } from "./testing/imports-of.ts";
import { runExample } from "./testing/run-node.ts";

const all: [string, NodeDefinition][] = Object.entries(definitions);
const byType: Readonly<Record<string, NodeRunner>> = runners;

function everyField(fields: readonly FormField[]): FormField[] {
  return fields.flatMap((field) => [
    field,
    ...everyField(field.children ?? []),
    ...(field.item ? everyField([field.item]) : []),
  ]);
}

function expectText(text: Text | undefined): void {
  for (const language of languages) expect(text?.[language]?.trim()).toBeTruthy();
}

/** Something of every kind that can wake a step. */
const wakers: Readonly<Record<Woken["by"], Woken>> = {
  moment: { by: "moment" },
  callback: { by: "callback", body: { ok: true }, query: {}, headers: {} },
  approval: { by: "approval", approved: true, comment: "", person: "ada@example.com" },
  call: { by: "call", executionId: "exe_2", status: "succeeded", output: { done: 1 }, error: null },
};

/** What a step answers in the end: after it was woken, or after its iterations. */
function endsOf(runner: NodeRunner, result: RunResult<string>): SettledResult<string>[] {
  if ("iterate" in result) {
    const ended = { outcomes: [{ kind: "finished" as const, output: { a: 1 } }], stopped: false };
    return runner.collect ? [runner.collect(ended)] : [];
  }
  if (!("wait" in result)) return [result];
  const { wake } = runner;
  if (wake === undefined) return [];
  const { input } = runner.definition.example;
  const ways: Woken["by"][] =
    runner.definition.type === "wait" ? [result.wait.for, "moment"] : [result.wait.for];
  return ways.map((by) => wake({ input, memo: result.memo ?? null, woken: wakers[by] }));
}

describe.each(all)("%s", (type, definition) => {
  const folder = new URL(`./${type}/`, import.meta.url);
  const fields = everyField(formOf(definition));

  test("it stands under its own name, in a folder of its own, with a runner", () => {
    expect(definition.type).toBe(type);
    expect(byType[type]?.definition).toBe(definition);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["README.fr.md", "README.md", "definition.ts", "run.test.ts", "run.ts"]),
    );
  });

  test("its example has no issue and runs to a named port or an end", async () => {
    expect(configIssues(definition, definition.example.config)).toEqual([]);

    const runner = byType[type];
    if (!runner) throw new Error(`no runner for ${type}`);
    const result = await runExample(runner);

    const { config } = definition.example;
    const ports = (portsOf(definitions, { type, config }) ?? []).map(({ port }) => port);
    const shape = definition.outputOf?.(config) ?? definition.output;
    for (const end of endsOf(runner, result)) {
      if ("end" in end) expect(["succeeded", "failed"]).toContain(end.end);
      else {
        const taken = [end.port].flat();
        expect(taken).not.toEqual([]);
        expect(ports).toEqual(expect.arrayContaining(taken));
      }
      expect(shape.parse(end.output)).toEqual(end.output);
    }
  });

  test("an example of its output stands in for a call or a wait alone, and has its shape and a port of it", () => {
    const { config } = definition.example;
    const example = definition.exampleOutput?.(config);
    if (definition.exampleOutput) expect(needsAnswer(definitions, { type, config })).toBe(true);
    if (!example) return;
    const ports = (portsOf(definitions, { type, config }) ?? []).map(({ port }) => port);
    expect(ports).toContain(example.port ?? "out");
    const shape = definition.outputOf?.(config) ?? definition.output;
    expect(shape.parse(example.output)).toEqual(example.output);
  });

  test("a container collects, and only a container iterates", async () => {
    const runner = byType[type];
    const result = runner && (await runExample(runner));
    expect(result && "iterate" in result).toBe(definition.container !== undefined);
    expect(runner?.collect !== undefined).toBe(definition.container !== undefined);
  });

  test("every text for people exists in every language", () => {
    for (const text of [definition.title, definition.summary, ...Object.values(definition.ports)]) {
      expectText(text);
    }
    for (const field of fields) {
      expectText(field.label);
      if (field.help) expectText(field.help);
      for (const option of field.options ?? []) expectText(option.label);
      for (const variant of field.variants ?? []) if (variant.help) expectText(variant.help);
    }
  });

  test.each(
    languages.map(
      (language) => [language, language === "en" ? "README.md" : `README.${language}.md`] as const,
    ),
  )("its README in %s names every field, every port and a recipe", (language, name) => {
    const readme = readFileSync(new URL(name, folder), "utf8");

    expect(readme).toContain(`# ${definition.title[language]}\n`);
    for (const field of fields) {
      if (field.name === "*") continue;
      expect(readme).toContain(`\`${field.name}\``);
      expect(readme).toContain(`**${field.label[language]}**`);
    }
    for (const option of fields.flatMap(({ options }) => options ?? [])) {
      expect(readme).toContain(`\`${option.value}\``);
    }
    for (const port of Object.keys(definition.ports)) expect(readme).toContain(`\`${port}\``);
    expect(readme).toMatch(/^## Rec(ipe|ette)/m);
  });

  test("the recipe of its README has no issue", () => {
    for (const name of ["README.md", "README.fr.md"]) {
      const readme = readFileSync(new URL(name, folder), "utf8");
      const recipes = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((block) =>
        JSON.parse(block[1] ?? ""),
      );
      expect(recipes.length).toBeGreaterThan(0);
      for (const recipe of recipes) expect(configIssues(definition, recipe)).toEqual([]);
    }
  });

  test("visibility and variants speak of fields that are there, with values they can have", () => {
    const check = (siblings: readonly FormField[]) => {
      for (const field of siblings) {
        for (const when of [field.visibleWhen, ...(field.variants ?? []).map((variant) => variant.when)]) {
          if (!when) continue;
          const other = siblings.find(({ name }) => name === when.field);
          expect(other?.holds).toBe("literal");
          const values =
            other?.kind === "boolean" ? [true, false] : other?.options?.map(({ value }) => value);
          expect(values).toEqual(expect.arrayContaining([...when.in]));
        }
        // Hidden, it is not there when the config is parsed.
        if (field.visibleWhen) expect(field.required).toBe(false);
        check(field.children ?? []);
      }
    };
    check(formOf(definition));
  });

  test("a fresh config has only what is missing to be said of it", () => {
    const kinds = configIssues(definition, defaultConfig(definition)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== "missing")).toEqual([]);
  });

  test("its ports are names that edges can hold", () => {
    for (const port of Object.keys(definition.ports)) {
      expect(portSchema.safeParse(port).success).toBe(true);
      // Every node can have an exit of that name (`onError: branch`); a `try` has it for what fails inside.
      if (type !== "try") expect(port).not.toBe("error");
      expect(forbiddenNames.has(port)).toBe(false);
    }
  });

  test("ports, summary and answer bear any config, half filled or nonsense", () => {
    const nonsense = [{}, { cases: 1 }, { cases: [null, { port: 5 }, { port: "" }] }, { when: [] }];
    for (const config of [...nonsense, { fields: [] }, { kind: 7, status: {} }, { expression: 3 }]) {
      for (const { port } of definition.dynamicPorts?.(config) ?? []) expect(port).not.toBe("");
      for (const port of definition.absentPorts?.(config) ?? [])
        expect(definition.ports).toHaveProperty(port);
      for (const language of languages)
        expect(typeof definition.summarize?.(config, language)).toBe("string");
      definition.answers?.(config);
      definition.outputOf?.(config);
    }
  });

  test("its summary is one short line in every language", () => {
    for (const language of languages) {
      const line = definition.summarize?.(definition.example.config, language) ?? "";
      expect(line).not.toBe("");
      expect(line).not.toContain("\n");
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test("its schemas can be shown outside as JSON Schema", () => {
    for (const schema of [definition.config, definition.output]) {
      expect(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })).toBeTypeOf("object");
    }
  });

  test("raising its version needs one upgrade step for every version before", () => {
    const steps = Object.keys(definition.upgrade ?? {}).map(Number);
    expect(steps).toEqual(Array.from({ length: definition.version - 1 }, (_, index) => index + 1));
  });

  test("its definition reaches nothing but the workflow package and zod, and never its run", () => {
    const { files, packages } = reachedFrom(new URL("definition.ts", folder));

    for (const name of packages) expect(name).toMatch(/^(zod|@sluice\/workflow\/[a-z-]+)$/);
    for (const file of files) {
      expect(existsSync(file)).toBe(true);
      expect(file.pathname).not.toMatch(/\/run\.ts$/);
      const others = all.filter(([other]) => other !== type);
      for (const [other] of others) expect(file.pathname).not.toContain(`/src/${other}/`);
    }
    for (const name of packages) expect(builtinModules).not.toContain(name);
  });
});

test("every folder of a node type is in the map", () => {
  const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter((entry) => existsSync(new URL(`./${entry.name}/definition.ts`, import.meta.url)));

  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(definitions).sort());
});
