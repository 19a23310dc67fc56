import type { TrialSource } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { newDeliveryId } from "../engine/new-id.ts";
import { personInput } from "../engine/person-input.ts";
import { inputOf } from "../engine/resume.ts";
import { PublicError } from "../errors.ts";
import { hookToJudge } from "../front-door/hook-to-judge.ts";
import { isKeptWhole, judgeAgain, refusalOf, visitFrom } from "../front-door/run-again.ts";
import type { SecretReader } from "../secrets/secret-reader.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { ExecutionInput, ExecutionsStore } from "../stores/executions/store.ts";

export interface TrialInputGiven {
  readonly deliveries: Pick<DeliveriesStore, "source" | "summaries">;
  readonly executions: Pick<ExecutionsStore, "head">;
  readonly secrets: SecretReader;
  readonly maxBodyBytes: number;
  readonly clock: () => number;
}

/**
 * What a trial runs on. Throws `delivery-not-found`, `execution-not-found`, `body-not-kept`, and what the draft would
 * refuse the delivery with.
 */
export async function trialInput(
  given: TrialInputGiven,
  asked: { readonly workflowId: string; readonly document: WorkflowDocument; readonly source: TrialSource },
): Promise<ExecutionInput> {
  const { workflowId, document, source } = asked;
  switch (source.from) {
    case "request": {
      const { body, query, headers } = source;
      return personInput(document, {
        ...(body === undefined ? {} : { body }),
        ...(query === undefined ? {} : { query }),
        ...(headers === undefined ? {} : { headers }),
        at: given.clock(),
      });
    }
    case "delivery":
      return inputOfDelivery(given, { workflowId, document, id: source.id });
    case "execution": {
      const head = await given.executions.head(source.id);
      if (head?.workflowId !== workflowId) throw new PublicError("execution-not-found");
      const input = head.input ?? (await inputOf({ deliveries: given.deliveries }, head));
      if (!input) throw new PublicError("delivery-not-found");
      return input;
    }
  }
}

/** The request of a delivery as the draft reads it. */
async function inputOfDelivery(
  { deliveries, secrets, maxBodyBytes, clock }: TrialInputGiven,
  asked: { readonly workflowId: string; readonly document: WorkflowDocument; readonly id: string },
): Promise<ExecutionInput> {
  const { workflowId, document, id } = asked;
  const [summary] = await deliveries.summaries([id]);
  const source = summary?.workflowId === workflowId ? await deliveries.source(id) : undefined;
  if (!source) throw new PublicError("delivery-not-found");
  if (!isKeptWhole(source)) throw new PublicError("body-not-kept");
  const hook = await hookToJudge({ workflowId, document }, { secrets, maxBodyBytes, clock });
  const receivedAt = clock();
  const visit = visitFrom(source, { deliveryId: newDeliveryId(receivedAt), receivedAt });
  const judged = await judgeAgain(visit, hook, source).catch((thrown: unknown) => {
    throw refusalOf(thrown);
  });
  return judged.input;
}
