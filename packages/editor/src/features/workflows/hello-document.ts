import { emptyDocument, type WorkflowDocument } from "@sluice/workflow/document";

export interface HelloTexts {
  /** Of the workflow. */
  readonly name: string;
  /** The word before the name. */
  readonly greeting: string;
  /** Of the Response node. */
  readonly answer: string;
}

/** The smallest workflow that answers: one variable, one Response. */
export function helloDocument({ name, greeting, answer }: HelloTexts): WorkflowDocument {
  return {
    ...emptyDocument(name, "sync"),
    trigger: {
      type: "webhook",
      config: {
        variables: [{ key: "name", from: "body", path: "name", type: "string", required: true }],
        examples: { body: '{"name":"Ada"}' },
      },
    },
    nodes: {
      answer: {
        type: "response",
        name: answer,
        config: { kind: "json", status: 200, body: { message: `${greeting} {{ trigger.name }}` } },
      },
    },
    edges: [{ from: "trigger", to: "answer" }],
    layout: { nodes: { answer: { x: 320, y: 0 } }, notes: [] },
  };
}
