import { Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import {
  nameOfSchedule,
  readSchedule,
  type ScheduleName,
  schedules,
  scheduleText,
  spanOfSchedule,
} from "./schedule-draft.ts";

export interface ScheduleFieldProps {
  /** Null: the usual one. */
  readonly value: readonly number[] | null;
  /** Undefined: what is typed cannot be read. */
  readonly onChange: (waits: readonly number[] | null | undefined) => void;
}

const names = ["usual", "standard", "short", "own"] as const;

/** When a message goes out again: one of a few, or waits of one's own, with what that comes to. */
export function ScheduleField({ value, onChange }: ScheduleFieldProps) {
  const { t } = useTranslation("webhooks");
  const [name, setName] = useState<ScheduleName>(() => nameOfSchedule(value));
  const [text, setText] = useState(() => scheduleText(value ?? schedules.usual, t("schedule.day")));
  const waits = name === "own" ? readSchedule(text) : schedules[name];
  const choose = (next: ScheduleName) => {
    setName(next);
    if (next === "own") return;
    setText(scheduleText(schedules[next], t("schedule.day")));
    onChange(next === "usual" ? null : schedules[next]);
  };
  return (
    <div>
      <Select
        label={t("schedule.label")}
        allowDeselect={false}
        data={names.map((one) => ({ value: one, label: t(`schedule.names.${one}`) }))}
        value={name}
        onChange={(next) => choose(names.find((one) => one === next) ?? "usual")}
      />
      {name === "own" && (
        <TextInput
          mt="xs"
          data-field="schedule"
          label={t("schedule.waits")}
          description={t("schedule.waitsHint")}
          error={waits === undefined ? t("faults.noSchedule") : null}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onChange(readSchedule(event.currentTarget.value));
          }}
        />
      )}
      {waits && (
        <Text size="xs" c="dimmed" mt={4}>
          {name !== "own" && `${t("schedule.after", { waits: scheduleText(waits, t("schedule.day")) })} `}
          <SchedulePreview waits={waits} />
        </Text>
      )}
    </div>
  );
}

/** "6 attempts; the last one 7 h 21 min after the first". */
export function SchedulePreview({ waits }: { waits: readonly number[] }) {
  const { t } = useTranslation("webhooks");
  const format = useFormat();
  const { attempts, lastMs } = spanOfSchedule(waits);
  return <>{t("schedule.preview", { count: attempts, span: format.span(lastMs) })}</>;
}
