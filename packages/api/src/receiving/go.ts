import { type Scheme, variableOf } from "./scheme.ts";

const timely = `	id, sent := headers.Get("Webhook-Id"), headers.Get("Webhook-Timestamp")
	// What somebody recorded is not taken later.
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	signed := append([]byte(id+"."+sent+"."), body...)`;

const checks = {
  v1: `${timely}
	for _, secret := range secrets {
		key := []byte(secret)
		if strings.HasPrefix(secret, "whsec_") {
			key, _ = base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		}
		mac := hmac.New(sha256.New, key)
		mac.Write(signed)
		expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		for _, given := range strings.Fields(headers.Get("Webhook-Signature")) {
			if hmac.Equal([]byte(given), []byte(expected)) {
				return true
			}
		}
	}
	return false`,
  v1a: `${timely}
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whpk_"))
		if err != nil || len(key) != ed25519.PublicKeySize {
			continue
		}
		for _, given := range strings.Fields(headers.Get("Webhook-Signature")) {
			signature, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(given, "v1a,"))
			if err == nil && strings.HasPrefix(given, "v1a,") && ed25519.Verify(key, signed, signature) {
				return true
			}
		}
	}
	return false`,
};

const ofBody = (prefix: string) => `	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		expected := ${prefix === "" ? "" : `"${prefix}" + `}hex.EncodeToString(mac.Sum(nil))
		if hmac.Equal([]byte(headers.Get("X-Webhook-Signature")), []byte(expected)) {
			return true
		}
	}
	return false`;

const packages = {
  v1: ["crypto/hmac", "crypto/sha256", "encoding/base64", "strconv", "time"],
  v1a: ["crypto/ed25519", "encoding/base64", "strconv", "time"],
  body: ["crypto/hmac", "crypto/sha256", "encoding/hex"],
};

/** A receiver for Go 1.19 or newer, with its own library alone. */
export function goReceiver(scheme: Scheme): string {
  const used = [
    ...packages[typeof scheme === "string" ? scheme : "body"],
    "io",
    "log",
    "net/http",
    "os",
    "strings",
  ];
  return `package main

import (
${[...used]
  .sort()
  .map((name) => `	"${name}"`)
  .join("\n")}
)

// Several, with a space between, while one gives way to another.
var secrets = strings.Fields(os.Getenv("${variableOf(scheme)}"))

func isSigned(headers http.Header, body []byte) bool {
${typeof scheme === "string" ? checks[scheme] : ofBody(scheme.prefix)}
}

func receive(response http.ResponseWriter, request *http.Request) {
	// The bytes as they came: a body that was parsed and written again is another one.
	body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, 2<<20))
	if err != nil || !isSigned(request.Header, body) {
		response.WriteHeader(http.StatusUnauthorized)
		return
	}
	// The same in every attempt of a message: pass over what you have seen.
	log.Println(request.Header.Get("Webhook-Id"), string(body))
	response.WriteHeader(http.StatusNoContent)
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	http.HandleFunc("/webhooks", receive)
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
`;
}
