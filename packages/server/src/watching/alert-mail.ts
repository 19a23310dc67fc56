import type { AlertMeasure } from "@sluice/api/schemas";
import type { AlertRule } from "../stores/alerts/store.ts";

/** What is told of a rule. Times are milliseconds since 1970. */
export interface Told {
  readonly rule: AlertRule;
  readonly what: "firing" | "resolved";
  /** Nothing has happened: somebody tries it. */
  readonly sample: boolean;
  readonly since: number | null;
  readonly at: number;
  readonly measure: AlertMeasure | null;
}

interface Words {
  readonly subject: Readonly<Record<Told["what"] | "sample", (name: string) => string>>;
  readonly since: (time: string) => string;
  readonly over: (from: string, to: string) => string;
  readonly see: string;
  readonly rules: string;
  readonly sample: string;
}

const words: Readonly<Record<AlertRule["language"], Words>> = {
  en: {
    subject: {
      firing: (name) => `[Sluice] Alert: ${name}`,
      resolved: (name) => `[Sluice] Over: ${name}`,
      sample: (name) => `[Sluice] Test: ${name}`,
    },
    since: (time) => `Since ${time}.`,
    over: (from, to) => `It began ${from} and was over ${to}.`,
    see: "What was counted:",
    rules: "All alerts:",
    sample: "This is a sample, sent by hand. As things stand now:",
  },
  fr: {
    subject: {
      firing: (name) => `[Sluice] Alerte\u00a0: ${name}`,
      resolved: (name) => `[Sluice] Terminé\u00a0: ${name}`,
      sample: (name) => `[Sluice] Essai\u00a0: ${name}`,
    },
    since: (time) => `Depuis le ${time}.`,
    over: (from, to) => `Cela a commencé le ${from} et s’est terminé le ${to}.`,
    see: "Ce qui a été compté\u00a0:",
    rules: "Toutes les alertes\u00a0:",
    sample: "Ceci est un exemple, envoyé à la main. En ce moment\u00a0:",
  },
};

/** The mail about it, in the rule's language. `base`: where the editor is reached. */
export function alertMail(told: Told, base: string): { readonly subject: string; readonly text: string } {
  const { rule, what, sample, since, at, measure } = told;
  const say = words[rule.language];
  const time = (milliseconds: number) =>
    `${new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const span =
    what === "resolved" && since !== null ? say.over(time(since), time(at)) : say.since(time(since ?? at));
  const lines = [
    ...(sample ? [say.sample, ""] : []),
    ...(measure === null ? [] : [measure.said[rule.language]]),
    ...(sample ? [] : [span]),
    "",
    ...(measure === null ? [] : [`${say.see} ${base}${measure.path}`]),
    `${say.rules} ${base}/alerts`,
    "",
  ];
  return { subject: say.subject[sample ? "sample" : what](rule.name), text: lines.join("\n") };
}
