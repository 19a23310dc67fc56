/** All texts of one language, by namespace: one file of `fr/` each. A chunk of its own, loaded before the first paint. */
export const catalogue = import.meta.glob<Record<string, unknown>>("./fr/*.json", {
  eager: true,
  import: "default",
});
