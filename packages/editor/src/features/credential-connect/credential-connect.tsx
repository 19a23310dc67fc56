import { Button, Group, Stack, Text } from "@mantine/core";
import type { Credential } from "@sluice/api/schemas";
import { IconPlugConnected } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useFormat } from "../../i18n/format.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./credential-connect.module.css";
import { toneOf } from "./oauth-words.ts";
import { useConnect } from "./use-connect.ts";

/** How a credential that renews itself stands, in a line. Nothing for all others. */
export function OAuthState({ credential }: { credential: Credential }) {
  const { t } = useTranslation("credentials");
  const { oauth, auth } = credential;
  if (oauth === undefined || auth.type !== "oauth2") return null;
  const { state, connectedAs } = oauth;
  return (
    <Group gap="xs">
      <StatusBadge tone={toneOf(oauth)}>
        {t(auth.grant === "authorization-code" ? `oauth.state.${state}` : `oauth.own.${state}`)}
      </StatusBadge>
      {connectedAs !== null && (
        <Text span size="sm" className={classes.words}>
          {t("oauth.as", { account: connectedAs })}
        </Text>
      )}
    </Group>
  );
}

/** The same with everything that is known, and what a person can do about it. */
export function CredentialConnect({ credential }: { credential: Credential }) {
  const { t } = useTranslation("credentials");
  const connect = useConnect(credential);
  const { oauth, auth } = connect.now;
  if (oauth === undefined || auth.type !== "oauth2") return null;
  const isThere = oauth.state !== "unconnected";
  return (
    <Stack gap="xs" className={classes.box}>
      <ProblemAlert error={connect.error} />
      <div role="status">
        <OAuthState credential={connect.now} />
      </div>
      <Facts credential={connect.now} />
      {auth.grant === "authorization-code" && (
        <Group gap="xs">
          <Button
            variant={oauth.state === "connected" ? "default" : "filled"}
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            loading={connect.isPending}
            onClick={connect.begin}
          >
            {t(isThere ? "oauth.again" : "oauth.connect")}
          </Button>
          {isThere && (
            <ConfirmButton
              variant="default"
              question={t("oauth.disconnectQuestion")}
              confirm={t("oauth.disconnect")}
              onConfirm={connect.end}
            >
              {t("oauth.disconnect")}
            </ConfirmButton>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Facts({ credential: { oauth } }: { credential: Credential }) {
  const { t } = useTranslation("credentials");
  const format = useFormat();
  if (oauth === undefined) return null;
  const { state, expiresAt, renewable, scope, error } = oauth;
  const isThere = state !== "unconnected";
  return (
    <>
      {isThere && expiresAt !== null && (
        <Text size="sm" c="dimmed">
          {t(renewable ? "oauth.renews" : "oauth.ends", { time: format.time(expiresAt) })}
        </Text>
      )}
      {state === "connected" && !renewable && <Text size="sm">{t("oauth.notRenewable")}</Text>}
      {isThere && scope !== null && (
        <Text size="sm" c="dimmed" className={classes.words}>
          {t("oauth.granted", { scope })}
        </Text>
      )}
      {error && (
        <Text size="sm" className={classes.words}>
          {t("oauth.lastError", { time: format.time(error.at) })}{" "}
          <span className="sluice-mono">{error.code}</span>{" "}
          {error.message === error.code ? "" : error.message}
        </Text>
      )}
    </>
  );
}
