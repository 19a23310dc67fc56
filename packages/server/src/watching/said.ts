import type { KeyWaiting } from "../stores/figures/store.ts";

/** A sentence for people, in each language. */
export interface Said {
  readonly en: string;
  readonly fr: string;
}

const numbersEn = new Intl.NumberFormat("en");
const numbersFr = new Intl.NumberFormat("fr");

/** What measures say, in words. */
export const said = {
  failureRate(given: {
    readonly failed: number;
    readonly total: number;
    readonly workflow: string | null;
    readonly minutes: number;
  }): Said {
    const { failed, total, workflow, minutes } = given;
    return {
      en: `${en(failed)} of ${en(total)} ${ofEn(workflow, total === 1 ? "execution" : "executions")} of the last ${lastEn(minutes)} failed.`,
      fr: `${fr(failed)} ${ofFr(workflow, failed > 1 ? "exécutions" : "exécution", total)} ${lastFr(minutes)} ${failed > 1 ? "ont échoué" : "a échoué"}.`,
    };
  },

  queueAge({ seconds }: { readonly seconds: number }): Said {
    return {
      en: `The execution that has been due the longest waits for ${clockEn(seconds)}.`,
      fr: `L’exécution due depuis le plus longtemps attend depuis ${clockFr(seconds)}.`,
    };
  },

  /** `ago`: minutes since the last one; null: none came in all that time. */
  noDelivery(given: {
    readonly minutes: number;
    readonly ago: number | null;
    readonly workflow: string;
    readonly closed: "paused" | "unpublished" | null;
  }): Said {
    const { minutes, ago, workflow, closed } = given;
    if (ago !== null) {
      return {
        en: `The last delivery that “${workflow}” accepted came ${spanEn(ago)} ago.`,
        fr: `La dernière livraison que « ${workflow} » a acceptée est arrivée il y a ${spanFr(ago)}.`,
      };
    }
    const why = {
      paused: [" It is paused.", " Il est en pause."],
      unpublished: [" It is not published.", " Il n’est pas publié."],
    } as const;
    const [whyEn, whyFr] = closed === null ? ["", ""] : why[closed];
    return {
      en: `“${workflow}” has accepted no delivery for ${spanEn(minutes)} or longer.${whyEn}`,
      fr: `« ${workflow} » n’a accepté aucune livraison depuis ${spanFr(minutes)} ou plus.${whyFr}`,
    };
  },

  refusals(given: {
    readonly refused: number;
    readonly total: number;
    readonly workflow: string | null;
    readonly minutes: number;
  }): Said {
    const { refused, total, workflow, minutes } = given;
    const at = {
      en: workflow === null ? "" : ` at “${workflow}”`,
      fr: workflow === null ? "" : ` à « ${workflow} »`,
    };
    return {
      en: `${en(refused)} of ${en(total)} ${total === 1 ? "delivery" : "deliveries"}${at.en} of the last ${lastEn(minutes)} ${refused === 1 ? "was" : "were"} refused.`,
      fr: `${fr(refused)} ${refused > 1 ? "livraisons" : "livraison"} sur ${fr(total)}${at.fr} ${lastFr(minutes)} ${refused > 1 ? "ont été refusées" : "a été refusée"}.`,
    };
  },

  disabled({ hosts }: { readonly hosts: readonly string[] }): Said {
    if (hosts.length === 0) {
      return { en: "No subscription is disabled.", fr: "Aucun abonnement n’est désactivé." };
    }
    const shown = [...new Set(hosts)].slice(0, 5).join(", ");
    return {
      en: `${en(hosts.length)} ${hosts.length === 1 ? "subscription is" : "subscriptions are"} disabled: ${shown}.`,
      fr: `${fr(hosts.length)} ${hosts.length > 1 ? "abonnements sont désactivés" : "abonnement est désactivé"} : ${shown}.`,
    };
  },

  disk({ percent, megabytes }: { readonly percent: number; readonly megabytes: number }): Said {
    return {
      en: `${en(percent)} % of the disk is free: ${en(megabytes)} MiB.`,
      fr: `${fr(percent)} % du disque est libre : ${fr(megabytes)} Mio.`,
    };
  },

  atLimit({ waiting, key }: { readonly waiting: number; readonly key: KeyWaiting | null }): Said {
    const most = key === null ? { en: "", fr: "" } : mostOf(key);
    return {
      en: `${en(waiting)} ${waiting === 1 ? "execution waits" : "executions wait"} for others of the same concurrency key${most.en}.`,
      fr: `${fr(waiting)} ${waiting > 1 ? "exécutions attendent" : "exécution attend"} que d’autres de même clé de concurrence aient fini${most.fr}.`,
    };
  },
};

function mostOf({ key, waiting, limit }: KeyWaiting): Said {
  const value = key.slice(key.indexOf("/") + 1);
  return {
    en: `, most of them for ${value} (${en(waiting)}, ${en(limit)} at once)`,
    fr: `, la plupart pour ${value} (${fr(waiting)}, ${fr(limit)} à la fois)`,
  };
}

function ofEn(workflow: string | null, noun: string): string {
  return workflow === null ? noun : `${noun} of “${workflow}”`;
}

function ofFr(workflow: string | null, noun: string, total: number): string {
  return workflow === null ? `${noun} sur ${fr(total)}` : `${noun} sur ${fr(total)} de « ${workflow} »`;
}

function en(value: number): string {
  return numbersEn.format(value);
}

function fr(value: number): string {
  return numbersFr.format(value);
}

/** Whole hours and days where that is what was meant. */
function spanEn(minutes: number): string {
  const [value, unit] = spanOf(minutes);
  return `${en(value)} ${unit}${value === 1 ? "" : "s"}`;
}

/** "last …" */
function lastEn(minutes: number): string {
  const [value, unit] = spanOf(minutes);
  return value === 1 ? unit : spanEn(minutes);
}

/** "des 15 dernières minutes" */
function lastFr(minutes: number): string {
  const [value, unit] = spanOf(minutes);
  const last = unit === "day" ? "derniers" : "dernières";
  return value > 1 ? `des ${fr(value)} ${last} ${unitsFr[unit]}s` : `de la dernière ${unitsFr[unit]}`;
}

const unitsFr = { minute: "minute", hour: "heure", day: "jour" } as const;

function spanFr(minutes: number): string {
  const [value, unit] = spanOf(minutes);
  return `${fr(value)} ${unitsFr[unit]}${value > 1 ? "s" : ""}`;
}

function spanOf(minutes: number): readonly [number, "minute" | "hour" | "day"] {
  if (minutes >= 2 * 1440 && minutes % 1440 === 0) return [minutes / 1440, "day"];
  if (minutes >= 60 && minutes % 60 === 0) return [minutes / 60, "hour"];
  return minutes >= 600 ? [Math.round(minutes / 60), "hour"] : [minutes, "minute"];
}

function clockEn(seconds: number): string {
  return seconds < 120 ? `${en(seconds)} s` : spanEn(Math.round(seconds / 60));
}

function clockFr(seconds: number): string {
  return seconds < 120 ? `${fr(seconds)} s` : spanFr(Math.round(seconds / 60));
}
