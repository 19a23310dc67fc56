import { PasswordInput, Select, TextInput } from "@mantine/core";
import { type CredentialType, credentialTypes } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { AwsFields, SessionTokenField } from "./aws-fields.tsx";
import { type CredentialDraft, isDatabaseServer, mayBeEmpty, withType } from "./credential-draft.ts";
import { OAuthFields } from "./oauth-fields.tsx";
import { FileField, ServerFields } from "./server-fields.tsx";

export interface AuthFieldsProps {
  readonly draft: CredentialDraft;
  /** The type of the stored one, whose secret may stay; undefined: it is new. */
  readonly stored: CredentialType | undefined;
  /** The types there is a use for here; left out: all. */
  readonly types?: readonly CredentialType[] | undefined;
  readonly onChange: (change: Partial<CredentialDraft>) => void;
}

/** What is sent along, and where in the request it stands. */
export function AuthFields({ draft, stored, types = credentialTypes, onChange }: AuthFieldsProps) {
  const { t } = useTranslation("credentials");
  const { type, username, parameter, secret } = draft;
  const stays = stored === type;
  return (
    <>
      <Select
        label={t("type.label")}
        description={t(`typeHint.${type}`)}
        allowDeselect={false}
        value={type}
        onChange={(value) => onChange(withType(types.find((one) => one === value) ?? "bearer"))}
        data={types.map((value) => ({ value, label: t(`type.${value}`) }))}
      />
      {type === "basic" && (
        <TextInput
          label={t("username")}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          data-field="auth.username"
          value={username}
          error={username.includes(":") ? t("usernameColon") : undefined}
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
      )}
      {(type === "header" || type === "query") && (
        <TextInput
          label={t(type === "header" ? "headerName" : "parameterName")}
          placeholder={type === "header" ? "x-api-key" : "api_key=…"}
          required
          withAsterisk={false}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          data-field="auth.name"
          value={parameter}
          onChange={(event) => onChange({ parameter: event.currentTarget.value })}
        />
      )}
      {(type === "smtp" || isDatabaseServer(type)) && <ServerFields draft={draft} onChange={onChange} />}
      {type === "oauth2" && <OAuthFields draft={draft} onChange={onChange} />}
      {type === "aws" && <AwsFields draft={draft} onChange={onChange} />}
      {type === "sqlite" ? (
        <FileField draft={draft} onChange={onChange} />
      ) : type === "oauth2" && mayBeEmpty(draft) ? null : (
        <PasswordInput
          label={t(`secret.${type}`)}
          description={t(stays ? "secretStays" : "secretHint")}
          placeholder={stays ? "••••••••••••" : ""}
          required={!stays && !mayBeEmpty(draft)}
          withAsterisk={false}
          maxLength={10_000}
          autoComplete="new-password"
          data-field="auth"
          value={secret}
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
        />
      )}
      {type === "aws" && <SessionTokenField draft={draft} onChange={onChange} />}
    </>
  );
}
