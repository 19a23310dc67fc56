import { ActionIcon, Checkbox, NumberInput, Tooltip } from "@mantine/core";
import type { Step } from "@sluice/api/schemas";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useFormat } from "../../i18n/format.ts";
import { known } from "./frame-rows.ts";
import classes from "./iteration-picker.module.css";

/** Failed iterations that "next" and "previous" go through at most. */
const mostFailed = 1000;

export interface IterationPickerProps {
  /** Null: of a trial; its failures are not listed. */
  readonly executionId: string | null;
  readonly container: Step;
  /** What the container is called. */
  readonly name: string;
  readonly index: number;
  readonly onPick: (index: number) => void;
}

/** Which iteration of a container is looked at: by number, one by one, or from failure to failure. */
export function IterationPicker({ executionId, container, name, index, onPick }: IterationPickerProps) {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const { node, frame, iterations } = container;
  const [onlyFailed, setOnlyFailed] = useState(false);
  const many = known(container);
  const failed = iterations?.failed ?? 0;
  const failures = api.executions.iterations.queryOptions({
    input: {
      id: executionId ?? "",
      node,
      ...(frame === "" ? {} : { frame }),
      status: "failed",
      limit: mostFailed,
    },
  });
  const list = useQuery({ ...failures, enabled: onlyFailed && failed > 0 }).data?.items;
  /** Whoever asks for failures sees one: this iteration, else the next that failed, else the last before. */
  const limit = async (checked: boolean) => {
    setOnlyFailed(checked);
    if (!checked) return;
    const { items } = await queryClient.ensureQueryData(failures);
    const nearest = items.find((one) => one.index >= index) ?? items.at(-1);
    if (nearest && nearest.index !== index) onPick(nearest.index);
  };
  const steps = onlyFailed ? list?.map((one) => one.index) : undefined;
  const before = onlyFailed ? steps?.findLast((one) => one < index) : index - 1;
  const after = onlyFailed ? steps?.find((one) => one > index) : index + 1;
  const total = iterations?.total ?? null;
  const goesOn = container.status === "running" || container.status === "waiting";
  const all = total !== null && total <= many;
  return (
    <fieldset className={classes.picker} aria-label={t("iterations.label", { name })}>
      <Arrow
        label={t(onlyFailed ? "iterations.previousFailed" : "iterations.previous")}
        to={before !== undefined && before >= 0 ? before : undefined}
        onPick={onPick}
      >
        <IconChevronLeft size={15} aria-hidden />
      </Arrow>
      <NumberInput
        size="xs"
        w={72}
        hideControls
        aria-label={t("iterations.number", { name })}
        min={1}
        max={many}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        value={index + 1}
        onChange={(value) => {
          if (typeof value === "number" && value >= 1 && value <= many) onPick(value - 1);
        }}
      />
      <span className={classes.total}>
        {t(`iterations.${all ? "of" : goesOn ? "soFar" : "begun"}`, { total: format.number(many) })}
      </span>
      <Arrow
        label={t(onlyFailed ? "iterations.nextFailed" : "iterations.next")}
        to={after !== undefined && after < many ? after : undefined}
        onPick={onPick}
      >
        <IconChevronRight size={15} aria-hidden />
      </Arrow>
      <span className={classes.total}>{t("iterations.index", { index })}</span>
      {failed > 0 && executionId !== null && (
        <Checkbox
          size="xs"
          label={t("iterations.onlyFailed", { count: failed })}
          checked={onlyFailed}
          onChange={(event) => limit(event.currentTarget.checked).catch(onError)}
        />
      )}
    </fieldset>
  );
}

interface ArrowProps {
  readonly label: string;
  /** Undefined: there is none. */
  readonly to: number | undefined;
  readonly onPick: (index: number) => void;
  readonly children: React.ReactNode;
}

function Arrow({ label, to, onPick, children }: ArrowProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        className={classes.arrow ?? ""}
        aria-label={label}
        aria-disabled={to === undefined}
        {...(to === undefined ? { "data-disabled": true } : { onClick: () => onPick(to) })}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
