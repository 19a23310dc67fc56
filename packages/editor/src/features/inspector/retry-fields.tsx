import { Checkbox, Group, Switch } from "@mantine/core";
import type { WorkflowNode } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import classes from "./inspector.module.css";
import { OptionalNumber } from "./optional-number.tsx";
import { type RetryOptions, retryWaits } from "./retry-waits.ts";
import type { NodeEdits } from "./use-node-edits.ts";

const kinds = ["network", "timeout", "5xx", "429"] as const;

/** Whether, how often and on which errors a step is tried again, with the times that come out of it. */
export function RetryFields({ retry, edits }: { retry: WorkflowNode["retry"]; edits: NodeEdits }) {
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const format = useFormat();
  const write = (change: Partial<RetryOptions>) => {
    const next: RetryOptions = { attempts: 3, ...retry, ...change };
    const written = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    edits.set("retry", written as RetryOptions, "retry");
  };
  const on = retry?.on ?? kinds;
  return (
    <div className={classes.field}>
      <Switch
        label={t("retry.label")}
        description={t("retry.help")}
        checked={retry !== undefined}
        onChange={(event) => edits.set("retry", event.currentTarget.checked ? { attempts: 3 } : undefined)}
      />
      {retry && (
        <div className={classes.nested}>
          <OptionalNumber
            label={t("retry.attempts")}
            description={t("retry.attemptsHelp")}
            min={1}
            max={100}
            placeholder="3"
            value={retry.attempts}
            onChange={(attempts) => attempts !== undefined && write({ attempts })}
            onBlur={store.endGroup}
          />
          <Group grow align="flex-start" gap="xs">
            <OptionalNumber
              label={t("retry.delay")}
              suffix=" s"
              min={0}
              max={86_400}
              decimals
              placeholder="1"
              value={retry.delaySeconds}
              onChange={(delaySeconds) => write({ delaySeconds })}
              onBlur={store.endGroup}
            />
            <OptionalNumber
              label={t("retry.factor")}
              min={1}
              max={10}
              decimals
              placeholder="2"
              value={retry.factor}
              onChange={(factor) => write({ factor })}
              onBlur={store.endGroup}
            />
          </Group>
          <OptionalNumber
            label={t("retry.jitter")}
            description={t("retry.jitterHelp")}
            suffix=" %"
            min={0}
            max={100}
            placeholder="10"
            value={retry.jitter === undefined ? undefined : Math.round(retry.jitter * 100)}
            onChange={(percent) => write({ jitter: percent === undefined ? undefined : percent / 100 })}
            onBlur={store.endGroup}
          />
          <Checkbox.Group
            label={t("retry.on")}
            description={t("retry.onHelp")}
            value={[...on]}
            onChange={(chosen) => {
              const next = kinds.filter((kind) => chosen.includes(kind));
              write({ on: next.length === kinds.length ? undefined : next });
            }}
          >
            <Group gap="sm" mt={6}>
              {kinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={t(`retry.kind.${kind}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <p className={classes.help}>
            {retry.attempts < 2
              ? t("retry.never")
              : t("retry.waits", {
                  waits: retryWaits(retry, 4)
                    .map((wait) => format.span(wait))
                    .join(", "),
                })}
            {retry.attempts > 5 ? " …" : ""}
          </p>
        </div>
      )}
    </div>
  );
}
