import { type InstanceSettings, retentionSchema, settingsSchema } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { PublicError } from "../errors.ts";
import type { SettingsStore } from "../stores/settings/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";

/** Settings of the instance that people change while it runs. */
export interface Settings {
  get(): Promise<InstanceSettings>;
  /** What is left out stays. Throws `invalid-request` for an error workflow that is not there. */
  save(
    changes: { [Name in keyof InstanceSettings]?: InstanceSettings[Name] | undefined },
  ): Promise<InstanceSettings>;
}

const { errorWorkflowId: errorWorkflowIdSchema, auditDays, language, webhookFormat } = settingsSchema.shape;
/** What stands where nobody has chosen. */
const defaults = { auditDays: 365, language: null, webhookFormat: "standard" } as const;

export function createSettings(given: {
  readonly store: SettingsStore;
  readonly workflows: Pick<WorkflowsStore, "get">;
  readonly config: Pick<Config, "retentionDays" | "retentionPerWorkflow">;
  readonly clock: Clock;
}): Settings {
  const { store, workflows, config, clock } = given;
  const fallbacks = {
    days: config.retentionDays === 0 ? null : config.retentionDays,
    perWorkflow: config.retentionPerWorkflow === 0 ? null : config.retentionPerWorkflow,
  };
  const retentionOf = (values: ReadonlyMap<string, string>) =>
    retentionSchema.parse(values.has("retention") ? JSON.parse(values.get("retention") ?? "") : fallbacks);

  const get = async (): Promise<InstanceSettings> => {
    const values = await store.all();
    const read = (name: keyof InstanceSettings): unknown => JSON.parse(values.get(name) ?? "null");
    return {
      errorWorkflowId: errorWorkflowIdSchema.parse(read("errorWorkflowId")),
      retention: retentionOf(values),
      auditDays: auditDays.parse(values.has("auditDays") ? read("auditDays") : defaults.auditDays),
      language: language.parse(read("language") ?? defaults.language),
      webhookFormat: webhookFormat.parse(read("webhookFormat") ?? defaults.webhookFormat),
    };
  };

  return {
    get,
    async save(changes) {
      const { errorWorkflowId } = changes;
      if (errorWorkflowId && !(await workflows.get(errorWorkflowId))) {
        const message = "there is no workflow with this id";
        throw new PublicError("invalid-request", {
          members: { issues: [{ at: ["errorWorkflowId"], message }] },
        });
      }
      const values = Object.entries(changes).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, JSON.stringify(value)] as const],
      );
      await store.set({ values: Object.fromEntries(values), at: clock() });
      return get();
    },
  };
}
