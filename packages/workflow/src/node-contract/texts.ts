/** The languages every text for people exists in. The first one is the language to fall back on. */
export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** One text for people in every language. A missing language does not compile. */
export type Text = Readonly<Record<Language, string>>;

/** Labels of values that are called the same in every language, such as the methods of HTTP. */
export function sameEverywhere(values: readonly string[]): Record<string, Text> {
  return Object.fromEntries(values.map((value) => [value, { en: value, fr: value }]));
}
