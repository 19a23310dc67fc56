import Bowser from "bowser";

/** The names of browser and system in a `User-Agent`, which its sender chose: for recognising one's own, no more. */
export function deviceOf(agent: string): { browser: string | null; system: string | null } {
  if (agent === "") return { browser: null, system: null };
  const { browser, os } = Bowser.parse(agent);
  return { browser: browser.name || null, system: os.name || null };
}
