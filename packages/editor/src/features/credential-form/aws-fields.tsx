import { Group, PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AwsDraft } from "./aws-draft.ts";
import type { CredentialDraft } from "./credential-draft.ts";

export interface AwsFieldsProps {
  readonly draft: CredentialDraft;
  readonly onChange: (change: Partial<CredentialDraft>) => void;
}

const plain = { autoComplete: "off", spellCheck: false, required: true, withAsterisk: false } as const;

/** Whose key signs, and for what. The secret stands below, as that of every type does. */
export function AwsFields({ draft, onChange }: AwsFieldsProps) {
  const { t } = useTranslation("credentials");
  const { aws } = draft;
  const change = (part: Partial<AwsDraft>) => onChange({ aws: { ...aws, ...part } });
  return (
    <>
      <TextInput
        {...plain}
        label={t("aws.accessKeyId")}
        placeholder={t("aws.example.accessKeyId")}
        maxLength={200}
        value={aws.accessKeyId}
        onChange={(event) => change({ accessKeyId: event.currentTarget.value })}
      />
      <Group gap="xs" align="flex-start" grow>
        <TextInput
          {...plain}
          label={t("aws.region")}
          placeholder={t("aws.example.region")}
          maxLength={100}
          value={aws.region}
          onChange={(event) => change({ region: event.currentTarget.value })}
        />
        <TextInput
          {...plain}
          label={t("aws.service")}
          placeholder={t("aws.example.service")}
          maxLength={100}
          value={aws.service}
          onChange={(event) => change({ service: event.currentTarget.value })}
        />
      </Group>
    </>
  );
}

/** Of a temporary key: it comes with the secret. */
export function SessionTokenField({ draft, onChange }: AwsFieldsProps) {
  const { t } = useTranslation("credentials");
  const { aws } = draft;
  return (
    <PasswordInput
      label={t("aws.sessionToken")}
      description={t("aws.sessionTokenHint")}
      maxLength={10_000}
      autoComplete="new-password"
      value={aws.sessionToken}
      onChange={(event) => onChange({ aws: { ...aws, sessionToken: event.currentTarget.value } })}
    />
  );
}
