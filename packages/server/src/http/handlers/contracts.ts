import { type WorkflowDocument, webhookTriggerSchema } from "@sluice/workflow/document";
import { unsettled } from "@sluice/workflow/drift";
import { openApiOf } from "../../contract-docs/openapi.ts";
import { docsPage } from "../../contract-docs/page.ts";
import { docsTexts } from "../../contract-docs/texts.ts";
import { triggerDocs } from "../../contract-docs/trigger-docs.ts";
import type { DriftStore, SeenDrift } from "../../stores/drift/store.ts";
import type { Workflows } from "../../workflows/workflows.ts";
import type { ContractImplementer } from "../router.ts";

export interface ContractsHandlersGiven {
  readonly workflows: Workflows;
  readonly drift: DriftStore;
  /** Resolves when what the door has seen so far is written. */
  readonly deliveriesSettled: () => Promise<void>;
}

export function contractsHandlers(api: ContractImplementer, given: ContractsHandlersGiven) {
  const { workflows, drift, deliveriesSettled } = given;
  return {
    docs: api.contracts.docs.handler(async ({ input: { id, language = "en" } }) => {
      const { draft, hookUrl, published } = await workflows.get(id);
      const docs = triggerDocs(draft, { url: hookUrl });
      const version = String(published ?? 0);
      return {
        html: docsPage(docs, language),
        openapi: openApiOf(docs, { texts: docsTexts[language], version }),
      };
    }),
    drift: api.contracts.drift.handler(async ({ input: { id } }) => {
      const { draft } = await workflows.get(id);
      await deliveriesSettled();
      return { items: unlearned(draft, await drift.list(id)).map(shown) };
    }),
    forgetDrift: api.contracts.forgetDrift.handler(async ({ input: { id } }) => {
      await workflows.get(id);
      await deliveriesSettled();
      await drift.forget(id);
    }),
  };
}

function unlearned({ trigger }: WorkflowDocument, seen: readonly SeenDrift[]): readonly SeenDrift[] {
  const parsed = webhookTriggerSchema.safeParse(trigger.config);
  // Of a trigger that is half written nobody can say what it knows.
  return parsed.success ? unsettled(seen, parsed.data) : seen;
}

function shown(one: SeenDrift) {
  return {
    ...one,
    firstSeenAt: new Date(one.firstSeenAt).toISOString(),
    lastSeenAt: new Date(one.lastSeenAt).toISOString(),
  };
}
