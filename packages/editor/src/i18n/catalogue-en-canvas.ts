/** All other texts of one language: what the screens with a canvas say. Loaded with the first of those. */
export const catalogue = import.meta.glob<Record<string, unknown>>(
  [
    "./en/*.json",
    "!./en/{account,accounts,alerts,approvals,audit,connectors,credentials,deliveries,executions,home,people,problems,settings,shell,ui,workflows}.json",
  ],
  { eager: true, import: "default" },
);
