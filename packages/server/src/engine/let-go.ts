import type { EngineDependencies } from "./engine.ts";
import type { WorkerLease } from "./worker-lease.ts";

/** Gives free what this process holds and will not end, and ends its lease. A database that is away changes nothing: the lease runs out. */
export async function letGo(
  { intake, log }: Pick<EngineDependencies, "intake" | "log">,
  { executionIds, lease }: { readonly executionIds: readonly string[]; readonly lease: WorkerLease },
): Promise<void> {
  try {
    // Only crashes count against an execution: a server that is restarted every day must not set long ones aside.
    await intake.released({ executionIds, worker: lease.id });
    await lease.end();
    if (executionIds.length === 0) return;
    log.info(
      { executions: executionIds.length },
      "executions were let go: they go on at the next start, or elsewhere",
    );
  } catch (err) {
    log.error({ err }, "executions that this process holds were not let go");
  }
}
