import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const steps: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { unit: "year", seconds: 31_536_000 },
  { unit: "month", seconds: 2_592_000 },
  { unit: "week", seconds: 604_800 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
];

/** Times, numbers, sizes and spans as the reader writes them, times in the browser's zone. */
export interface Format {
  /** "22 Nov 2026, 03:42:27" of an RFC 3339 text. */
  readonly time: (iso: string) => string;
  /** Hours to seconds only. */
  readonly clock: (iso: string) => string;
  /** "22 Nov 2026". */
  readonly day: (iso: string) => string;
  /** "3 minutes ago"; under five seconds "now". `now` in milliseconds. */
  readonly ago: (iso: string, now: number) => string;
  readonly number: (value: number) => string;
  /** "1.2kB"; powers of 1000, as the unit says. */
  readonly bytes: (value: number) => string;
  /** US dollars as "$1.20"; parts of a cent keep two digits that say something: "$0.00015". */
  readonly dollars: (value: number) => string;
  /** Milliseconds as "12ms", "1.24s", "3m 5s". */
  readonly span: (milliseconds: number) => string;
}

/**
 * Built for one locale. English without a region writes times as the browser's own English does
 * (`en-GB`, `en-US`, …), so the full tag of the browser is taken where its language is the one shown.
 */
export function createFormat(locale: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", ...zone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium", ...zone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", ...zone });
  const number = new Intl.NumberFormat(locale);
  const money = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const;
  const dollars = new Intl.NumberFormat(locale, money);
  const partsOfCent = new Intl.NumberFormat(locale, { ...money, maximumSignificantDigits: 2 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  // Between a figure and its unit French has a space that does not break, which the narrow style leaves out.
  const unitDisplay = locale.toLowerCase().split("-")[0] === "fr" ? "short" : "narrow";
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay,
      maximumFractionDigits: digits,
    });
  const ms = unit("millisecond");
  const subMs = unit("millisecond", 1);
  const seconds = unit("second", 2);
  const wholeSeconds = unit("second");
  const minutes = unit("minute");
  const hours = unit("hour");
  const byte = unit("byte");
  const kilobyte = unit("kilobyte", 1);
  const megabyte = unit("megabyte", 1);
  const gigabyte = unit("gigabyte", 1);

  return {
    time: (iso) => time.format(new Date(iso)),
    clock: (iso) => clock.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    ago: (iso, now) => {
      const elapsed = (Date.parse(iso) - now) / 1000;
      const distance = Math.abs(elapsed);
      if (distance < 5) return relative.format(0, "second");
      const step = steps.find(({ seconds: size }) => distance >= size) ?? { unit: "second", seconds: 1 };
      return relative.format(Math.trunc(elapsed / step.seconds), step.unit);
    },
    number: (value) => number.format(value),
    dollars: (value) => (value === 0 || value >= 1 ? dollars : partsOfCent).format(value),
    bytes: (value) => {
      if (value < 1000) return byte.format(value);
      if (value < 1_000_000) return kilobyte.format(value / 1000);
      return value < 1e9 ? megabyte.format(value / 1e6) : gigabyte.format(value / 1e9);
    },
    span: (value) => {
      if (value < 10) return subMs.format(value);
      if (value < 1000) return ms.format(Math.round(value));
      if (value < 60_000) return seconds.format(value / 1000);
      const whole = Math.round(value / 1000);
      if (whole < 3600) return `${minutes.format(Math.floor(whole / 60))} ${wholeSeconds.format(whole % 60)}`;
      return `${hours.format(Math.floor(whole / 3600))} ${minutes.format(Math.floor((whole % 3600) / 60))}`;
    },
  };
}

/** The formats of the language that is shown. */
export function useFormat(): Format {
  const locale = useLocale();
  return useMemo(() => createFormat(locale), [locale]);
}

/** The language that is shown, with the browser's region where that is of the same language. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return (
    navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === i18n.language) ?? i18n.language
  );
}
