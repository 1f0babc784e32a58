/**
 * A real Ethereum node of a test's own: anvil, on loopback, with accounts that have ether. It mines only when it is
 * told to, and is reorganised by going back to a snapshot.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checksumAddress } from "@/domain/settings/mod.ts";
import contracts from "./contracts/test_token.json" with { type: "json" };

const READY_TIMEOUT_MS = 20_000;
/** The same always, so that a transaction that is sent again after a reorganisation is the same one. */
const GAS_PRICE = "0x2540be400";
const PLATFORMS: Readonly<Record<string, string>> = {
  "linux x86_64": "linux-amd64",
  "linux aarch64": "linux-arm64",
  "darwin x86_64": "darwin-amd64",
  "darwin aarch64": "darwin-arm64",
  "windows x86_64": "win32-amd64",
};

/** A node that runs. */
export interface Anvil extends AsyncDisposable {
  url: string;
  /** Host and port, as `PRIVATE_HOSTS` names them. */
  host: string;
  chainId: number;
  rpc<T>(method: string, params?: readonly unknown[]): Promise<T>;
  /** Mines so many blocks, twelve seconds apart. */
  mine(blocks?: number): Promise<void>;
  /** Sends ether from the first account; the hash of the transaction, which waits until it is mined. */
  send(to: string, wei: bigint): Promise<string>;
  /** Sends ether through a contract, so that no transaction names the address that gets it. */
  sendInternally(to: string, wei: bigint): Promise<string>;
  /** Puts a token of the tests there, all of which the first account has; its address. */
  deployToken(): Promise<string>;
  sendToken(token: string, to: string, units: bigint): Promise<string>;
  /** The state to go back to with `revert()`. */
  snapshot(): Promise<string>;
  /** Forgets all blocks since a snapshot. */
  revert(snapshot: string): Promise<void>;
}

/** Starts a node whose first block is of the time `at`. */
export async function startAnvil(at: Temporal.Instant): Promise<Anvil> {
  const seconds = Math.floor(at.epochMilliseconds / 1000);
  const child = new Deno.Command(binary(), {
    args: ["--host=127.0.0.1", "--port=0", "--no-mining", `--timestamp=${seconds}`],
    clearEnv: true,
    env: { HOME: Deno.env.get("TMPDIR") ?? "/tmp" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const host = await readHost(child.stdout);
  const url = `http://${host}`;
  let isOver = false;
  const rpc = caller(url);
  const [from] = await rpc<string[]>("eth_accounts");
  const sendFrom = (fields: Record<string, string>) =>
    rpc<string>("eth_sendTransaction", [{ from, gas: "0x200000", gasPrice: GAS_PRICE, ...fields }]);

  async function mine(blocks = 1): Promise<void> {
    await rpc("anvil_mine", [hex(BigInt(blocks)), "0xc"]);
  }

  async function deploy(code: string): Promise<string> {
    const hash = await sendFrom({ data: code });
    await mine();
    const receipt = await rpc<{ contractAddress: string }>("eth_getTransactionReceipt", [hash]);
    return checksumAddress(receipt.contractAddress.slice(2));
  }

  return {
    url,
    host,
    chainId: Number(await rpc<string>("eth_chainId")),
    rpc,
    mine,
    send: (to, wei) => sendFrom({ to, value: hex(wei) }),
    async sendInternally(to, wei) {
      const forwarder = await deploy(contracts.TestForwarder);
      return await sendFrom({ to: forwarder, value: hex(wei), data: `0x101e8952${word(to)}` });
    },
    deployToken: () => deploy(contracts.TestToken),
    sendToken: (token, to, units) =>
      sendFrom({ to: token, data: `0xa9059cbb${word(to)}${word(hex(units))}` }),
    snapshot: () => rpc<string>("evm_snapshot"),
    async revert(snapshot) {
      await rpc("evm_revert", [snapshot]);
    },
    async [Symbol.asyncDispose]() {
      if (!isOver) child.kill("SIGKILL");
      isOver = true;
      await child.status;
    },
  };
}

/** The binary of this platform's package, which its own package finds. */
function binary(): string {
  const platform = PLATFORMS[`${Deno.build.os} ${Deno.build.arch}`];
  const own = createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json");
  const found = createRequire(own).resolve(`@foundry-rs/anvil-${platform}/package.json`);
  return join(dirname(found), "bin", Deno.build.os === "windows" ? "anvil.exe" : "anvil");
}

/** Where it listens; reads on afterwards, so that the node never waits for a full pipe. */
function readHost(stdout: ReadableStream<Uint8Array>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = () => reject(new Error(`anvil didn't start: ${output}`));
    const timer = setTimeout(fail, READY_TIMEOUT_MS);
    (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of stdout) {
        if (output.length < 10_000) output += decoder.decode(chunk, { stream: true });
        const host = /Listening on (\S+:\d+)/.exec(output)?.[1];
        if (!host) continue;
        clearTimeout(timer);
        resolve(host);
      }
      fail();
    })();
  });
}

function caller(url: string) {
  let id = 0;
  return async function rpc<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
    });
    const { result, error } = await response.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** 32 bytes in hex, without its prefix. */
function word(value: string): string {
  return value.slice(2).toLowerCase().padStart(64, "0");
}
