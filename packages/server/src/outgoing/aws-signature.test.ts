import type { AwsKey, HttpCredential } from "@sluice/workflow/node-contract";
import { sign } from "aws4";
import { AwsV4Signer } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signForAws } from "./aws-signature.ts";
import { createOutgoing } from "./outgoing.ts";
import { awsProblem } from "./testing/aws-verifier.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { request } from "./testing/request.ts";

const published: AwsKey = {
  ...{ type: "aws", accessKeyId: "AKIAIOSFODNN7EXAMPLE", region: "us-east-1", service: "s3" },
  ...{ secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", sessionToken: "" },
};
const at = new Date("2013-05-24T00:00:00Z");

const line = (headers: readonly { name: string; value: string }[], wanted: string) =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;

/*
 * "Examples: Signature Calculations in AWS Signature Version 4" of the S3 API reference.
 */
it.each([
  ["/test.txt", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", "bytes=0-9"],
  ["/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", undefined],
  ["/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", undefined],
])("signs %s as AWS's own example does", async (path, signature, range) => {
  const url = new URL(`https://examplebucket.s3.amazonaws.com${path}`);
  const headers = range === undefined ? [] : [{ name: "Range", value: range }];
  const signed = await signForAws({ method: "GET", url, headers }, published, at);
  expect(line(signed.headers, "authorization")).toMatch(new RegExp(`Signature=${signature}$`));
});

describe("agrees with two other implementations", () => {
  it.each([
    ["execute-api", "GET", "/prod/orders?b=2&a=1&a=0", undefined],
    ["execute-api", "POST", "/prod/orders/7", '{"name":"é ü 漢字"}'],
    ["sqs", "POST", "/", "Action=SendMessage&MessageBody=hello%20world"],
    ["s3", "PUT", "/bucket/a%20b/%C3%A9.txt?x-id=PutObject", "bytes"],
    ["lambda", "POST", "/2015-03-31/functions/f/invocations?Qualifier=%24LATEST", "{}"],
  ])("%s %s %s", async (service, method, path, body) => {
    const key = { ...published, service, region: "eu-west-3", sessionToken: "session-token" };
    const url = new URL(`https://${service}.eu-west-3.amazonaws.com${path}`);
    const headers = body === undefined ? [] : [{ name: "content-type", value: "application/json" }];
    const signed = await signForAws(
      { method, url, headers, ...(body === undefined ? {} : { body }) },
      key,
      at,
    );
    const authorization = line(signed.headers, "authorization");
    const own = Object.fromEntries(
      signed.headers.filter(({ name }) => name !== "authorization").map(({ name, value }) => [name, value]),
    );
    const { secretAccessKey, accessKeyId, sessionToken, region } = key;
    const asked = {
      ...{ service, region, method, host: url.host, path: `${signed.url.pathname}${signed.url.search}` },
      ...{ headers: { ...own }, ...(body === undefined ? {} : { body }) },
      // It would add a length, which is the connection's own business here.
      extraHeadersToIgnore: { "content-length": true },
    };
    const aws4 = sign(asked, { accessKeyId, secretAccessKey, sessionToken });
    expect(aws4.headers?.Authorization).toBe(authorization);
    const aws4fetch = await new AwsV4Signer({
      ...{
        method,
        url: signed.url.href,
        headers: own,
        body: body ?? null,
        service,
        region,
        allHeaders: true,
      },
      ...{ accessKeyId, secretAccessKey, sessionToken, datetime: "20130524T000000Z" },
    }).sign();
    expect(aws4fetch.headers.get("authorization")).toBe(authorization);
  });
});

describe("on the way out", () => {
  const credential: HttpCredential = {
    ...{ type: "aws", hosts: ["127.0.0.1"], accessKeyId: "AKIDEXAMPLE", region: "eu-west-3" },
    ...{ secretAccessKey: "canary-aws-1", sessionToken: "canary-session", service: "execute-api" },
  };
  let there: Receiver;
  let elsewhere: Receiver;
  beforeAll(async () => {
    elsewhere = await startReceiver(undefined, "127.0.0.2");
    there = await startReceiver(({ path }, response) => {
      if (path.startsWith("/moved")) response.writeHead(307, { location: "/here?again=1" });
      if (path.startsWith("/away")) response.writeHead(307, { location: `${elsewhere.url}/` });
      response.end("{}");
    });
  });
  afterAll(() => Promise.all([there.close(), elsewhere.close()]));
  const out = createOutgoing({ allowNetworks: ["127.0.0.0/8"], clock: () => at.getTime() });
  afterAll(() => out.close());
  const judge = (index = -1) => {
    const got = there.received.at(index);
    return got ? awsProblem(got, "canary-aws-1") : "nothing came";
  };

  it.each([
    ["GET", "/", undefined],
    ["GET", "/a//b/../c/?z=1&a=%2B&a=+&empty=&flag", undefined],
    ["DELETE", "/it's(a)*test!/%E2%82%AC%20%2F/$x,y;z=1:@&+", undefined],
    ["POST", "/orders?x=a b", '{"sum":"1 €"}'],
    ["PUT", "/raw", new Uint8Array(Buffer.from("raw bytes"))],
  ])("%s %s is taken by a server that verifies by the specification", async (method, path, body) => {
    for (const service of ["execute-api", "s3"]) {
      const headers = [
        { name: "X-Amz-Target", value: "Orders.Put" },
        { name: "x-many", value: "a" },
        { name: "x-many", value: "b   c" },
      ];
      // Two slashes in a row mean one to all but S3.
      const sent = service === "s3" ? path : path.replace("//", "/");
      const url = `${there.url}${sent}`;
      await out.fetch(
        request(url, {
          ...{ method, headers, credential: { ...credential, service } },
          ...(body === undefined ? {} : { body }),
        }),
      );
      expect([service, judge()]).toEqual([service, undefined]);
      expect(there.received.at(-1)?.headers["x-amz-security-token"]).toBe("canary-session");
    }
  });

  it("is refused there with another secret, another body or another path", async () => {
    await out.fetch(request(`${there.url}/a?b=1`, { method: "POST", body: "x", credential }));
    const got = there.received.at(-1);
    if (!got) throw new Error("nothing came");
    expect(awsProblem(got, "canary-aws-2")).toBe("the signature is wrong");
    expect(awsProblem({ ...got, body: "y" }, "canary-aws-1")).toBe("the body is another");
    expect(awsProblem({ ...got, path: "/a?b=2" }, "canary-aws-1")).toBe("the signature is wrong");
  });

  it("signs every hop that keeps it anew, and stays behind on the way to another host", async () => {
    const before = there.received.length;
    await out.fetch(request(`${there.url}/moved`, { method: "POST", body: "x", credential }));
    expect(there.received.slice(before).map(({ path }) => path)).toEqual(["/moved", "/here?again=1"]);
    expect([judge(-2), judge(-1)]).toEqual([undefined, undefined]);
    await out.fetch(request(`${there.url}/away`, { credential }));
    expect(JSON.stringify(elsewhere.received)).not.toMatch(/authorization|x-amz|canary/);
    await expect(out.fetch(request(`${elsewhere.url}/`, { credential }))).rejects.toMatchObject({
      code: "credential-host-refused",
    });
  });
});
