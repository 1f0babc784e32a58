import { expect } from "expect";
import { loadConfig } from "@/domain/shared/config.ts";
import { unwrap } from "@/domain/shared/result.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

Deno.test("an empty environment is a working configuration of this machine", () => {
  const config = unwrap(loadConfig({ PORT: "", APP_URL: "" }));
  expect(config).toMatchObject({
    port: 8000,
    host: "127.0.0.1",
    appUrl: "http://localhost:8000",
    kvPath: "./data/cloudnest.kv",
    secret: null,
    adminEmail: "admin@localhost",
    adminPassword: null,
    sendgrid: null,
    mailFrom: "noreply@localhost",
    trustProxy: false,
    privateHosts: [],
    demo: false,
  });
});

Deno.test("values that fit are taken over", () => {
  const config = unwrap(loadConfig({
    PORT: "0",
    APP_URL: "https://cloudnest.example/",
    CLOUDNEST_SECRET: SECRET,
    SENDGRID_API_KEY: "SG.key",
    MAIL_FROM: "hello@cloudnest.example",
    TRUST_PROXY: "1",
    PRIVATE_HOSTS: "10.0.0.5:8545, Node.Internal,[::1]:3000,",
    KV_PATH: "https://kv.example/databases/1",
  }));
  expect(config).toMatchObject({
    port: 0,
    appUrl: "https://cloudnest.example",
    sendgrid: { apiKey: "SG.key", baseUrl: "https://api.sendgrid.com" },
    trustProxy: true,
    privateHosts: ["10.0.0.5:8545", "node.internal", "[::1]:3000"],
    kvPath: "https://kv.example/databases/1",
  });
  expect(unwrap(loadConfig({ DENO_DEPLOYMENT_ID: "x", CLOUDNEST_SECRET: SECRET })).kvPath)
    .toBeNull();
});

const BAD: Array<[Record<string, string>, string]> = [
  [{ PORT: "http" }, "PORT"],
  [{ PORT: "65536" }, "PORT"],
  [{ PORT: "-1" }, "PORT"],
  [{ PORT: "80.5" }, "PORT"],
  [{ APP_URL: "cloudnest.example" }, "APP_URL"],
  [{ APP_URL: "ftp://cloudnest.example" }, "APP_URL"],
  [{ APP_URL: "http://cloudnest.example/shop" }, "APP_URL"],
  [{ APP_URL: "http://user:pw@cloudnest.example" }, "APP_URL"],
  [{ APP_URL: "https://cloudnest.example" }, "CLOUDNEST_SECRET"],
  [{ DENO_DEPLOYMENT_ID: "abc" }, "CLOUDNEST_SECRET"],
  [{ CLOUDNEST_SECRET: "short" }, "CLOUDNEST_SECRET"],
  [{ ADMIN_EMAIL: "admin" }, "ADMIN_EMAIL"],
  [{ ADMIN_PASSWORD: "short" }, "ADMIN_PASSWORD"],
  [{ SENDGRID_API_KEY: "SG.x" }, "MAIL_FROM"],
  [{ SENDGRID_BASE_URL: "sendgrid" }, "SENDGRID_BASE_URL"],
  [{ PRIVATE_HOSTS: "http://10.0.0.5" }, "PRIVATE_HOSTS"],
  [{ PRIVATE_HOSTS: "10.0.0.0/8" }, "PRIVATE_HOSTS"],
  [{ PRIVATE_HOSTS: "node.internal node2" }, "PRIVATE_HOSTS"],
  [{ MAIL_FROM: "nobody" }, "MAIL_FROM"],
  [{ TRUST_PROXY: "yes" }, "TRUST_PROXY"],
  [{ DEMO: "true" }, "DEMO"],
];

Deno.test("a bad value is one line that names the variable and doesn't repeat the value", () => {
  for (const [env, variable] of BAD) {
    const result = loadConfig(env);
    expect([env, result.ok]).toEqual([env, false]);
    if (result.ok) continue;
    expect(result.error.variable).toBe(variable);
    expect(result.error.message).toMatch(/^must [^\n]+$/);
  }
});
