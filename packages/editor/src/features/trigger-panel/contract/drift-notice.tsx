import { Alert, Button } from "@mantine/core";
import type { DriftSeen } from "@sluice/api/schemas";
import { variableTypes, webhookTriggerSchema } from "@sluice/workflow/document";
import { unsettled } from "@sluice/workflow/drift";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { keysFor } from "@sluice/workflow/variables";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { useNotifyProblem } from "../../../api/use-notify-problem.ts";
import { useOpenDocument } from "../../../document/open-document-context.ts";
import type { DraftVariable } from "../../../document/trigger-config.ts";
import { useTypeWord } from "../../../i18n/use-type-word.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import classes from "../trigger-panel.module.css";
import contract from "./contract.module.css";
import type { ContractEdits } from "./use-contract-edits.ts";

/** Rows that are shown; the rest is counted. */
const mostShown = 12;

export interface DriftNoticeProps {
  readonly variables: readonly DraftVariable[];
  readonly edits: ContractEdits;
}

/** Where real requests differ from what the trigger knows; new fields become variables with one click. */
export function DriftNotice({ variables, edits }: DriftNoticeProps) {
  const { t } = useTranslation("contract");
  const id = useOpenDocument((state) => state.workflow.id);
  const items = useDrift(id);
  const queryClient = useQueryClient();
  const notifyProblem = useNotifyProblem();
  const forget = useMutation(
    api.contracts.forgetDrift.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.contracts.drift.key() }),
      onError: notifyProblem,
    }),
  );
  if (items.length === 0) return null;
  const fresh = items.filter(({ kind }) => kind === "new");
  const take = (taken: readonly DriftSeen[]) => edits.addVariables(variablesOf(taken, variables));
  return (
    <Alert color="yellow" variant="light" title={t("drift.title")} data-place='["drift"]'>
      <p className={contract.quiet}>{t("drift.hint")}</p>
      <ul className={contract.drift} aria-label={t("drift.title")}>
        {items.slice(0, mostShown).map((item) => (
          <DriftRow
            key={`${item.kind} ${item.from} ${item.path} ${item.got}`}
            item={item}
            onTake={() => take([item])}
          />
        ))}
      </ul>
      {items.length > mostShown && (
        <p className={contract.quiet}>{t("drift.more", { count: items.length - mostShown })}</p>
      )}
      <div className={classes.buttons}>
        {fresh.length > 1 && (
          <Button size="compact-sm" variant="default" onClick={() => take(fresh)}>
            {t("drift.takeAll", { count: fresh.length })}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          loading={forget.isPending}
          onClick={() => forget.mutate({ id })}
        >
          {t("drift.forget")}
        </Button>
      </div>
    </Alert>
  );
}

function DriftRow({ item, onTake }: { item: DriftSeen; onTake: () => void }) {
  const { t } = useTranslation("contract");
  const type = useTypeWord();
  const { kind, from, path, expected, got, count, lastSeenAt, lastDeliveryId } = item;
  return (
    <li>
      <div>
        <strong>{t(`drift.kinds.${kind}`)}</strong> {t(`drift.from.${from}`)} <code>{path}</code>
        <div className={contract.quiet}>
          {kind === "type" && `${t("violation", { expected: type(expected ?? ""), got: type(got) })} · `}
          {kind === "new" && `${type(got)} · `}
          {t("drift.count", { count })} ·{" "}
          <Link to="/deliveries/$id" params={{ id: lastDeliveryId }}>
            <RelativeTime iso={lastSeenAt} />
          </Link>
        </div>
      </div>
      {kind === "new" && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t("drift.takeOne", { path })}
          onClick={onTake}
        >
          {t("drift.take")}
        </Button>
      )}
    </li>
  );
}

/** What the server has noticed and this draft, saved or not, has not learned of. */
function useDrift(id: string): readonly DriftSeen[] {
  const { data } = useQuery(
    api.contracts.drift.queryOptions({ input: { id }, refetchInterval: 20_000, refetchOnMount: "always" }),
  );
  const config = useOpenDocument((state) => state.document.trigger.config);
  return useMemo(() => {
    const seen = data?.items ?? [];
    const parsed = webhookTriggerSchema.safeParse(config);
    return parsed.success ? unsettled(seen, parsed.data) : seen;
  }, [data, config]);
}

function variablesOf(taken: readonly DriftSeen[], known: readonly DraftVariable[]): JsonObject[] {
  const keys = keysFor(taken, known);
  return taken.map(({ from, path, got }, index) => ({
    key: keys[index] ?? "value",
    from,
    path,
    type: variableTypes.find((type) => type === got) ?? "any",
    required: false,
  }));
}
