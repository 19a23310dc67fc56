/** The texts of one language that every screen may need, by namespace. Loaded before the first paint. */
export const catalogue = import.meta.glob<Record<string, unknown>>(
  "./en/{accounts,alerts,approvals,credentials,deliveries,executions,home,problems,settings,shell,ui,webhooks,workflows}.json",
  { eager: true, import: "default" },
);
