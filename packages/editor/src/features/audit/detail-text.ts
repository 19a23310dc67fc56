import type { Act } from "@sluice/api/schemas";
import i18next, { type TFunction } from "i18next";
import type { Format } from "../../i18n/format.ts";

export interface DetailWords {
  readonly t: TFunction<"audit">;
  readonly format: Pick<Format, "span">;
}

/** What is known of an act besides who and what, in the reader's language. What there are no words for stands as it was kept. */
export function detailText(detail: Act["detail"], words: DetailWords): string {
  return Object.entries(detail)
    .map(([name, value]) => partText(name, value, words))
    .join(" · ");
}

function partText(name: string, value: number | string | readonly string[], words: DetailWords): string {
  const { t, format } = words;
  if (typeof value === "object") {
    const names = value.map((field) => (isWorded(`field.${field}`) ? t(`field.${field as "name"}`) : field));
    // Two names of one thing, such as `active` and `is_active`, are one word.
    const list = [...new Set(names)].join(", ");
    return name === "changed"
      ? t("detail.changed", { names: list })
      : t("detail.other", { name, value: list });
  }
  if (typeof value === "string") {
    return isWorded(`detail.id.${name}`)
      ? t(`detail.id.${name as "eventId"}`, { value })
      : t("detail.other", { name, value });
  }
  if (name === "keepOldForSeconds") {
    return value > 0 ? t("detail.keptFor", { span: format.span(value * 1000) }) : t("detail.notKept");
  }
  if (isWorded(`detail.amount.${name}_other`)) return t(`detail.amount.${name as "count"}`, { count: value });
  return isWorded(`detail.number.${name}`)
    ? t(`detail.number.${name as "version"}`, { value })
    : t("detail.other", { name, value });
}

const isWorded = (key: string): boolean => i18next.exists(`audit:${key}`);
