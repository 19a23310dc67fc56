import { Select, Text } from "@mantine/core";
import { type Role, roles } from "@sluice/api/roles";
import { useTranslation } from "react-i18next";

export interface RoleSelectProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  /** Why it cannot be changed; undefined: it can. */
  readonly whyNot?: string | undefined;
}

/** Chooses a role; each option says what it may do. */
export function RoleSelect({ label, hideLabel = false, value, onChange, whyNot }: RoleSelectProps) {
  const { t } = useTranslation("people");
  return (
    <Select
      {...(hideLabel ? { "aria-label": label } : { label })}
      allowDeselect={false}
      disabled={whyNot !== undefined}
      title={whyNot ?? ""}
      comboboxProps={{ width: 320, position: "bottom-start" }}
      value={value}
      data={roles.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      onChange={(chosen) => {
        const role = roles.find((known) => known === chosen);
        if (role !== undefined && role !== value) onChange(role);
      }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {t(`roleHints.${option.value}`)}
          </Text>
        </div>
      )}
    />
  );
}
