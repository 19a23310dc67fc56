import { PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SnippetCredential } from "../../document/snippet-credentials.ts";

export interface ProofFieldsProps {
  readonly credentials: readonly SnippetCredential[];
  readonly secrets: readonly string[];
  readonly onChange: (secrets: readonly string[]) => void;
}

/** The keys, tokens and secrets that the test is to prove itself with: they are sent or signed with, and kept nowhere. */
export function ProofFields({ credentials, secrets, onChange }: ProofFieldsProps) {
  const { t } = useTranslation("test");
  return credentials.map((one, at) => {
    if (one.kind === "basic") return null;
    const place = one.kind === "signature" ? one.scheme.header : one.name;
    return (
      <PasswordInput
        key={`${one.kind} ${place}`}
        label={t(one.kind === "signature" ? "secretFor" : "keyFor", { place })}
        description={t(one.kind === "signature" ? "secretHelp" : "keyHelp")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        autoComplete="off"
        visibilityToggleButtonProps={{ "aria-label": t("showPassword"), tabIndex: 0 }}
        value={secrets[at] ?? ""}
        onChange={({ currentTarget }) =>
          onChange(
            credentials.map((_, index) => (index === at ? currentTarget.value : (secrets[index] ?? ""))),
          )
        }
      />
    );
  });
}
