import { Button, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Token } from "@sluice/api/schemas";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useSession } from "../../api/session.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useFormat } from "../../i18n/format.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import classes from "../../ui/line-list.module.css";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { NewToken } from "./new-token.tsx";

/** One's own API tokens, what programs sign in with; an owner sees those of everybody. */
export function TokensPanel() {
  const { t } = useTranslation("settings");
  const tokens = useQuery(api.tokens.list.queryOptions());
  const [creating, { open, close }] = useDisclosure(false);
  return (
    <Panel
      title={t("tokens.title")}
      actions={
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          {t("tokens.new")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t("tokens.text")}
      </Text>
      {tokens.isError ? (
        <ProblemState error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : tokens.data === undefined ? (
        <Skeleton height={48} />
      ) : tokens.data.items.length === 0 ? (
        <Text size="sm">{t("tokens.none")}</Text>
      ) : (
        <ul className={classes.list}>
          {tokens.data.items.map((token) => (
            <TokenLine key={token.id} token={token} />
          ))}
        </ul>
      )}
      <NewToken opened={creating} onClose={close} />
    </Panel>
  );
}

function TokenLine({ token }: { token: Token }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const queryClient = useQueryClient();
  const onError = useNotifyProblem();
  const revoke = useMutation(
    api.tokens.delete.mutationOptions({
      onError,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.tokens.list.key() }),
    }),
  );
  const me = useSession()?.user.id;
  const { id, name, prefix, scopes, owner, lastUsedAt, expiresAt } = token;
  const expired = expiresAt !== null && Date.parse(expiresAt) < Date.now();
  return (
    <li className={classes.line}>
      <div className={classes.facts}>
        <div className={classes.name}>
          {name} <span className="sluice-mono">{prefix}…</span>
          {owner === null ? (
            <span className={classes.dim}>{t("tokens.ofCommandLine")}</span>
          ) : (
            owner.id !== me && <span className={classes.dim}>{t("tokens.of", { email: owner.email })}</span>
          )}
          {expired && <StatusBadge tone="warning">{t("tokens.expired")}</StatusBadge>}
        </div>
        <div className={classes.dim}>
          {scopes
            .map((scope) => t(`tokens.scopes.${scope === "*" ? "all" : scope.replace(":", "-")}`))
            .join(" · ")}
        </div>
        <div className={classes.dim}>
          {lastUsedAt === null ? (
            t("tokens.neverUsed")
          ) : (
            <>
              {t("tokens.lastUsed")} <RelativeTime iso={lastUsedAt} />
            </>
          )}
          {" · "}
          {expiresAt === null ? t("tokens.noExpiry") : t("tokens.expires", { day: format.day(expiresAt) })}
        </div>
      </div>
      <ConfirmButton
        size="xs"
        variant="default"
        loading={revoke.isPending}
        question={t("tokens.revokeQuestion", { name })}
        confirm={t("tokens.revoke")}
        onConfirm={() => revoke.mutate({ id })}
      >
        {t("tokens.revoke")}
      </ConfirmButton>
    </li>
  );
}
