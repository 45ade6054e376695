#!/usr/bin/env node
// Sends one message to the centre and checks its receipt. Needs Node 20 and no package.
//
//   node send.mjs HUB CODE KIND DATA.json [SUBJECT SEQUENCE] < key.pem > receipt.jws
//
// key.pem: the agency's Ed25519 private key (PKCS 8). What it signs and why: docs/protocol.md.
import { createHash, createPrivateKey, createPublicKey, randomBytes, randomUUID, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [hub, code, kind, file, subject, sequence] = process.argv.slice(2);
const key = createPrivateKey(readFileSync(0));
const jwk = createPublicKey(key).export({ format: "jwk" });
const sha256 = (text, form) => createHash("sha256").update(text).digest(form);
const thumbprint = ({ crv, kty, x }) => sha256(JSON.stringify({ crv, kty, x }), "base64url");

// The one byte form that is hashed: keys sorted, no spaces.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const data = JSON.parse(readFileSync(file, "utf8"));
const body = JSON.stringify({
  specversion: "1.0",
  id: randomUUID(),
  source: `/parties/${code}`,
  type: `th.go.moi.damrong.${kind}`,
  recipient: "DAMRONG",
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  datadigest: sha256(canonical(data), "hex"),
  data,
  ...(subject ? { subject, legsequence: Number(sequence) } : {}),
});

function signedHeaders(url) {
  const digest = `sha-256=:${sha256(body, "base64")}:`;
  const created = Math.floor(Date.now() / 1000);
  const parameters =
    `("@method" "@authority" "@path" "content-type" "content-digest")` +
    `;created=${created};keyid="${thumbprint(jwk)}";expires=${created + 300}` +
    `;nonce="${randomBytes(18).toString("base64url")}";tag="damrong-exchange-1"`;
  const base = [
    `"@method": POST`,
    `"@authority": ${url.host}`,
    `"@path": ${url.pathname}`,
    `"content-type": application/cloudevents+json`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join("\n");
  return {
    "Content-Type": "application/cloudevents+json",
    "Content-Digest": digest,
    "Signature-Input": `agency=${parameters}`,
    Signature: `agency=:${sign(null, Buffer.from(base), key).toString("base64")}:`,
  };
}

async function checked(token) {
  const [head, payload, signature] = token.split(".");
  const { kid } = JSON.parse(Buffer.from(head, "base64url"));
  const { keys } = await (await fetch(`${hub}/exchange/v1/keys`)).json();
  const theirs = keys.find((one) => one.kid === kid && one.use === "sig");
  const centre = theirs && createPublicKey({ key: theirs, format: "jwk" });
  const holds = centre && verify(null, Buffer.from(`${head}.${payload}`), centre, Buffer.from(signature, "base64url"));
  const said = JSON.parse(Buffer.from(payload, "base64url"));
  if (!holds || said.digest !== sha256(body, "hex")) throw new Error("the receipt does not hold");
  return token;
}

async function send(attempts = 6) {
  const url = new URL("/exchange/v1/messages", hub);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const answer = await fetch(url, { method: "POST", body, headers: signedHeaders(url), redirect: "error" });
      const found = await answer.json();
      if (answer.ok) return await checked(found.receipt);
      if (!(found.retry ?? answer.status >= 500)) {
        console.error(`${found.code}: ${found.detail_en}`);
        process.exit(2);
      }
    } catch (failure) {
      console.error(String(failure));
    }
    await new Promise((done) => setTimeout(done, 1000 * 2 ** attempt * (0.5 + Math.random())));
  }
  throw new Error("no receipt; send the same bytes again later");
}

console.log(await send());
