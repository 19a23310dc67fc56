import type { Scheme } from "./scheme.ts";

const intro = (headers: string) => `# A message that was kept: its body, byte for byte, in body.json;
# ${headers}.
`;
const ofStandard =
  "the headers webhook-id, webhook-timestamp and webhook-signature in ID, TIMESTAMP and SIGNATURE";

const verdict = (pattern: string) => `case " $SIGNATURE " in
  *" ${pattern} "*) echo "It holds" ;;
  *) echo "It does not hold"; exit 1 ;;
esac
`;

/** Looks at one message by hand, with openssl 3. */
export function shellCheck(scheme: Scheme): string {
  if (scheme === "v1") {
    return `${intro(ofStandard)}KEY=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
EXPECTED=$({ printf '%s.%s.' "$ID" "$TIMESTAMP"; cat body.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)
${verdict("v1,$EXPECTED")}`;
  }
  if (scheme === "v1a") {
    return `${intro(ofStandard)}{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'
  printf %s "\${WEBHOOK_PUBLIC_KEY#whpk_}" | openssl base64 -d -A; } > key.der
{ printf '%s.%s.' "$ID" "$TIMESTAMP"; cat body.json; } > signed
for ONE in $SIGNATURE; do
  case $ONE in v1a,*) ;; *) continue ;; esac
  printf %s "\${ONE#v1a,}" | openssl base64 -d -A > signature
  openssl pkeyutl -verify -pubin -inkey key.der -keyform DER -rawin -in signed -sigfile signature > /dev/null 2>&1 &&
    { echo "It holds"; exit 0; }
done
echo "It does not hold"; exit 1
`;
  }
  return `${intro("the header X-Webhook-Signature in SIGNATURE")}EXPECTED=$(openssl dgst -sha256 -hmac "$WEBHOOK_SECRET" -r < body.json | cut -d' ' -f1)
${verdict(`${scheme.prefix}$EXPECTED`)}`;
}
