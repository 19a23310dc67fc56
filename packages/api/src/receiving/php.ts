import { type Scheme, variableOf } from "./scheme.ts";

const timely = `    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $time = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    // What somebody recorded is not taken later.
    if (!ctype_digit($time) || abs(time() - (int) $time) > 300) {
        return false;
    }
    $signed = "$id.$time.$body";
    $given = explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '');`;

const checks = {
  v1: `${timely}
    foreach ($secrets as $secret) {
        $key = str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, 6)) : $secret;
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
        foreach ($given as $one) {
            if (hash_equals($expected, $one)) {
                return true;
            }
        }
    }
    return false;`,
  v1a: `${timely}
    foreach ($secrets as $secret) {
        $key = base64_decode(substr($secret, strlen('whpk_')));
        foreach ($given as $one) {
            $signature = str_starts_with($one, 'v1a,') ? base64_decode(substr($one, 4)) : '';
            if (strlen($signature) === 64 && sodium_crypto_sign_verify_detached($signature, $signed, $key)) {
                return true;
            }
        }
    }
    return false;`,
};

const ofBody = (prefix: string) => `    $given = $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? '';
    foreach ($secrets as $secret) {
        if (hash_equals(${prefix === "" ? "" : `'${prefix}' . `}hash_hmac('sha256', $body, $secret), $given)) {
            return true;
        }
    }
    return false;`;

/** A receiver for PHP 8, without a dependency. */
export function phpReceiver(scheme: Scheme): string {
  return `<?php

// Several, with a space between, while one gives way to another.
$secrets = explode(' ', getenv('${variableOf(scheme)}'));

function is_signed(array $secrets, string $body): bool
{
${typeof scheme === "string" ? checks[scheme] : ofBody(scheme.prefix)}
}

// The bytes as they came: a body that was parsed and written again is another one.
$body = file_get_contents('php://input');
if (!is_signed($secrets, $body)) {
    http_response_code(401);
    exit;
}
$event = json_decode($body, true);
// The same in every attempt of a message: pass over what you have seen.
error_log($_SERVER['HTTP_WEBHOOK_ID'] ?? '');
http_response_code(204);
`;
}
