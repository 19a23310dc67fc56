import base64
import json
import pathlib
import unittest

from sluice_webhooks import HmacSigning, SignatureError, StandardSigning, new_secret, verify

VECTORS = pathlib.Path(__file__).parents[2] / "typescript" / "fixtures" / "signatures.json"
REASONS = {
    "timestamp_too_old": "timestamp-too-old",
    "timestamp_too_new": "timestamp-too-new",
    "missing_header": "missing-header",
    "no_match": "signature-mismatch",
    "bad_timestamp": "malformed-timestamp",
    "bad_timestamp_or_signature": "malformed-timestamp",
    "too_many": "too-many-signatures",
}


class Vectors(unittest.TestCase):
    def test_standard_webhooks(self) -> None:
        vectors = json.loads(VECTORS.read_text())["vectors"]
        standard = [one for one in vectors if one["scheme"] == "standard-webhooks"]
        self.assertGreater(len(standard), 25)
        for one in standard:
            with self.subTest(one["id"]):
                given = {
                    "secrets": [one["secret"]],
                    "headers": one["headers"],
                    "body": base64.b64decode(one["body_base64"]),
                    "now": one["now"],
                }
                if one["expect"] == "valid":
                    self.assertEqual(verify(**given).timestamp, int(one["headers"]["webhook-timestamp"]))
                elif one["expect"] == "config_error":
                    self.assertRaises(ValueError, verify, **given)
                else:
                    with self.assertRaises(SignatureError) as thrown:
                        verify(**given)
                    self.assertEqual(thrown.exception.reason, REASONS[one["expect"].split(":")[1]])


class Signed(unittest.TestCase):
    message = {"id": "msg_1", "timestamp": 1_700_000_000, "body": '{"naïve":"é"}'.encode()}

    def test_holds_with_both_secrets_and_no_flipped_byte(self) -> None:
        old, fresh = new_secret(), new_secret()
        headers = {name.upper(): value for name, value in StandardSigning(old).headers(**self.message).items()}
        body = self.message["body"]
        now = self.message["timestamp"]
        self.assertEqual(verify(secrets=[fresh, old], headers=headers, body=body, now=now).id, "msg_1")
        for at in range(len(body)):
            flipped = bytes([*body[:at], body[at] ^ 1, *body[at + 1 :]])
            with self.assertRaises(SignatureError) as thrown:
                verify(secrets=[old], headers=headers, body=flipped, now=now)
            self.assertEqual(thrown.exception.reason, "signature-mismatch")

    def test_over_the_body_alone(self) -> None:
        for format, prefix in (("products-manager", "sha256="), ("alforis", "")):
            with self.subTest(format):
                signing = HmacSigning("s", header="X-Webhook-Signature", prefix=prefix)
                headers = {**signing.headers(**self.message), "webhook-id": "m"}
                given = {"format": format, "secrets": ["other", "s"], "headers": headers}
                self.assertEqual(verify(body=self.message["body"], **given).id, "m")
                self.assertRaises(SignatureError, verify, body=b"other", **given)

    def test_mistakes_of_the_program_are_told(self) -> None:
        self.assertRaises(ValueError, StandardSigning("whsec_€").headers, **self.message)
        self.assertRaises(ValueError, HmacSigning("").headers, **self.message)
        self.assertRaises(ValueError, verify, secrets="whsec_c2VjcmV0", headers={}, body=b"")
        self.assertRaises(ValueError, verify, secrets=["s"], headers={}, body=b"", format="other")
        self.assertRaises(TypeError, verify, secrets=["s"], headers={}, body="text")


if __name__ == "__main__":
    unittest.main()
