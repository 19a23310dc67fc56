import { defineConfig, devices } from "@playwright/test";

const chromium = process.env.CHROMIUM_PATH;

/** Stories run one after another on each worker's own server and database; `npm test -- e2e` finds the browser. */
export default defineConfig({
  testDir: "stories",
  testMatch: "*.story.ts",
  outputDir: "../test-results/e2e",
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A browser on a busy machine: once more, and the runner names it as flaky.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // A step that cannot be done is told at once, not when the whole story has run out of time.
  use: {
    actionTimeout: 20_000,
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    // What moves is waited for, and costs a machine without a graphics card most.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    },
  },
});
