import { NumberInput, TagsInput } from "@mantine/core";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { readProtection } from "../../document/protection.ts";
import { defaultBodyBytes } from "../../document/trigger-config.ts";
import { useFindings, useFindingText } from "../problems/use-findings.ts";
import { AllowedAddresses } from "./allowed-addresses.tsx";
import { PanelSection } from "./panel-section.tsx";
import classes from "./trigger-panel.module.css";
import { useProtectionEdits } from "./use-protection-edits.ts";

const kibibyte = 1024;
const mostOrigins = 50;

/** Who may call, how often and with how much: addresses, rates, pages of other origins, the largest body. */
export function ProtectionSection({ config }: { config: JsonObject }) {
  const { t } = useTranslation("protection");
  const { addresses, origins, bodyBytes, ...rates } = useMemo(() => readProtection(config), [config]);
  const edits = useProtectionEdits();
  const problemOf = useProblemsOf();
  return (
    <PanelSection title={t("title")} hint={t("hint")} place="limits">
      <AllowedAddresses addresses={addresses} problem={problemOf("ipAllow")} onChange={edits.setAddresses} />
      <fieldset className={classes.pair}>
        <legend className={classes.label}>{t("rates.label")}</legend>
        {(["perMinute", "perMinuteOfAddress"] as const).map((limit) => (
          <div key={limit} className={classes.field} data-place={JSON.stringify(["limits", limit])}>
            <NumberInput
              label={t(`rates.${limit}`)}
              suffix={t("rates.suffix")}
              min={1}
              max={1_000_000}
              clampBehavior="blur"
              allowDecimal={false}
              placeholder={t("rates.none")}
              value={rates[limit] ?? ""}
              onChange={(value) =>
                edits.setLimit(
                  limit,
                  typeof value === "number" && value >= 1 && value <= 1_000_000 ? value : undefined,
                )
              }
              onBlur={edits.endGroup}
            />
          </div>
        ))}
      </fieldset>
      <p className={classes.hint}>{t("rates.help")}</p>
      <div className={classes.field} data-place='["cors"]'>
        <TagsInput
          label={t("origins.label")}
          description={t("origins.help")}
          placeholder={origins.length === 0 ? "https://shop.example" : ""}
          maxTags={mostOrigins}
          splitChars={[",", " ", "\n"]}
          acceptValueOnBlur
          error={problemOf("cors")}
          value={[...origins]}
          onChange={edits.setOrigins}
        />
      </div>
      <div className={classes.field} data-place='["limits","bodyBytes"]'>
        <NumberInput
          label={t("body.label")}
          description={t("body.help")}
          suffix={t("body.unit")}
          min={1 / kibibyte}
          decimalScale={3}
          placeholder={`${defaultBodyBytes / kibibyte}${t("body.unit")}`}
          value={bodyBytes === undefined ? "" : bodyBytes / kibibyte}
          onChange={(value) =>
            edits.setLimit(
              "bodyBytes",
              typeof value === "number" && value > 0 ? Math.max(1, Math.round(value * kibibyte)) : undefined,
            )
          }
          onBlur={edits.endGroup}
        />
      </div>
    </PanelSection>
  );
}

/** The first finding about a field of the trigger, and how many more there are. */
function useProblemsOf(): (field: string) => string | undefined {
  const { t } = useTranslation("protection");
  const findings = useFindings().all;
  const describe = useFindingText();
  return (field) => {
    const [first, ...more] = findings.filter(({ at }) => at[0] === "trigger" && at[2] === field);
    if (!first) return undefined;
    return more.length === 0 ? describe(first) : `${describe(first)} ${t("more", { count: more.length })}`;
  };
}
