/** The texts of one language that every screen may need, by namespace. Loaded before the first paint. */
export const catalogue = import.meta.glob<Record<string, unknown>>(
  "./en/{account,accounts,alerts,approvals,audit,connectors,credentials,deliveries,executions,home,people,problems,settings,shell,ui,webhooks,workflows}.json",
  { eager: true, import: "default" },
);
