import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** Petrol, the colour of deep moving water. Shade 7 carries white text at 6:1, shade 3 stands on dark grounds. */
const water = [
  "#edf7fa",
  "#d8ecf2",
  "#b3d9e5",
  "#89c4d6",
  "#5fadc6",
  "#3d97b4",
  "#25809d",
  "#166a85",
  "#0f566d",
  "#0a4356",
] as const;
const gray = [
  "#f7f8f9",
  "#eff1f3",
  "#e3e6ea",
  "#d0d5db",
  "#aab2bc",
  "#808a96",
  "#5f6975",
  "#47505a",
  "#2f363e",
  "#1b2026",
] as const;
/** Shade 7 carries white text, shade 6 stands as text on white. */
const red = [
  "#fdeceb",
  "#fad7d5",
  "#f3aeab",
  "#eb817d",
  "#e45c56",
  "#d9403a",
  "#cb2f2a",
  "#b3211f",
  "#931b1b",
  "#741717",
] as const;
/** Mantine reads this scale from text (0) to the deepest ground (9). */
const dark = [
  "#d8dce1",
  "#b7bec6",
  "#949da8",
  "#6e7783",
  "#434b55",
  "#333a43",
  "#262c34",
  "#1b2027",
  "#14181d",
  "#0d1013",
] as const;

const systemFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif';
const monospaceFont =
  'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

const inputs = { size: "sm" } as const;

/** Sizes stand on a 4/8 grid; text is 14 px at the reader's default, and follows when the reader enlarges it. */
export const theme = createTheme({
  primaryColor: "water",
  primaryShade: { light: 7, dark: 7 },
  colors: { water: [...water], red: [...red], gray: [...gray], dark: [...dark] },
  black: "#1b2026",
  fontFamily: systemFont,
  fontFamilyMonospace: monospaceFont,
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "0.125rem", sm: "0.25rem", md: "0.375rem", lg: "0.5rem", xl: "0.75rem" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.4" },
      h2: { fontSize: "1rem", lineHeight: "1.5" },
      h3: { fontSize: "0.875rem", lineHeight: "1.45" },
      h4: { fontSize: "0.8125rem", lineHeight: "1.4" },
      h5: { fontSize: "0.75rem", lineHeight: "1.35" },
      h6: { fontSize: "0.75rem", lineHeight: "1.35" },
    },
  },
  shadows: {
    xs: "0 1px 2px rgb(15 23 32 / 6%)",
    sm: "0 1px 3px rgb(15 23 32 / 8%), 0 1px 2px rgb(15 23 32 / 4%)",
    md: "0 4px 12px rgb(15 23 32 / 10%), 0 1px 3px rgb(15 23 32 / 6%)",
    lg: "0 12px 28px rgb(15 23 32 / 14%), 0 2px 6px rgb(15 23 32 / 6%)",
    xl: "0 24px 56px rgb(15 23 32 / 18%), 0 4px 12px rgb(15 23 32 / 8%)",
  },
  // Plain objects and not `Button.extend(…)`: that would bring every component named here into the first load.
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Badge: { defaultProps: { radius: "sm", variant: "light" } },
    InputWrapper: { styles: { label: { marginBottom: "0.25rem" }, description: { fontSize: "0.75rem" } } },
    Card: { defaultProps: { withBorder: true, padding: "md" } },
    Paper: { defaultProps: { withBorder: true } },
    // The placeholder that takes the first focus is no menu item, which a menu may not hold (ARIA 1.2).
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: { centered: true, padding: "lg", overlayProps: { backgroundOpacity: 0.45 } },
      styles: { title: { fontSize: "1rem", fontWeight: 600 } },
    },
    Popover: { defaultProps: { shadow: "md" } },
    SegmentedControl: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { ...inputs, checkIconPosition: "right" } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } },
    Tabs: { defaultProps: { keepMounted: false } },
    Textarea: { defaultProps: inputs },
    TextInput: { defaultProps: inputs },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
  },
});

/** Alerts and soft buttons take the same tones as the states. */
const softColors = {
  "--mantine-color-red-light": "var(--tone-danger-ground)",
  "--mantine-color-red-light-color": "var(--tone-danger-text)",
  "--mantine-color-yellow-light": "var(--tone-warning-ground)",
  "--mantine-color-yellow-light-color": "var(--tone-warning-text)",
  "--mantine-color-water-light": "var(--tone-info-ground)",
  "--mantine-color-water-light-color": "var(--tone-info-text)",
} as const;

/**
 * Our own variables, beside Mantine's: grounds, lines, and the tones of states.
 * Each `-text` keeps 4.5:1 or more on its `-ground`, on the page and on a surface.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--sluice-brand": water[7], "--sluice-nav-width": "13rem" },
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": gray[9],
    "--mantine-color-dimmed": gray[6],
    "--mantine-color-placeholder": "#69737f",
    "--mantine-color-anchor": water[7],
    "--mantine-color-default-border": gray[3],
    "--mantine-color-error": "#c0262d",
    "--sluice-page": gray[0],
    "--sluice-surface": "#ffffff",
    "--sluice-surface-sunken": gray[1],
    "--sluice-hover": gray[0],
    "--sluice-line": gray[2],
    "--sluice-focus": water[6],
    "--sluice-selected": water[0],
    ...softColors,
    "--tone-neutral-text": gray[7],
    "--tone-neutral-ground": gray[1],
    "--tone-info-text": water[8],
    "--tone-info-ground": water[0],
    "--tone-success-text": "#1a6b3c",
    "--tone-success-ground": "#e8f6ed",
    "--tone-warning-text": "#8a5300",
    "--tone-warning-ground": "#fdf3e0",
    "--tone-danger-text": "#b3211f",
    "--tone-danger-ground": "#fdeceb",
    "--json-key": water[8],
    "--json-string": "#1a6b3c",
    "--json-number": "#8a4b00",
    "--json-word": "#8a2b7a",
  },
  dark: {
    "--mantine-color-body": dark[7],
    "--mantine-color-text": "#e4e7eb",
    "--mantine-color-dimmed": "#98a1ac",
    "--mantine-color-placeholder": "#929ca8",
    "--mantine-color-anchor": water[3],
    "--mantine-color-default": dark[6],
    "--mantine-color-default-hover": dark[5],
    "--mantine-color-default-border": dark[5],
    "--mantine-color-error": "#ff8a84",
    "--sluice-page": dark[8],
    "--sluice-surface": dark[7],
    "--sluice-surface-sunken": "#171c22",
    "--sluice-hover": "#20262e",
    "--sluice-line": "#2b323b",
    "--sluice-focus": water[4],
    "--sluice-selected": "#16323d",
    ...softColors,
    "--tone-neutral-text": "#bcc4cd",
    "--tone-neutral-ground": "#2a313a",
    "--tone-info-text": water[3],
    "--tone-info-ground": "#143440",
    "--tone-success-text": "#7bd39b",
    "--tone-success-ground": "#153322",
    "--tone-warning-text": "#f0b95b",
    "--tone-warning-ground": "#3a2a0e",
    "--tone-danger-text": "#ff9d97",
    "--tone-danger-ground": "#421c1c",
    "--json-key": water[3],
    "--json-string": "#8fd6a8",
    "--json-number": "#f0b95b",
    "--json-word": "#dd9ed1",
  },
});
