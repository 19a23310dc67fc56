import type { WorkflowDocument } from "@sluice/workflow/document";
import { sharedPayloads } from "../fixtures/shared-payloads.ts";
import { expect, test } from "../fixtures/story.ts";

const payloads = sharedPayloads();

test.describe("real senders' payloads", () => {
  test.skip(payloads.length === 0, "the folder ../shared/vectors/payloads is not beside this checkout");

  for (const { name, text } of payloads) {
    test(`${name} is pasted, mapped, posted and read back unchanged`, async ({ api, server }) => {
      const parsed = await api.variables.parse({ body: text });
      expect(parsed.problems).toEqual([]);
      const variables = parsed.variables.map(({ key, from, path, type }) => ({
        key,
        from,
        path,
        type,
        required: false,
      }));
      const document: WorkflowDocument = {
        format: 1,
        name,
        mode: "sync",
        trigger: { type: "webhook", config: { variables, examples: { body: text } } },
        nodes: {
          keep: {
            type: "set",
            config: {
              fields: {
                whole: "{{ request.body }}",
                mapped: Object.fromEntries(variables.map(({ key }) => [key, `{{ trigger.${key} }}`])),
              },
            },
          },
          back: { type: "response", config: { status: 200, kind: "json", body: "{{ steps.keep }}" } },
        },
        edges: [
          { from: "trigger", to: "keep" },
          { from: "keep", to: "back" },
        ],
      };
      const workflow = await api.workflows.create({ document });
      expect((await api.workflows.publish({ id: workflow.id })).findings).toEqual([]);

      const answer = await fetch(workflow.hookUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: text,
      });
      expect(answer.status).toBe(200);
      const back = (await answer.json()) as { whole: unknown; mapped: Record<string, unknown> };
      expect(back.whole).toEqual(JSON.parse(text));
      const examples = Object.fromEntries(
        parsed.variables
          .filter(({ path }) => !path.includes("[*]"))
          .map(({ key, path }) => [key, at(JSON.parse(text), path)]),
      );
      expect(back.mapped).toMatchObject(examples);

      const stored = await api.deliveries.get({ id: answer.headers.get("sluice-delivery-id") ?? "" });
      expect(stored.request.body).toBe(text);
      const execution = await api.executions.get({ id: answer.headers.get("sluice-execution-id") ?? "" });
      expect(execution.steps.find((step) => step.node === "keep")?.output).toEqual(back);
      expect(server.log).not.toContain("error");
    });
  }
});

/** Reads a path without wildcards in the plainest way, apart from the product's own code. */
function at(value: unknown, path: string): unknown {
  const segments = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, bare]) => (quoted === undefined ? (index ?? bare ?? "") : JSON.parse(`"${quoted}"`)),
  );
  return segments.reduce((here, segment) => (here as Record<string, unknown>)?.[segment], value);
}
