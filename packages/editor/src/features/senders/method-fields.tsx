import { SegmentedControl, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import {
  type DraftApiKey,
  type DraftBasic,
  type DraftBearer,
  type DraftMethod,
  typedSecret,
} from "../../document/sender-config.ts";
import { JwtFields } from "./jwt-fields.tsx";
import { SecretField } from "./secret-field.tsx";
import classes from "./senders.module.css";
import { SignatureFields } from "./signature-fields.tsx";
import type { SenderEdits } from "./use-sender-edits.ts";

export interface FieldsOf<Method extends DraftMethod> {
  readonly method: Method;
  readonly at: number;
  readonly edits: SenderEdits;
}

/** The fields of a method, by its kind. */
export function MethodFields({
  method,
  at,
  edits,
  twice,
}: FieldsOf<DraftMethod> & { readonly twice: boolean }) {
  const { t } = useTranslation("senders");
  if (method.type === "unknown") return <p className={classes.hint}>{t("unknownHint")}</p>;
  return (
    <>
      {method.type === "basic" && <BasicFields method={method} at={at} edits={edits} twice={twice} />}
      {method.type === "apiKey" && <ApiKeyFields method={method} at={at} edits={edits} />}
      {method.type === "bearer" && <BearerFields method={method} at={at} edits={edits} />}
      {method.type === "jwt" && <JwtFields method={method} at={at} edits={edits} />}
      {method.type === "signature" && <SignatureFields method={method} at={at} edits={edits} />}
      <TextInput
        label={t("name")}
        description={t("nameHint")}
        value={method.name}
        maxLength={100}
        onChange={(event) => edits.change(at, { name: event.currentTarget.value || undefined }, "name")}
        onBlur={edits.endGroup}
      />
    </>
  );
}

function BasicFields({ method, at, edits, twice }: FieldsOf<DraftBasic> & { readonly twice: boolean }) {
  const { t } = useTranslation("senders");
  const { username, password } = method;
  const problem =
    username === ""
      ? t("basic.usernameEmpty")
      : username.includes(":")
        ? t("basic.usernameColon")
        : twice
          ? t("basic.usernameTwice")
          : undefined;
  return (
    <>
      <TextInput
        label={t("basic.username")}
        value={username}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        error={problem}
        onChange={(event) => edits.change(at, { username: event.currentTarget.value }, "username")}
        onBlur={edits.endGroup}
      />
      <SecretField
        label={t("basic.password")}
        state={password}
        shape="url-safe"
        missing={t("basic.passwordMissing")}
        onChange={(value) => edits.change(at, { password: typedSecret(value) })}
      />
    </>
  );
}

function ApiKeyFields({ method, at, edits }: FieldsOf<DraftApiKey>) {
  const { t } = useTranslation("senders");
  const inHeader = method.in === "header";
  return (
    <>
      <div className={classes.field}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t("apiKey.in")}
          value={method.in}
          data={[
            { value: "header", label: t("apiKey.header") },
            { value: "query", label: t("apiKey.query") },
          ]}
          onChange={(value) => {
            const start = method.parameter === "x-api-key" || method.parameter === "key";
            edits.change(at, {
              in: value,
              ...(start ? { parameter: value === "query" ? "key" : "x-api-key" } : {}),
            });
          }}
        />
        {!inHeader && <p className={classes.warning}>{t("apiKey.queryWarning")}</p>}
      </div>
      <TextInput
        label={t(inHeader ? "apiKey.headerName" : "apiKey.parameterName")}
        value={method.parameter}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        error={isParameterName(method.parameter) ? undefined : t("parameterWrong")}
        onChange={(event) => edits.change(at, { parameter: event.currentTarget.value }, "parameter")}
        onBlur={edits.endGroup}
      />
      <SecretField
        label={t("apiKey.key")}
        state={method.key}
        shape="url-safe"
        missing={t("apiKey.keyMissing")}
        onChange={(value) => edits.change(at, { key: typedSecret(value) })}
      />
    </>
  );
}

function BearerFields({ method, at, edits }: FieldsOf<DraftBearer>) {
  const { t } = useTranslation("senders");
  return (
    <SecretField
      label={t("bearer.token")}
      state={method.token}
      shape="url-safe"
      missing={t("bearer.tokenMissing")}
      onChange={(value) => edits.change(at, { token: typedSecret(value) })}
    />
  );
}

/** What the document takes as a name of a header or a query parameter. */
function isParameterName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}
