import { NumberInput } from "@mantine/core";

export interface OptionalNumberProps {
  readonly label: string;
  readonly description?: string;
  readonly suffix?: string;
  readonly min: number;
  readonly max: number;
  readonly decimals?: boolean;
  /** What counts while it is empty. */
  readonly placeholder: string;
  readonly value: number | undefined;
  /** Undefined: it was emptied. Called for numbers within the limits only. */
  readonly onChange: (value: number | undefined) => void;
  readonly onBlur: () => void;
}

/** A number that may be left out; what is out of bounds is not written, and is set right when the field is left. */
export function OptionalNumber({
  value,
  decimals = false,
  onChange,
  placeholder,
  ...rest
}: OptionalNumberProps) {
  return (
    <NumberInput
      {...rest}
      placeholder={`${placeholder}${rest.suffix ?? ""}`}
      allowDecimal={decimals}
      allowNegative={false}
      clampBehavior="blur"
      value={value ?? ""}
      onChange={(next) => {
        if (next === "") onChange(undefined);
        else if (typeof next === "number" && next >= rest.min && next <= rest.max) onChange(next);
      }}
    />
  );
}
