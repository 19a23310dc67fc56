import { Alert } from "@mantine/core";
import type { Credential } from "@sluice/api/schemas";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** What became of a visit at a provider, told to who has just come back from there. */
export function ConnectResult({ credentials }: { credentials: readonly Credential[] | undefined }) {
  const { t } = useTranslation("credentials");
  const { connect, credential: id } = useSearch({ from: "/signed-in/credentials" });
  const navigate = useNavigate();
  const credential = credentials?.find((one) => one.id === id);
  if (connect === undefined) return null;
  const { name = "", oauth } = credential ?? {};
  const close = () => void navigate({ to: "/credentials", search: {}, replace: true });
  const common = { mb: "md", withCloseButton: true, onClose: close, closeButtonLabel: t("connect.close") };
  if (connect === "connected" && credential) {
    const account = oauth?.connectedAs;
    return (
      <Alert {...common} role="status" variant="light" title={t("connect.done", { name })}>
        {account ? `${t("oauth.as", { account })}. ` : ""}
        {t("connect.closeTab")}
      </Alert>
    );
  }
  const error = connect === "refused" ? oauth?.error : undefined;
  return (
    <Alert
      {...common}
      role="alert"
      color="red"
      variant="light"
      title={credential ? t("connect.refused", { name }) : t("connect.stale")}
    >
      {error ? (
        <>
          {t("connect.words")} <span className="sluice-mono">{error.code}</span>{" "}
          {error.message === error.code ? "" : error.message}
        </>
      ) : (
        t("connect.staleHint")
      )}
    </Alert>
  );
}
