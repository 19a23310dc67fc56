import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { failureCodes } from "../../packages/server/src/front-door/auth/failure.ts";
import { explainSignature } from "../../packages/server/src/front-door/auth/signature/explain.ts";
import { type SignatureAuth, signaturePresets } from "../../packages/workflow/src/document.ts";
import { guidePages } from "../docs/guide.ts";

const textOf = (path: string) => guidePages().find((page) => page.path === path)?.text ?? "";
const english = textOf("docs/senders.md");
const french = textOf("docs/fr/senders.md");
const publicUrl = "https://hooks.example.com/hooks/k";

const headings: Readonly<Record<SignatureAuth["preset"], string>> = {
  "standard-webhooks": "Standard Webhooks",
  github: "GitHub",
  stripe: "Stripe",
  shopify: "Shopify",
  slack: "Slack",
  twilio: "Twilio",
  "gitlab-token": "GitLab",
  paddle: "Paddle",
  "products-manager": "Products-Manager",
  alforis: "Alforis",
  generic: "Any sender with X-Signature",
  custom: "A scheme of your own",
};

function blockOf(preset: SignatureAuth["preset"], kind: "sh" | "json"): string {
  const section = english.split(`\n### ${headings[preset]}\n`)[1]?.split(/\n##/)[0] ?? "";
  return new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? "";
}

/** The request that the example of a section sends. */
function requestOf(preset: SignatureAuth["preset"], secret: string) {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${blockOf(preset, "sh")}`;
  const env = { ...process.env, URL: "/hooks/k", PUBLIC_URL: publicUrl, SECRET: secret };
  const words = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env }).split("\0");
  const after = (option: string) => words.flatMap((word, at) => (words[at - 1] === option ? [word] : []));
  const headers = after("-H").map((line) => {
    const [name = "", ...value] = line.split(": ");
    return { name, value: value.join(": ") };
  });
  const [body = ""] = after("--data-raw");
  return { url: words.find((word) => word.startsWith("/hooks/k")) ?? "", headers, body: Buffer.from(body) };
}

describe("the senders' guide", () => {
  it.each(signaturePresets.filter((preset) => preset !== "gitlab-token"))(
    "has an example of %s whose signature is right",
    (preset) => {
      const custom =
        preset === "custom" ? (JSON.parse(blockOf(preset, "json")) as SignatureAuth).scheme : undefined;
      const secret =
        { "standard-webhooks": "whsec_c2VjcmV0", custom: "00ff10" }[preset as string] ?? "a $ecret";
      const explained = (request: ReturnType<typeof requestOf>) =>
        explainSignature({
          method: { preset, scheme: schemeWithDefaults(custom), toleranceSeconds: 300, publicUrl },
          ...{ secrets: [secret], request, now: Date.now() },
        });
      const request = requestOf(preset, secret);
      expect(explained(request)).toMatchObject({ failed: null, secret: 0 });
      expect(explained({ ...request, body: Buffer.from(`${request.body}!`) }).failed).not.toBeNull();
    },
  );

  it("has an example of GitLab that sends its token", () => {
    expect(requestOf("gitlab-token", "t0ken").headers).toContainEqual({
      name: "X-Gitlab-Token",
      value: "t0ken",
    });
  });

  it("says of every stage why it failed, in both languages, with the same examples", () => {
    expect(failureCodes.filter((code) => !english.includes(`\`${code}\``))).toEqual([]);
    expect(failureCodes.filter((code) => !french.includes(`\`${code}\``))).toEqual([]);
    const blocks = (text: string) => text.match(/```\w+\n[\s\S]*?```/g);
    expect(blocks(french)).toEqual(blocks(english));
  });
});

function schemeWithDefaults(scheme: SignatureAuth["scheme"]): SignatureAuth["scheme"] {
  return scheme && { ...scheme, capitals: false, secretPrefix: "", maxCandidates: 16 };
}
