import { Button, Group, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { readSchedule } from "../../document/trigger-kinds.ts";
import { useLocale } from "../../i18n/format.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { PanelSection } from "./panel-section.tsx";
import { scheduleTimes } from "./schedule-times.ts";
import { scheduleWords } from "./schedule-words.ts";
import classes from "./trigger-panel.module.css";

const presets = {
  minutes: "*/5 * * * *",
  hour: "0 * * * *",
  day: "0 9 * * *",
  weekdays: "0 9 * * 1-5",
  week: "0 9 * * 1",
  month: "0 9 1 * *",
} as const;
const shownTimes = 5;
const zones = (): readonly string[] => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

/** When the clock starts the workflow: the cron text, what it means, and the next times in its zone. */
export function ScheduleSection() {
  const { t } = useTranslation("trigger");
  const locale = useLocale();
  const language = useLanguage();
  const store = useOpenDocumentStore();
  const config = useOpenDocument((state) => state.document.trigger.config);
  const schedule = useMemo(() => readSchedule(config), [config]);
  const { cron, timeZone, missed } = schedule;
  const { next, problem } = useMemo(
    () => scheduleTimes({ cron, timeZone, count: shownTimes, after: Date.now() }),
    [cron, timeZone],
  );
  const words = useMemo(() => scheduleWords(cron, { language, locale }), [cron, language, locale]);
  const format = useMemo(() => {
    const known = zones().includes(timeZone) ? { timeZone } : {};
    return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", ...known });
  }, [locale, timeZone]);
  const set = (field: "cron" | "timeZone" | "missed", value: string, group?: string) =>
    store.edit(
      { op: "set-trigger", set: { [field]: value } },
      { label: { key: "trigger.schedule" }, ...(group === undefined ? {} : { group }) },
    );
  return (
    <>
      <PanelSection title={t("schedule.title")} hint={t("schedule.hint")} place="cron">
        <TextInput
          label={t("schedule.cron")}
          description={t("schedule.cronHelp")}
          classNames={{ input: classes.mono ?? "" }}
          spellCheck={false}
          maxLength={200}
          value={cron}
          error={problem === null ? undefined : t("schedule.invalid", { problem })}
          onChange={(event) => set("cron", event.currentTarget.value, "trigger cron")}
          onBlur={store.endGroup}
        />
        <Group gap={6} role="group" aria-label={t("schedule.presets")}>
          {Object.entries(presets).map(([name, value]) => (
            <Button
              key={name}
              size="compact-xs"
              variant={cron === value ? "light" : "default"}
              aria-pressed={cron === value}
              onClick={() => set("cron", value)}
            >
              {t(`schedule.preset.${name}`)}
            </Button>
          ))}
        </Group>
        <Select
          label={t("schedule.zone")}
          searchable
          allowDeselect={false}
          limit={200}
          data={zones().map((value) => ({ value, label: value.replaceAll("_", " ") }))}
          value={timeZone}
          onChange={(value) => value !== null && set("timeZone", value)}
        />
      </PanelSection>
      {problem === null && (
        <PanelSection title={t("schedule.next")}>
          {words !== null && <p className={classes.sentence}>{words}</p>}
          <ol className={classes.times}>
            {next.map((iso) => (
              <li key={iso}>
                <time dateTime={iso}>{format.format(new Date(iso))}</time>
              </li>
            ))}
          </ol>
          {next.length === 0 && <p className={classes.hint}>{t("schedule.never")}</p>}
        </PanelSection>
      )}
      <PanelSection title={t("schedule.missed")} hint={t("schedule.missedHint")} place="missed">
        <Select
          aria-label={t("schedule.missed")}
          allowDeselect={false}
          data={(["skip", "once", "all"] as const).map((value) => ({
            value,
            label: t(`schedule.missedBy.${value}`),
          }))}
          value={missed}
          onChange={(value) => value !== null && set("missed", value)}
        />
      </PanelSection>
    </>
  );
}
