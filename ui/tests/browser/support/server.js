/**
 * The real server on a data folder of its own: started, killed, started again at the same address.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CHATTY, isChatty, keeper } from './noted.js';

/** The binary under test. */
export const BINARY =
  process.env.HANDOVER_BIN ?? fileURLToPath(new URL('../../../../target/debug/handover', import.meta.url));

/** What the server prints when it takes connections. */
const LISTENS = /Handover listens on (http:\/\/\S+)/;

export class Server {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;
  #folder = '';
  /** @type {string[]} */
  #said = [];
  /** @type {string[]} */
  #options = [];
  /** @type {Record<string, string>} */
  #environment = {};

  /** The address of the server, without a slash at the end. */
  url = '';

  /**
   * @param {string} applyFile the content of the apply file
   * @param {{ sample?: boolean, config?: string, environment?: Record<string, string> }} [options] `config`: the server file
   */
  static async start(applyFile, { sample = false, config = '', environment = {} } = {}) {
    const server = new Server();
    server.#folder = await mkdtemp(join(tmpdir(), 'handover-pages-'));
    server.#options = sample ? ['--sample'] : [];
    await writeFile(join(server.#folder, 'apply.toml'), applyFile);
    if (config) {
      const file = join(server.#folder, 'server.toml');
      await writeFile(file, config);
      server.#options.push('--config', file);
    }
    server.#environment = environment;
    try {
      await server.#launch('127.0.0.1:0');
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** @param {string} listen */
  async #launch(listen) {
    const data = join(this.#folder, 'data');
    const apply = join(this.#folder, 'apply.toml');
    const serve = ['serve', '--data', data, '--listen', listen, '--apply', apply, ...this.#options];
    const child = spawn(BINARY, serve, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#environment, ...CHATTY } });
    const keep = keeper();
    this.#process = child;
    this.#said = [];
    const lines = createInterface({ input: child.stdout });
    const errors = createInterface({ input: child.stderr });
    errors.on('line', (line) => {
      keep(line);
      if (!isChatty(line)) this.#said.push(line);
    });
    this.url = await new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        keep(line);
        this.#said.push(line);
        const found = LISTENS.exec(line);
        if (found) resolve(/** @type {string} */ (found[1]));
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the server stopped with ${code}:\n${this.#said.join('\n')}`)));
    });
  }

  /** The port the server listens on. */
  get port() {
    return Number(new URL(this.url).port);
  }

  /** What the server has printed since it was started last. */
  get said() {
    return this.#said.join('\n');
  }

  /** Ends the process at once, as a power cut would. */
  async kill() {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts it again on what it has written down, at the address it had. */
  async restart() {
    await this.#launch(`127.0.0.1:${this.port}`);
  }

  /** Ends the process and removes its folder. */
  async stop() {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
