import { Input, Select, Textarea, TextInput } from "@mantine/core";
import { oauthClientAuths, oauthGrants } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { CredentialDraft } from "./credential-draft.ts";
import type { OAuthDraft } from "./oauth-draft.ts";

export interface OAuthFieldsProps {
  readonly draft: CredentialDraft;
  readonly onChange: (change: Partial<CredentialDraft>) => void;
}

const plain = { autoComplete: "off", spellCheck: false, withAsterisk: false, maxLength: 2000 } as const;

/** Who is asked for tokens, and as whom. The secret of the client stands below, as that of every type does. */
export function OAuthFields({ draft, onChange }: OAuthFieldsProps) {
  const { t } = useTranslation("credentials");
  const { oauth } = draft;
  const change = (part: Partial<OAuthDraft>) => onChange({ oauth: { ...oauth, ...part } });
  const asksPerson = oauth.grant === "authorization-code";
  return (
    <>
      <Select
        label={t("oauth.grant")}
        description={t(`oauth.grantHint.${oauth.grant}`)}
        allowDeselect={false}
        value={oauth.grant}
        onChange={(value) => change({ grant: oauthGrants.find((one) => one === value) ?? oauth.grant })}
        data={oauthGrants.map((value) => ({ value, label: t(`oauth.grantName.${value}`) }))}
      />
      {asksPerson && <CallbackUrl />}
      {asksPerson && (
        <TextInput
          {...plain}
          required
          label={t("oauth.authorizationUrl")}
          placeholder={t("oauth.example.authorizationUrl")}
          value={oauth.authorizationUrl}
          onChange={(event) => change({ authorizationUrl: event.currentTarget.value })}
        />
      )}
      <TextInput
        {...plain}
        required
        label={t("oauth.tokenUrl")}
        placeholder={t("oauth.example.tokenUrl")}
        value={oauth.tokenUrl}
        onChange={(event) => change({ tokenUrl: event.currentTarget.value })}
      />
      <TextInput
        {...plain}
        required
        label={t("oauth.clientId")}
        maxLength={1000}
        value={oauth.clientId}
        onChange={(event) => change({ clientId: event.currentTarget.value })}
      />
      <Select
        label={t("oauth.clientAuth")}
        allowDeselect={false}
        value={oauth.clientAuth}
        onChange={(value) =>
          change({ clientAuth: oauthClientAuths.find((one) => one === value) ?? oauth.clientAuth })
        }
        data={oauthClientAuths.map((value) => ({ value, label: t(`oauth.clientAuthName.${value}`) }))}
      />
      <TextInput
        {...plain}
        label={t("oauth.scope")}
        description={t("oauth.scopeHint")}
        maxLength={4000}
        value={oauth.scope}
        onChange={(event) => change({ scope: event.currentTarget.value })}
      />
      <Textarea
        label={t("oauth.parameters")}
        description={t("oauth.parametersHint")}
        placeholder={t("oauth.example.parameters")}
        spellCheck={false}
        autosize
        minRows={1}
        maxRows={6}
        value={oauth.parameters}
        onChange={(event) => change({ parameters: event.currentTarget.value })}
      />
      {asksPerson && (
        <TextInput
          {...plain}
          label={t("oauth.userUrl")}
          description={t("oauth.userUrlHint")}
          placeholder={t("oauth.example.userUrl")}
          value={oauth.userUrl}
          onChange={(event) => change({ userUrl: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** What is registered with the provider, to be copied. */
function CallbackUrl() {
  const { t } = useTranslation("credentials");
  const { data } = useQuery(api.credentials.list.queryOptions());
  const url = data?.callbackUrl ?? "";
  return (
    <Input.Wrapper label={t("oauth.callbackUrl")} description={t("oauth.callbackUrlHint")} labelElement="div">
      <Input.Wrapper labelElement="div" mt={4}>
        <span className="sluice-mono" style={{ overflowWrap: "anywhere" }}>
          {url}
        </span>{" "}
        <CopyButton value={url} label={t("oauth.copyCallback")} />
      </Input.Wrapper>
    </Input.Wrapper>
  );
}
