/** All texts of one language, by namespace: one file of `en/` each. A chunk of its own, loaded before the first paint. */
export const catalogue = import.meta.glob<Record<string, unknown>>("./en/*.json", {
  eager: true,
  import: "default",
});
