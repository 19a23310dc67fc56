import { createHash } from "node:crypto";
import { type FileReference, NodeError } from "@sluice/workflow/node-contract";
import { fileOf } from "../bodies/shown-body.ts";
import { PublicError } from "../errors.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";

/**
 * Reads files of the delivery that started an execution, for its steps. What a step holds is the file's place and its hash:
 * one of another delivery, handed on by a call or an event, is told apart instead of mistaken. Rejects with a `NodeError`,
 * `file-missing`.
 */
export function createDeliveredFile(given: {
  readonly executions: Pick<ExecutionsStore, "head">;
  readonly deliveries: Pick<DeliveriesStore, "source">;
  /** Most bytes that a body is unpacked to. */
  readonly limit: number;
}): (reference: FileReference, executionId: string) => Promise<Uint8Array> {
  const { executions, deliveries, limit } = given;
  return async ({ index, sha256 }, executionId) => {
    const deliveryId = (await executions.head(executionId))?.deliveryId ?? null;
    const source = deliveryId === null ? undefined : await deliveries.source(deliveryId);
    if (!source) throw missing("no delivery that is still kept started this execution");
    const file = await fileOf(source, { index, limit }).catch((error: unknown) => {
      if (error instanceof PublicError) throw missing("the delivery's body cannot be read any more");
      throw error;
    });
    if (file === undefined) throw missing(`the delivery has no file ${index}`);
    if (createHash("sha256").update(file.bytes).digest("hex") !== sha256) {
      throw missing(
        `file ${index} of the delivery is another one; take it from the request of this execution`,
      );
    }
    return file.bytes;
  };
}

function missing(reason: string): NodeError {
  return new NodeError({ code: "file-missing", message: `the file is not there: ${reason}` });
}
