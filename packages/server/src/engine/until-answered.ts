import { NodeError } from "@sluice/workflow/node-contract";
import { isUnavailable } from "../stores/store-unavailable.ts";

const againMs = 1000;

/**
 * Asks the database until it answers: that it is away for a while is no fault of the step that needs it. Once `over`, its
 * failure is handed on. What is wrong beyond the database (a `NodeError`) is handed on at once.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  over: () => boolean,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof NodeError || !isUnavailable(error) || over()) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, againMs).unref());
  }
}
