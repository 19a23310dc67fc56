import type { Problem } from "@sluice/api/schemas";
import type { TFunction } from "i18next";

export type Issue = NonNullable<Problem["issues"]>[number];

const types = ["null", "string", "number", "integer", "boolean", "object", "array"] as const;
const formats = ["datetime", "date", "email", "url"] as const;

/** What is wrong at a place, in the reader's language; the server's own sentence for what we have no words for. */
export function issueText({ code, values = {}, message }: Issue, t: TFunction<"ui">): string {
  const { expected, received, limit, options, format } = values;
  const typeName = (name = "") => {
    const known = types.find((one) => one === name);
    return known ? t(`type.${known}`) : name;
  };
  switch (code) {
    case "missing":
    case "unknown-name":
      return t(`issue.${code}`);
    case "wrong-type":
      return t("issue.wrong-type", { expected: typeName(expected), received: typeName(received) });
    case "not-one-of":
      return t("issue.not-one-of", { options });
    case "short-number":
    case "long-number":
      return t(`issue.${code}`, { limit });
    case "short-text":
    case "long-text":
    case "short-list":
    case "long-list":
      return t(`issue.${code}`, { count: Number(limit) });
    case "wrong-format": {
      const known = formats.find((one) => one === format);
      return t("issue.wrong-format", {
        format: known ? t(`issueFormat.${known}`) : t("issueFormat.other", { name: format }),
      });
    }
    case "wrong":
      return t("issue.wrong");
    default:
      return message;
  }
}
