import { MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { jwtAlgorithms } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { type DraftJwt, type JwtKeySource, typedSecret } from "../../document/sender-config.ts";
import type { FieldsOf } from "./method-fields.tsx";
import { SecretField } from "./secret-field.tsx";
import classes from "./senders.module.css";

const sources = ["jwksUrl", "publicKey", "secret"] as const;
const isShared = (algorithm: string) => algorithm.startsWith("HS");

/** A token that is signed by an identity provider: where the key comes from, and which claims it must hold. */
export function JwtFields({ method, at, edits }: FieldsOf<DraftJwt>) {
  const { t } = useTranslation("senders");
  const { keyFrom, algorithms } = method;
  const fitting = jwtAlgorithms.filter((algorithm) => isShared(algorithm) === (keyFrom === "secret"));
  const setSource = (source: JwtKeySource) =>
    edits.change(at, {
      algorithms: source === "secret" ? ["HS256"] : ["RS256"],
      secret: source === "secret" ? {} : undefined,
      publicKey: source === "publicKey" ? "" : undefined,
      jwksUrl: source === "jwksUrl" ? "" : undefined,
    });
  const setText = (field: "jwksUrl" | "publicKey" | "issuer" | "audience", value: string) => {
    const keeps = value !== "" || field === keyFrom;
    edits.change(at, { [field]: keeps ? value : undefined }, field);
  };
  return (
    <>
      <Select
        label={t("jwt.keyFrom")}
        allowDeselect={false}
        value={keyFrom}
        data={sources.map((value) => ({ value, label: t(`jwt.source.${value}`) }))}
        onChange={(value) => {
          const source = sources.find((one) => one === value);
          if (source !== undefined && source !== keyFrom) setSource(source);
        }}
      />
      {keyFrom === "jwksUrl" && (
        <TextInput
          label={t("jwt.jwksUrl")}
          description={t("jwt.jwksHint")}
          value={method.jwksUrl}
          maxLength={2000}
          spellCheck={false}
          error={isHttpUrl(method.jwksUrl) ? undefined : t("jwt.jwksWrong")}
          onChange={(event) => setText("jwksUrl", event.currentTarget.value)}
          onBlur={edits.endGroup}
        />
      )}
      {keyFrom === "publicKey" && (
        <Textarea
          label={t("jwt.publicKey")}
          description={t("jwt.publicKeyHint")}
          classNames={{ input: classes.mono ?? "" }}
          autosize
          minRows={3}
          maxRows={10}
          spellCheck={false}
          value={method.publicKey}
          maxLength={20_000}
          error={method.publicKey.trim() === "" ? t("jwt.publicKeyMissing") : undefined}
          onChange={(event) => setText("publicKey", event.currentTarget.value)}
          onBlur={edits.endGroup}
        />
      )}
      {keyFrom === "secret" && (
        <SecretField
          label={t("jwt.secret")}
          state={method.secret}
          shape="url-safe"
          missing={t("jwt.secretMissing")}
          onChange={(value) => edits.change(at, { secret: typedSecret(value) })}
        />
      )}
      <MultiSelect
        label={t("jwt.algorithms")}
        value={[...algorithms]}
        data={[...new Set([...fitting, ...algorithms])]}
        error={algorithms.length === 0 ? t("jwt.algorithmsNone") : undefined}
        onChange={(value) => edits.change(at, { algorithms: value })}
      />
      <div className={classes.pair}>
        <TextInput
          label={t("jwt.issuer")}
          value={method.issuer}
          maxLength={2000}
          spellCheck={false}
          onChange={(event) => setText("issuer", event.currentTarget.value)}
          onBlur={edits.endGroup}
        />
        <TextInput
          label={t("jwt.audience")}
          value={method.audience}
          maxLength={2000}
          spellCheck={false}
          onChange={(event) => setText("audience", event.currentTarget.value)}
          onBlur={edits.endGroup}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label={t("jwt.header")}
          value={method.header}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => edits.change(at, { header: event.currentTarget.value }, "header")}
          onBlur={edits.endGroup}
        />
        <NumberInput
          label={t("jwt.leeway")}
          value={method.leewaySeconds}
          min={0}
          max={300}
          allowDecimal={false}
          clampBehavior="strict"
          suffix={t("secondsSuffix")}
          onChange={(value) =>
            edits.change(at, { leewaySeconds: typeof value === "number" ? value : undefined }, "leeway")
          }
          onBlur={edits.endGroup}
        />
      </div>
      <Switch
        label={t("jwt.endless")}
        description={t("jwt.endlessHint")}
        checked={method.expiry === "optional"}
        onChange={(event) =>
          edits.change(at, { expiry: event.currentTarget.checked ? "optional" : undefined })
        }
      />
    </>
  );
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
