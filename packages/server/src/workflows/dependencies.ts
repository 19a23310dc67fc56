import type { News } from "@sluice/api/schemas";
import type { NodeTypes } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import type { Vault } from "../secrets/vault.ts";
import type { CredentialsStore } from "../stores/credentials/store.ts";
import type { ExecutionsStore } from "../stores/executions/store.ts";
import type { SecretsStore } from "../stores/secrets/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import type { Tasks } from "../tasks/tasks.ts";

/** All that the policy of workflows works with. */
export interface WorkflowsDependencies {
  readonly store: WorkflowsStore;
  readonly secrets: SecretsStore;
  readonly credentials: Pick<CredentialsStore, "ids">;
  readonly vault: Vault;
  readonly types: NodeTypes;
  readonly clock: Clock;
  readonly tasks: Pick<Tasks, "poke">;
  readonly hub: { publish(news: News): void };
  /** The URL of a key, as the outside sees it. */
  readonly hookUrl: (key: string) => string;
  /** Whether the outside's way to this server is configured, and not only what it listens on. */
  readonly hasPublicUrl: boolean;
  /** What deliveries and executions know of workflows. */
  readonly activity: {
    lastReceived(workflowIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
    countHeld(workflowIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
    countFailures(query: {
      workflowIds: readonly string[];
      since: number;
    }): Promise<ReadonlyMap<string, number>>;
    countBetween: ExecutionsStore["countBetween"];
  };
}
